/**
 * Which frame to show. Whoever needs longer to aim may have each frame held for three intervals, which is as long as
 * can be: a frame is good for ten seconds (docs/protocol.md §7), and the phone has to send it on.
 */
import type { Frame } from "../state/stage.ts";

const heldIntervals = 3;

export function frameToShow(
  shown: Frame | null,
  newest: Frame | null,
  { hold }: { hold: boolean },
): Frame | null {
  if (shown === null || newest === null || !hold) return newest;
  const age = newest.tick - shown.tick;
  // A lower tick belongs to a new request.
  return age >= 0 && age < heldIntervals ? shown : newest;
}
