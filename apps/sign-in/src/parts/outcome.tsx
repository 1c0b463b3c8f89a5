/** A still state that says what has happened and what to do next: a sign, a sentence, at most two ways on. */
import type { IconName, SealKind } from "@mtoken/look";
import { Seal } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import type { Words } from "../messages.ts";
import { Heading } from "./heading.tsx";

export interface OutcomeProps {
  seal: SealKind;
  icon?: IconName;
  words: Words;
  /** Between the text and the actions. */
  about?: ComponentChildren;
  /** Buttons and links. */
  children?: ComponentChildren;
}

export function Outcome({ seal, icon, words, about, children }: OutcomeProps) {
  return (
    <div class="outcome">
      <Seal kind={seal} {...(icon !== undefined && { icon })} />
      <Heading text={words.title} />
      <p class="lead">{words.text}</p>
      {about}
      {children !== undefined && <div class="actions">{children}</div>}
    </div>
  );
}
