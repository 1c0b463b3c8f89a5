/** A phone has taken the request: its two digits where the computer is unknown, and where to look now. */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import type { Words } from "../messages.ts";
import { Connection } from "../parts/connection.tsx";
import { Digits } from "../parts/digits.tsx";
import { Heading } from "../parts/heading.tsx";
import { SignedTitle } from "../parts/signed-title.tsx";
import type { StageOf } from "../state/stage.ts";

export interface ClaimedScreenProps {
  stage: StageOf<"claimed">;
  onCancel(): void;
}

export function ClaimedScreen({ stage: { info, digits, sameDevice, link }, onCancel }: ClaimedScreenProps) {
  const words = wordsFor({ info, digits, sameDevice });
  return (
    <div class="outcome">
      {digits === null && <Seal kind="accent" icon="device" />}
      <Heading text={words.title} />
      {digits !== null && <Digits digits={digits} />}
      <p class="lead">{words.text}</p>
      {info.kind === "signature" && <SignedTitle title={info.title} />}
      <Connection link={link} />
      <div class="aside-line">
        <p class="quiet">{sameDevice ? messages.claimed.notMineHere : messages.claimed.notMine}</p>
        <Button kind="quiet" onPress={onCancel}>
          {messages.cancel}
        </Button>
      </div>
    </div>
  );
}

function wordsFor({
  info,
  digits,
  sameDevice,
}: Pick<StageOf<"claimed">, "info" | "digits" | "sameDevice">): Words {
  if (sameDevice) return messages.claimed.here;
  return digits === null ? messages.claimed.known[info.kind] : messages.claimed.digits;
}
