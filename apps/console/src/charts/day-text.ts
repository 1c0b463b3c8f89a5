/** A day of UTC, as people say it. */
import { formats } from "../language/catalogue.ts";

export function dayText(day: string): string {
  return new Intl.DateTimeFormat(formats, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
