/** That a request runs out in a moment, read aloud once: in a place that is there before (WCAG 2.2 §2.2.1). */
import { messages } from "../language/catalogue.ts";

export function TimeLeft({ ending = false }: { ending: boolean | undefined }) {
  return (
    <p class="ending" role="status">
      {ending && messages.request.ending}
    </p>
  );
}
