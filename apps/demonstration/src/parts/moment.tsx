/** A moment in the reader's zone, with the exact instant on hover. */
import { momentText } from "@mtoken/look";
import { formats } from "./formats.ts";

export function Moment({ seconds, now }: { seconds: number; now: number }) {
  const instant = new Date(seconds * 1000).toISOString();
  return (
    <time class="figures" dateTime={instant} title={instant}>
      {momentText(seconds, now, formats)}
    </time>
  );
}
