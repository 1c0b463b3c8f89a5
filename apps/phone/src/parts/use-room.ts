/**
 * What a screen does where it has too little room: letters of twice their size, a small phone, one that lies on its side, a
 * notice above the keys. It is measured, since no width or height tells how long the words of a language are.
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isMoreBelow, slack } from "./more-below.tsx";
import { watchView } from "./watch-view.ts";

/** Actions that took more of the screen than this would leave too little of what they are about. */
const mostOfScreen = 0.4;
/** As do totals that stay in sight. */
const mostFixed = 0.3;
/** A screen takes its place in two or three. */
const mostChanges = 8;

export interface Room {
  /** Whether something is out of sight below. */
  more: boolean;
  /** Whether the actions stand at the end of what they are about, and not over it. */
  flows: boolean;
}

/** `ends` says that the actions of this screen stand at its end in any case. */
export function useRoom(screen: RefObject<HTMLElement | null>, ends: boolean): Room {
  const [room, setRoom] = useState<Room>({ more: false, flows: ends });
  const settled = useRef<Settled>({ room, frame: null, changes: 0 });
  const look = (): void => {
    if (screen.current === null) return;
    const flows = ends || arrange(screen.current);
    boundTotals(screen.current);
    const more = isMoreBelow() && !(flows && isSeen(screen.current));
    settle(settled.current, { more, flows });
    setRoom(settled.current.room);
  };
  // Before each picture of it, so that nothing moves after it was drawn.
  useLayoutEffect(look);
  useLayoutEffect(() => watchView(look), []);
  return room;
}

/** What was chosen last, and how often it was another before the picture that is being made. */
interface Settled {
  room: Room;
  frame: CSSNumberish | null;
  changes: number;
}

/**
 * Two ways of standing may each look right from the other one, by a style or a length that nobody thought of: no picture would ever be
 * made, and the app would stand still. So past a few changes the actions stand at the end, where all of it can be reached.
 */
function settle(settled: Settled, next: Room): void {
  const { room: last } = settled;
  const frame = document.timeline.currentTime;
  if (frame !== settled.frame) Object.assign(settled, { frame, changes: 0 });
  if (last.more === next.more && last.flows === next.flows) return;
  if (settled.changes >= mostChanges && (last.flows || !next.flows)) return;
  Object.assign(settled, { room: next, changes: settled.changes + 1 });
}

/** Totals of many currencies scroll along: fixed, they would keep what they are the sum of out of sight. */
function boundTotals(screen: HTMLElement): void {
  const totals = screen.querySelector<HTMLElement>(".batch .totals");
  totals?.toggleAttribute("data-scrolls", totals.offsetHeight > mostFixed * innerHeight);
}

/** Whether the actions at the end are in sight: then the end is. */
function isSeen(screen: HTMLElement): boolean {
  const actions = screen.querySelector(":scope > .actions");
  return actions !== null && actions.getBoundingClientRect().top < innerHeight - slack;
}

/** Whether the actions have to stand at the end. Above a key pad the words are set closer first (`data-tight`). */
function arrange(screen: HTMLElement): boolean {
  const words = screen.querySelector<HTMLElement>(":scope > .middle");
  const actions = screen.querySelector<HTMLElement>(":scope > .actions");
  if (words === null || actions === null) return false;
  const beside = Math.abs(actions.offsetLeft - words.offsetLeft) > words.offsetWidth / 2;
  if (beside) return heightOf(actions) > innerHeight;
  if (actions.querySelector(".key-pad") === null) return heightOf(actions) > mostOfScreen * innerHeight;
  const { dataset } = screen;
  for (const tight of ["", "1", "2", "3"]) {
    if (tight === "") delete dataset["tight"];
    else dataset["tight"] = tight;
    if (isWithinWindow()) return false;
  }
  // Where all but what stands there for a moment has room, the words scroll beneath the keys: no key goes from under a finger.
  if (isWithinWindowWithout(screen.querySelector<HTMLElement>(".idle"))) return false;
  delete dataset["tight"];
  return true;
}

function isWithinWindow(): boolean {
  return document.documentElement.scrollHeight <= innerHeight;
}

/** Taken out of the flow and not out of sight, since what is hidden would lose the focus. */
function isWithinWindowWithout(part: HTMLElement | null): boolean {
  if (part === null) return false;
  part.style.position = "fixed";
  const within = isWithinWindow();
  part.style.position = "";
  return within;
}

/**
 * Without what stands above them for a moment, and its gap: that sends them nowhere, so that no button goes from under a finger. To the
 * fraction of a pixel, since where it stands follows from this: told apart by it, the two ways would give way to one another for ever.
 */
function heightOf(actions: HTMLElement): number {
  const { height } = actions.getBoundingClientRect();
  const idle = actions.querySelector(":scope > .idle");
  if (idle === null) return height;
  return height - idle.getBoundingClientRect().height - Number.parseFloat(getComputedStyle(actions).rowGap);
}
