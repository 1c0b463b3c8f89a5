/**
 * The frame of every screen: what it is about at the top, the decision in thumb's reach at the bottom, and between
 * them what it takes to decide. When a screen appears its heading takes the focus, so that a screen reader begins
 * there and the keyboard goes on from there.
 */
import { Icon } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { messages } from "../messages.ts";

export interface ScreenProps {
  /** Names the screen for tests and styles. */
  name: string;
  title: string;
  /** A drawing or a line above the title. */
  above?: ComponentChildren;
  onBack?: (() => void) | undefined;
  /** Beside the way back, at the end of the top line. */
  corner?: ComponentChildren;
  actions?: ComponentChildren;
  children?: ComponentChildren;
}

export function Screen({ name, title, above, onBack, corner, actions, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = `${title} · ${messages.app}`;
  }, [title]);
  const bare = onBack === undefined && corner === undefined;
  return (
    <div class={`screen ${name}`} data-screen={name}>
      {!bare && (
        <header class="top">
          {onBack !== undefined && (
            <button type="button" class="round" aria-label={messages.back} onClick={onBack}>
              <Icon name="back" />
            </button>
          )}
          {corner}
        </header>
      )}
      <main class="middle">
        {above}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </main>
      {actions !== undefined && <footer class="actions">{actions}</footer>}
    </div>
  );
}
