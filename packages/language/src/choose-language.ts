/** Which of the languages on offer somebody reads best, from tags as BCP 47 has them (RFC 4647 §3.4, lookup). */
import { isLanguage, type Language, languages, sourceLanguage } from "./languages.ts";

/** The first wanted language that is on offer, `pt-BR` being Portuguese; English where none is. */
export function chooseLanguage(wanted: readonly string[], offered: readonly Language[]): Language {
  for (const tag of wanted) {
    const language = languageOf(tag);
    if (language !== undefined && isLanguage(language) && offered.includes(language)) return language;
  }
  return sourceLanguage;
}

/**
 * The locale that dates and numbers are written by: the phone's own where it is of the same language, so that `de-AT`
 * keeps its ways. Digits are always those of the key pad and of the computer's screen, years always those of ISO 8601.
 */
export function formatsOf(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((tag) => tag.includes("-") && languageOf(tag) === language);
  return new Intl.Locale(own ?? languages[language].formats, {
    numberingSystem: "latn",
    calendar: "gregory",
  }).toString();
}

/** A browser may report what is no tag at all. */
function languageOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return undefined;
  }
}
