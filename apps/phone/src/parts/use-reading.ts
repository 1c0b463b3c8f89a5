/**
 * Whether the screen was read: nobody should confirm what they could not have seen because the screen was short. The
 * end counts once it was in sight, whatever grows afterwards (a keyboard, a notice).
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { isMoreBelow } from "./more-below.tsx";

/** `before` says that the end was in sight already when this screen appeared. */
export function useReading(before: boolean): boolean {
  const [seen, setSeen] = useState(before);
  // Before the first picture, so that a screen that fits never looks as if it had to be read on.
  useLayoutEffect(() => {
    const look = (): void => setSeen((last) => last || !isMoreBelow());
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
  return seen;
}
