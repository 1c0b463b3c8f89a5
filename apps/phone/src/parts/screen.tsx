/**
 * The frame of every screen: what it is about at the top, the decision in thumb's reach at the bottom, and between
 * them what it takes to decide. When a screen appears its heading takes the focus, so that a screen reader begins
 * there and the keyboard goes on from there.
 */
import { Icon, unbroken } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { IdleContext, IdleNotice } from "./idle-notice.tsx";
import { MoreBelow } from "./more-below.tsx";
import { useRoom } from "./use-room.ts";
import { wayHere } from "./way.ts";

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
  /** What is under way, in the words beside its sign: read aloud as it begins. */
  busy?: string | null;
  /** There is much to read and nothing to decide at once: the actions stand at its end. */
  ends?: boolean;
  children?: ComponentChildren;
}

export function Screen({
  name,
  title,
  above,
  onBack,
  corner,
  actions,
  busy = null,
  ends = false,
  children,
}: ScreenProps) {
  const screen = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [way] = useState(wayHere);
  // Before the first picture, so that it takes the focus from nobody; a field of the screen may have asked for it.
  useLayoutEffect(() => {
    scrollTo(0, 0);
    const { activeElement } = document;
    if (screen.current?.contains(activeElement) !== true) heading.current?.focus({ preventScroll: true });
    // What is wrong stands beneath its field, and is what to look at next.
    else if (activeElement?.ariaInvalid === "true")
      activeElement.parentElement?.lastElementChild?.scrollIntoView({ block: "nearest" });
    else activeElement?.scrollIntoView({ block: "nearest" });
  }, []);
  const told = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const alert = screen.current?.querySelector(".middle > .notice[role=alert]") ?? null;
    // Whoever has scrolled on to decide sees what came of it.
    if (alert !== told.current) alert?.scrollIntoView({ block: "nearest" });
    told.current = alert;
  });
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (screen.current === null) return;
    // What had the focus went with what it led to: whoever works by keyboard goes on from the heading. By the sign that there
    // is more below they have read on to where it went.
    const observer = new MutationObserver(() => {
      const lost = focused.current;
      if (lost?.isConnected !== false || document.activeElement !== document.body) return;
      focused.current = null;
      if (lost.closest(".more-below") === null) heading.current?.focus({ preventScroll: true });
    });
    observer.observe(screen.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    document.title = `${title} · ${messages.app}`;
  }, [title]);
  const { more, flows } = useRoom(screen, ends);
  const below = more && <MoreBelow />;
  const onStay = useContext(IdleContext);
  const idle = onStay !== null && <IdleNotice onStay={onStay} />;
  const fixed = actions !== undefined && !flows;
  const bare = onBack === undefined && corner === undefined;
  return (
    <div
      ref={screen}
      class={`screen ${name}`}
      data-screen={name}
      data-way={way}
      data-flows={flows}
      onFocusCapture={({ target }) => (focused.current = target instanceof Element ? target : null)}
    >
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
          {unbroken(title)}
        </h1>
        {children}
        {/* There before its words are: what comes together with them many readers don't say. */}
        <p class="visually-hidden" role="status">
          {busy ?? (onStay !== null && messages.idle.what)}
        </p>
      </main>
      {!fixed && idle}
      {actions !== undefined && (
        <>
          {flows && below}
          <footer class="actions">
            {!flows && below}
            {fixed && idle}
            {actions}
          </footer>
        </>
      )}
    </div>
  );
}
