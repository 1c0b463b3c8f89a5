/** What compiled messages need when they are read: plural forms and inserted values. */
import { directionOf, type Language, languages } from "./languages.ts";

export interface Wording {
  /** The form for a number: the one that is there for exactly it, else that of its plural category. */
  plural(number: number, forms: Readonly<Record<string, string>>): string;
  insert(value: string | number): string;
}

/** How a compiled catalogue comes: a function that reads its texts with the means of its language. */
export type CompiledCatalogue<Texts> = (wording: Wording) => Texts;

export function wordingOf(language: Language): Wording {
  const rules = new Intl.PluralRules(languages[language].formats);
  const numbers = new Intl.NumberFormat(language, { numberingSystem: "latn" });
  const isolate = directionOf(language) === "rtl" ? isolated : isolatedWhereForeign;
  return {
    plural: (number, forms) => forms[`=${number}`] ?? forms[rules.select(number)] ?? forms["other"] ?? "",
    insert: (value) => (typeof value === "number" ? numbers.format(value) : isolate(value)),
  };
}

/**
 * A name that runs the other way must not change the order of the sentence around it: U+2068 and U+2069 keep it apart
 * (Unicode Standard Annex 9, §2.4).
 */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}/u;

function isolatedWhereForeign(text: string): string {
  return rightToLeft.test(text) ? isolated(text) : text;
}
