/**
 * The language that was chosen on this page, for the next visit (docs/protocol.md §8). A tag and nothing else. Where a
 * browser keeps nothing, it lasts as long as the page.
 */
const place = "mtoken-language";

export function keptLanguage(): string | undefined {
  try {
    return localStorage.getItem(place) ?? undefined;
  } catch {
    return undefined;
  }
}

/** None takes the choice back. */
export function keepLanguage(language: string | undefined): void {
  try {
    if (language === undefined) localStorage.removeItem(place);
    else localStorage.setItem(place, language);
  } catch {
    // Nothing depends on it.
  }
}
