/**
 * How far the screen was read: nobody should confirm what they could not have seen because the screen was short. The
 * end counts once it was in sight, whatever grows afterwards (a keyboard, a notice).
 */
import { useLayoutEffect, useState } from "preact/hooks";

/** As many pixels may be out of sight before it counts. */
const slack = 24;

export interface Reading {
  /** Whether something is out of sight below now. */
  more: boolean;
  /** Whether the end has been in sight. */
  seen: boolean;
}

/** `before` says that the end was in sight already when this screen appeared. */
export function useReading(before: boolean): Reading {
  const [reading, setReading] = useState<Reading>({ more: false, seen: before });
  // Before the first picture, so that a screen that fits never looks as if it had to be read on.
  useLayoutEffect(() => {
    const page = document.documentElement;
    const look = (): void => {
      const more = page.scrollHeight - innerHeight - scrollY > slack;
      setReading((last) => (last.more === more && last.seen ? last : { more, seen: last.seen || !more }));
    };
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
  return reading;
}

/** Shows what comes next, most of a screen further down. */
export function readOn(): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top: innerHeight * 0.6, behavior: calm ? "instant" : "smooth" });
}
