/**
 * That the session ends in a moment, with the one press that keeps it open (WCAG 2.2 §2.2.1): on every screen of a session, above
 * what leads on, where nothing moves under a finger as it comes. A screen's live region says it, wherever it stands.
 */
import { Button } from "@mtoken/look";
import { createContext } from "preact";
import { messages } from "../language/catalogue.ts";

/** What keeps the session open, where it ends in a moment; null otherwise. */
export const IdleContext = createContext<(() => void) | null>(null);

export function IdleNotice({ onStay }: { onStay(): void }) {
  return (
    <section class="idle" aria-label={messages.idle.stay}>
      <p>{messages.idle.what}</p>
      <Button onPress={onStay}>{messages.idle.stay}</Button>
    </section>
  );
}
