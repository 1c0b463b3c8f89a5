/** What is signed, in one line, as the server names it. The phone shows all of it, and is what counts. */
import { messages } from "../language/catalogue.ts";
import type { english } from "../messages.ts";

export interface SignedTitleProps {
  title: string | null;
  /** What became of it. */
  became?: keyof typeof english.signatures;
}

export function SignedTitle({ title, became = "open" }: SignedTitleProps) {
  if (title === null) return null;
  return (
    <p class="signed-title figures" data-title={title}>
      <span class="quiet small">{messages.signatures[became]}</span>
      <strong>
        <bdi>{title}</bdi>
      </strong>
    </p>
  );
}
