/** Which language the app speaks: chosen in its settings, kept with the other choices, else as the phone has it. */
import { catalogues } from "virtual:catalogues";
import { languageOfPage } from "@mtoken/language";
import { readPreferences, writePreferences } from "../running/preferences.ts";
import { speak } from "./catalogue.ts";

export const {
  offeredLanguages,
  chosenLanguage,
  speakChosenLanguage,
  loadLanguage,
  changeLanguage,
  onLanguageChange,
  showOwn,
} = languageOfPage({
  catalogues,
  speak,
  choice: {
    read: () => readPreferences().language,
    write: (language) => writePreferences({ language }),
  },
});
