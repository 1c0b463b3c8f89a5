/** The frame on the screen, held for longer where somebody asked for that. */
import { useRef } from "preact/hooks";
import type { Frame } from "../state/stage.ts";
import { frameToShow } from "./held-frame.ts";

export function useShownFrame(newest: Frame | null, hold: boolean): Frame | null {
  const shown = useRef<Frame | null>(null);
  shown.current = frameToShow(shown.current, newest, { hold });
  return shown.current;
}
