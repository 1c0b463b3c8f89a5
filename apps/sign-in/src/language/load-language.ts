/** Which language the page speaks: chosen on it and kept in this browser, else as the browser has it. */
import { catalogues } from "virtual:catalogues";
import { keptChoice, languageOfPage } from "@mtoken/language";
import { speak } from "./catalogue.ts";

export const {
  offeredLanguages,
  chosenLanguage,
  speakChosenLanguage,
  loadLanguage,
  changeLanguage,
  onLanguageChange,
  showOwn,
} = languageOfPage({ catalogues, speak, choice: keptChoice });
