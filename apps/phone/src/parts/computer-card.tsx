/**
 * The computer that asks: one the user knows, one that nobody enrolled, unmistakably different by its ground, border,
 * drawing and words, or this very device.
 */
import { Icon, momentText } from "@mtoken/look";
import type { Envelope } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
import { computerName, isHandheld } from "../words/computer-name.ts";

type Computer = NonNullable<Envelope["computer"]>;

export interface ComputerCardProps {
  computer: Computer;
  /** Whether a link on this device opened the request. */
  sameDevice: boolean;
}

export function ComputerCard({ computer, sameDevice }: ComputerCardProps) {
  const words = messages.request;
  const description = computerName(computer.description);
  if (sameDevice) {
    return (
      <div class="computer here" data-computer="here">
        <Icon name="device" />
        <div>
          <strong>{words.sameDevice}</strong>
          <p>
            {words.browserSaysItIs({ description })} {words.sameDeviceAdvice}
          </p>
        </div>
      </div>
    );
  }
  if (computer.known_since !== null) {
    return (
      <div class="computer known" data-computer="known">
        <Icon name="computer" />
        <div>
          <strong>
            <bdi>{description}</bdi>
          </strong>
          <p>{words.knownComputer({ since: momentText(computer.known_since, Date.now(), formats) })}</p>
        </div>
      </div>
    );
  }
  return (
    <div class="computer unknown" data-computer="unknown">
      <Icon name="unknown" />
      <div>
        <strong>{isHandheld(computer.description) ? words.unknownHandheld : words.unknownComputer}</strong>
        <p>
          {words.saysItIs({ description })} {words.unknownAdvice}
        </p>
      </div>
    </div>
  );
}
