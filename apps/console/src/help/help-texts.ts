/** The help page's own texts in a language: each a chunk that nobody else loads. */
import { catalogues } from "virtual:catalogues-help";
import { type Catalogue, type Language, wordingOf } from "@mtoken/language";
import type { english } from "./messages.ts";

export type HelpTexts = Catalogue<typeof english>;

export async function loadHelpTexts(language: Language): Promise<HelpTexts> {
  const load = catalogues[language];
  if (load === undefined) throw new TypeError(`The help does not speak ${language}`);
  const { catalogue } = await load();
  return catalogue(wordingOf(language)) as HelpTexts;
}
