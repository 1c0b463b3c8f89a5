/** The language of the app: as the phone has it first, then each by its own name. */
import { isLanguage, languages } from "@mtoken/language";
import { LanguagePicker, type LanguagePickerProps } from "@mtoken/look";
import { language, messages } from "../language/catalogue.ts";
import { changeLanguage, chosenLanguage, offeredLanguages } from "../language/load-language.ts";

export function LanguageChoice({ titled = false }: Pick<LanguagePickerProps, "titled">) {
  const { label, phone: own, failed } = messages.language;
  return (
    <LanguagePicker
      words={{ label, own, failed }}
      titled={titled}
      offered={offeredLanguages().map((tag) => ({ tag, name: languages[tag].name }))}
      spoken={languages[language].name}
      chosen={chosenLanguage() ?? ""}
      onChoose={(tag) => changeLanguage(isLanguage(tag) ? tag : undefined)}
    />
  );
}
