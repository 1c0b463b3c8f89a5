/**
 * What the hand feels: that a code was read, that something was done, that something was refused or stopped. Nowhere else, and not at
 * all where the phone asks for less motion, or can't.
 */
import type { AppState } from "../state/app-state.ts";

/** Milliseconds: on, off, on, … */
const patterns = { read: [20], done: [15, 70, 30], stopped: [60, 60, 60] } as const;

export type Haptic = keyof typeof patterns;

/** What a step of the app feels like; undefined for most. */
export function hapticOf(before: AppState, after: AppState): Haptic | undefined {
  if (before.screen === after.screen) return undefined;
  switch (after.screen) {
    case "claiming":
      return after.from === "scan" ? "read" : undefined;
    case "opening-invitation":
      return after.from === "scan-invitation" ? "read" : undefined;
    case "activated":
      return "done";
    case "decided":
      return after.outcome.kind === "signed-in" || after.outcome.kind === "signed" ? "done" : "stopped";
    case "blocked":
      // Who opens the app again later knows.
      return before.screen === "starting" ? undefined : "stopped";
    case "frozen":
      // Who unlocks and is told so again needs no second alarm.
      return before.screen === "unlock" || before.screen === "settings" ? undefined : "stopped";
    default:
      return undefined;
  }
}

export function feel(haptic: Haptic): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  navigator.vibrate?.([...patterns[haptic]]);
}
