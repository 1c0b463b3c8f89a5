/**
 * Times as a person reads them, in the reader's own zone and by the ways of a locale. Seconds since 1970 come in, as
 * tokens have them.
 */

/** That of the pages that speak English alone. */
const usual = "en-GB";

/** `14:32` today, `3 March at 14:32` on another day, with the year where it is another one. */
export function momentText(seconds: number, now: number, locale = usual): string {
  const moment = seconds * 1000;
  const day = {
    day: "numeric",
    month: "long",
    ...(sameYear(moment, now) ? {} : ({ year: "numeric" } as const)),
  } as const;
  const text = new Intl.DateTimeFormat(locale, {
    ...(sameDay(moment, now) ? {} : day),
    ...timeForm(locale),
  }).format(moment);
  // What follows the minutes, as the half of the day does, stays on their line.
  return text.replace(/(:\d\d)\s/, "$1\u00a0");
}

/** `8:05 AM` where the day has two halves, `08:05` where it has 24 hours. */
export function timeForm(locale: string): Pick<Intl.DateTimeFormatOptions, "hour" | "minute"> {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  return { hour: hour12 === true ? "numeric" : "2-digit", minute: "2-digit" };
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

/**
 * What is left until a moment, in one unit and rounded as people say it: `3 days`, `24 hours`, `90 minutes`. The last two
 * hours are counted in whole minutes, so that nobody is promised time that isn't there; `null` is less than one.
 */
export function timeLeftText(seconds: number, now: number, locale = usual): string | null {
  const minutes = Math.max(0, (seconds * 1000 - now) / 60_000);
  if (minutes < 1) return null;
  if (minutes >= 47.5 * 60) return count(Math.round(minutes / 1440), "day", locale);
  if (minutes > 120) return count(Math.round(minutes / 60), "hour", locale);
  return count(Math.floor(minutes), "minute", locale);
}

/** How long ago a moment was: `now`, `4 minutes ago`, `23 hours ago`, and from a whole day on by the calendar: `yesterday`. */
export function timeAgoText(seconds: number, now: number, locale = usual): string {
  const moment = seconds * 1000;
  const minutes = Math.max(0, Math.floor((now - moment) / 60_000));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (minutes < 1) return format.format(0, "second");
  if (minutes < 60) return format.format(-minutes, "minute");
  if (minutes < 1440) return format.format(-Math.floor(minutes / 60), "hour");
  return format.format(Math.round((dayOf(moment) - dayOf(now)) / 86_400_000), "day");
}

/** Where the reader's day begins that a moment is in. */
function dayOf(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}

function count(number: number, unit: "day" | "hour" | "minute", locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(number);
}
