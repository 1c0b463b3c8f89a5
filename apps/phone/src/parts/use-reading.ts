/**
 * Whether the screen was read: nobody should confirm what they could not have seen because the screen was short. The
 * end counts once it was in sight, whatever grows afterwards (a keyboard, a notice).
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { isMoreBelow } from "./more-below.tsx";
import { watchView } from "./watch-view.ts";

/** `before` says that the end was in sight already when this screen appeared. */
export function useReading(before: boolean): boolean {
  const [seen, setSeen] = useState(before);
  // Before the first picture, so that a screen that fits never looks as if it had to be read on.
  useLayoutEffect(() => {
    const look = (): void => setSeen((last) => last || !isMoreBelow());
    look();
    return watchView(look);
  }, []);
  return seen;
}
