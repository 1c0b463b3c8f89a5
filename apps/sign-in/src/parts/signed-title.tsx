/** What is signed, in one line, as the server names it. The phone shows all of it, and is what counts. */
import { messages } from "../messages.ts";

export function SignedTitle({ title }: { title: string | null }) {
  if (title === null) return null;
  return (
    <p class="signed-title figures">
      <span class="quiet small">{messages.youSign}</span>
      <strong>{title}</strong>
    </p>
  );
}
