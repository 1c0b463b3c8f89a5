/** What is signed, in one line, as the server names it. The phone shows all of it, and is what counts. */
import { messages } from "../messages.ts";

export interface SignedTitleProps {
  title: string | null;
  /** What became of it. */
  label?: keyof typeof messages.signatures;
}

export function SignedTitle({ title, label = "open" }: SignedTitleProps) {
  if (title === null) return null;
  return (
    <p class="signed-title figures" data-title={title}>
      <span class="quiet small">{messages.signatures[label]}</span>
      <strong>{title}</strong>
    </p>
  );
}
