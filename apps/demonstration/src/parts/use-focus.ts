/** Gives the focus to what has just appeared, where what had it is gone; a keyboard or a screen reader goes on from there. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** The element needs `tabIndex={-1}`. */
export function useFocus<T extends HTMLElement>(wanted: boolean): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (wanted) element.current?.focus({ preventScroll: true });
  }, [wanted]);
  return element;
}
