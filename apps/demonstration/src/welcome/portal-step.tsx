/** Step 2: the portal in a window of its own. */
import { Button } from "@mtoken/look";
import { useState } from "preact/hooks";
import { messages } from "./messages.ts";
import type { StepProps } from "./steps.tsx";
import { openPortal } from "./windows.ts";

export function PortalStep({ cast, done }: StepProps) {
  const texts = messages.portal;
  const [blocked, setBlocked] = useState(false);
  return (
    <>
      <p>{texts.text}</p>
      <p class="actions">
        <Button
          kind={done ? "plain" : "main"}
          icon="computer"
          onPress={() => setBlocked(openPortal(cast.portal) === null)}
        >
          {texts.go}
        </Button>
      </p>
      {blocked && (
        <p role="alert">
          {texts.blocked}{" "}
          <a href={cast.portal} target="_blank" rel="noreferrer">
            {texts.tab}
          </a>
          .
        </p>
      )}
    </>
  );
}
