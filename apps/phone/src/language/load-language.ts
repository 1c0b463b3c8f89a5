/** Fetches the catalogue of a language, and the one that the user reads: chosen in the app, else as the phone has it. */

import { catalogues } from "virtual:catalogues";
import { chooseLanguage, isLanguage, type Language, sourceLanguage } from "@mtoken/language";
import { readPreferences, writePreferences } from "../running/preferences.ts";
import { speak } from "./catalogue.ts";

/** Those that the app speaks, in the order in which they are offered. */
export function offeredLanguages(): Language[] {
  return Object.keys(catalogues).filter(isLanguage);
}

/** What the user chose; none where the app goes by the phone. */
export function chosenLanguage(): Language | undefined {
  const { language } = readPreferences();
  return offeredLanguages().find((offered) => offered === language);
}

/** Speaks the user's language; English when its texts can't be had. */
export async function speakChosenLanguage(): Promise<void> {
  const language = chosenLanguage() ?? chooseLanguage(navigator.languages, offeredLanguages());
  try {
    await loadLanguage(language);
  } catch (error) {
    if (language === sourceLanguage) throw error;
    await loadLanguage(sourceLanguage);
  }
}

/** Loads a language's texts and speaks it; nothing changes when they can't be had. */
export async function loadLanguage(language: Language): Promise<void> {
  const load = catalogues[language];
  if (load === undefined) throw new TypeError(`The app does not speak ${language}`);
  speak(language, (await load()).catalogue);
}

/** Keeps a choice, or takes it back, and follows it. The choice counts once its texts are there. */
export async function changeLanguage(language: Language | undefined): Promise<void> {
  await loadLanguage(language ?? chooseLanguage(navigator.languages, offeredLanguages()));
  writePreferences({ language });
}
