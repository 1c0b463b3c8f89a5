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

/** What is left until a moment, in the two largest units that matter: `23 hours 12 minutes`, `4 minutes`. */
export function timeLeftText(seconds: number, now: number): string {
  const minutes = Math.max(0, Math.ceil((seconds * 1000 - now) / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return [count(days, "day"), ...(hours > 0 ? [count(hours, "hour")] : [])].join(" ");
  if (hours > 0) return [count(hours, "hour"), ...(rest > 0 ? [count(rest, "minute")] : [])].join(" ");
  return count(rest, "minute");
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
