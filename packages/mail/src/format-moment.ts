/** A date and a time as the reader writes them, by the server's own clock, whose zone stands beside it. */
import { formatsOf, type Language } from "@mtoken/language/node";

export function formatMoment(at: Date, language: Language, wanted: string | null): string {
  return new Intl.DateTimeFormat(formatsOf(language, wanted === null ? [] : [wanted]), {
    ...{ day: "numeric", month: "long", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
  }).format(at);
}
