/** The language of the page: as the browser has it first, then each by its own name. */
import { isLanguage, languages } from "@mtoken/language";
import { LanguagePicker } from "@mtoken/look";
import { language, messages } from "../language/catalogue.ts";
import { changeLanguage, chosenLanguage, offeredLanguages } from "../language/load-language.ts";

export function LanguageChoice() {
  const { label, browser: own, failed } = messages.language;
  return (
    <LanguagePicker
      words={{ label, own, failed }}
      offered={offeredLanguages().map((tag) => ({ tag, name: languages[tag].name }))}
      spoken={languages[language].name}
      chosen={chosenLanguage() ?? ""}
      onChoose={(tag) => changeLanguage(isLanguage(tag) ? tag : undefined)}
    />
  );
}
