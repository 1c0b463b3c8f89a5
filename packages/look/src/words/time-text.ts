/** Times as a person reads them, in the reader's own zone. Seconds since 1970 come in, as tokens have them. */

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

/** `14:32`. */
export function clockText(seconds: number): string {
  return clock.format(seconds * 1000);
}

/** `today at 14:32`, or `3 March at 14:32`. */
export function momentText(seconds: number, now: number): string {
  const at = clockText(seconds);
  return sameDay(seconds * 1000, now) ? `today at ${at}` : `${day.format(seconds * 1000)} at ${at}`;
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/**
 * What is left until a moment, in one unit and rounded as people say it: `3 days`, `24 hours`, `90 minutes`. The last two
 * hours are counted in whole minutes, so that nobody is promised time that isn't there.
 */
export function timeLeftText(seconds: number, now: number): string {
  const minutes = Math.max(0, (seconds * 1000 - now) / 60_000);
  if (minutes >= 47.5 * 60) return count(Math.round(minutes / 1440), "day");
  if (minutes > 120) return count(Math.round(minutes / 60), "hour");
  return minutes < 1 ? "less than a minute" : count(Math.floor(minutes), "minute");
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
