/**
 * Says that there is more to read below, as long as the end is out of sight: nobody should confirm what they did not
 * see because the screen was short.
 */
import { Icon } from "@mtoken/look";
import { useEffect, useState } from "preact/hooks";
import { messages } from "../messages.ts";

/** As many pixels may be out of sight before it counts. */
const slack = 24;

export function MoreBelow() {
  const more = useMoreBelow();
  if (!more) return null;
  return (
    <button type="button" class="more-below" onClick={scrollDown}>
      <Icon name="down" />
      <span>{messages.request.more}</span>
    </button>
  );
}

function scrollDown(): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: innerHeight * 0.6, behavior: calm ? "instant" : "smooth" });
}

function useMoreBelow(): boolean {
  const [more, setMore] = useState(false);
  useEffect(() => {
    const page = document.documentElement;
    const look = (): void => setMore(page.scrollHeight - innerHeight - scrollY > slack);
    const sizes = new ResizeObserver(look);
    sizes.observe(document.body);
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    look();
    return () => {
      sizes.disconnect();
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, []);
  return more;
}
