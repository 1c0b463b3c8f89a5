/**
 * The language that was chosen on a page, kept in its browser for the next visit (docs/protocol.md §8): a tag and nothing else. Where a
 * browser keeps nothing, it lasts as long as the page.
 */
import type { LanguageOfPageOptions } from "./language-of-page.ts";

const place = "mtoken-language";

export const keptChoice: LanguageOfPageOptions["choice"] = {
  read() {
    try {
      return localStorage.getItem(place) ?? undefined;
    } catch {
      return undefined;
    }
  },
  /** None takes the choice back. */
  write(language) {
    try {
      if (language === undefined) localStorage.removeItem(place);
      else localStorage.setItem(place, language);
    } catch {
      // Nothing depends on it.
    }
  },
};
