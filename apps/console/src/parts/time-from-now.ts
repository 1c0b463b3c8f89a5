/** How far a time is from now, in the largest unit that it fills: “in 5 hours”, “3 days ago”. */
import { formats } from "../language/catalogue.ts";

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

export function timeFromNow(at: number): string {
  const seconds = at - Date.now() / 1000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
  // Never more than there is.
  return new Intl.RelativeTimeFormat(formats, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
