/** The sign that a screen goes on below what is seen of it, and the way there. */
import { Icon } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";

/** As many pixels may be out of sight before it counts. */
export const slack = 24;

export function isMoreBelow(): boolean {
  return document.documentElement.scrollHeight - innerHeight - scrollY > slack;
}

/** Shows what comes next, most of a screen further down. */
export function readOn(): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: innerHeight * 0.6, behavior: calm ? "instant" : "smooth" });
}

export function MoreBelow() {
  return (
    <div class="more-below">
      <button type="button" onClick={readOn}>
        <Icon name="down" />
        <span>{messages.request.more}</span>
      </button>
    </div>
  );
}
