/**
 * The computer that asks: one the user knows, or one never used before, unmistakably different by its ground, border,
 * drawing and words.
 */
import { Icon } from "@mtoken/look";
import type { Envelope } from "@mtoken/protocol";
import { messages } from "../messages.ts";

type Computer = NonNullable<Envelope["computer"]>;

export function ComputerCard({ computer }: { computer: Computer }) {
  const words = messages.request;
  if (computer.known) {
    return (
      <div class="computer known" data-computer="known">
        <Icon name="computer" />
        <div>
          <strong>{computer.description}</strong>
          <p>{words.knownComputer}</p>
        </div>
      </div>
    );
  }
  return (
    <div class="computer unknown" data-computer="unknown">
      <Icon name="unknown" />
      <div>
        <strong>{words.unknownComputer}</strong>
        <p>
          {words.saysItIs(computer.description)} {words.unknownAdvice}
        </p>
      </div>
    </div>
  );
}
