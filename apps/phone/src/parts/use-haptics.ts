/** Lets the hand feel what a step of the app means. */
import { useEffect, useRef } from "preact/hooks";
import { feel, hapticOf } from "../running/haptics.ts";
import type { AppState } from "../state/app-state.ts";

export function useHaptics(state: AppState): void {
  const last = useRef(state);
  useEffect(() => {
    const haptic = hapticOf(last.current, state);
    last.current = state;
    if (haptic !== undefined) feel(haptic);
  }, [state]);
}
