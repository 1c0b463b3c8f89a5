/** A time in the reader's zone, as people say it; the exact instant on hover. */
import { momentText } from "@mtoken/look/time-text";
import { formats } from "../language/catalogue.ts";

export function Moment({ at }: { at: number }) {
  const date = new Date(at * 1000);
  const exact = new Intl.DateTimeFormat(formats, { dateStyle: "full", timeStyle: "long" }).format(date);
  return (
    <time className="figures" dateTime={date.toISOString()} title={exact}>
      {shortText(at)}
    </time>
  );
}

/** With its year where that is another one. */
function shortText(at: number): string {
  const now = Date.now();
  if (new Date(at * 1000).getFullYear() === new Date(now).getFullYear()) return momentText(at, now, formats);
  return new Intl.DateTimeFormat(formats, { day: "numeric", month: "short", year: "numeric" }).format(
    at * 1000,
  );
}
