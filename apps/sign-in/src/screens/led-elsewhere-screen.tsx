/**
 * Confirmed by the app on this device, which leads the browser back with a code: in the tab that it opened for it, not
 * in this one. Without the code nobody goes on (docs/protocol.md §8).
 */
import { Button, Seal } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import { Connection } from "../parts/connection.tsx";
import { Heading } from "../parts/heading.tsx";
import type { StageOf } from "../state/stage.ts";

export interface LedElsewhereScreenProps {
  stage: StageOf<"led-elsewhere">;
  onAgain(): void;
}

export function LedElsewhereScreen({ stage: { userName, link }, onAgain }: LedElsewhereScreenProps) {
  const words = messages.ledElsewhere;
  return (
    <div class="outcome">
      <Seal kind="accent" icon="device" />
      <Heading text={words.title} />
      <p class="lead">{words.text({ name: userName })}</p>
      <Connection link={link} />
      <div class="actions">
        <Button kind="plain" icon="renew" onPress={onAgain}>
          {messages.newCode}
        </Button>
      </div>
    </div>
  );
}
