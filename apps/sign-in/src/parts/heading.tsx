/**
 * The one heading of what is shown. It takes the focus when it appears, so that a screen reader says what has changed
 * and the keyboard goes on from there; and it names the window.
 */
import { unbroken } from "@mtoken/look";
import { useEffect, useRef } from "preact/hooks";
import { messages } from "../language/catalogue.ts";

export function Heading({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${text} · ${messages.app}`;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {unbroken(text)}
    </h1>
  );
}
