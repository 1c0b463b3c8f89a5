/** From which side the next screen comes: the way on from where reading goes, the way back from where it came. */
import type { UserEvent } from "../state/app-event.ts";

type Way = "first" | "on" | "back";

let way: Way = "first";

export function noteWay({ type }: UserEvent): void {
  way = type === "back" ? "back" : "on";
}

export function wayHere(): Way {
  return way;
}
