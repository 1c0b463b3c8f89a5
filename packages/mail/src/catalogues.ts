/** The texts of mails in each language. A catalogue is read once, when the first mail in its language is written. */
import { join } from "node:path";
import {
  type Catalogue,
  chooseLanguage,
  isLanguage,
  type Language,
  languages,
  readCatalogue,
} from "@mtoken/language/node";
import { type NoticeTexts, noticeTextsIn } from "@mtoken/notices/node";
import { english } from "./messages.ts";

/** What mails say of themselves, and what all notices say. */
export type Texts = Catalogue<typeof english> & { notices: NoticeTexts };

/** The languages that mails are written in. */
export const mailLanguages: readonly Language[] = Object.keys(languages).filter(isLanguage);

const folder = join(import.meta.dirname, "../locales");
const catalogues = new Map<Language, Texts>();

export function textsIn(language: Language): Texts {
  const known = catalogues.get(language);
  if (known !== undefined) return known;
  const texts = { ...readCatalogue(english, { folder, language }), notices: noticeTextsIn(language) };
  catalogues.set(language, texts);
  return texts;
}

/** The language for a reader whose own is a tag of BCP 47, or not known; then it is the server's. */
export function mailLanguageOf(wanted: string | null, fallback: Language): Language {
  return chooseLanguage(wanted === null ? [fallback] : [wanted, fallback], mailLanguages);
}
