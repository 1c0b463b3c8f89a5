/** What is signed, in one line, as the server names it. The phone shows all of it, and is what counts. */
import { type Title, titleText } from "@mtoken/protocol";
import { formats, messages } from "../language/catalogue.ts";
import type { english } from "../messages.ts";

export interface SignedTitleProps {
  title: Title | null;
  /** What became of it. */
  became?: keyof typeof english.signatures;
}

export function SignedTitle({ title, became = "open" }: SignedTitleProps) {
  if (title === null) return null;
  const text = titleText(title, { locale: formats, payments: messages.payments });
  return (
    <p class="signed-title figures" data-title={text}>
      <span class="quiet small">{messages.signatures[became]}</span>
      <strong>
        <bdi>{text}</bdi>
      </strong>
    </p>
  );
}
