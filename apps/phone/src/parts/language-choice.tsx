/**
 * The language of the app: each by its own name, as the phone has it first. It stands where the app can begin, too, since
 * whoever can't read a screen can't look for its settings. The picker is the phone's own.
 */
import { isLanguage, languages } from "@mtoken/language";
import { Icon, Notice } from "@mtoken/look";
import { useState } from "preact/hooks";
import { language, messages } from "../language/catalogue.ts";
import { changeLanguage, chosenLanguage, offeredLanguages } from "../language/load-language.ts";

export interface LanguageChoiceProps {
  /** With its name as a heading, among other settings; else small, with the name of the language that is spoken. */
  titled?: boolean;
}

export function LanguageChoice({ titled = false }: LanguageChoiceProps) {
  const words = messages.language;
  const [failed, setFailed] = useState(false);
  const offered = offeredLanguages();
  if (offered.length < 2) return null;

  function choose(value: string): void {
    changeLanguage(isLanguage(value) ? value : undefined).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  }

  return (
    <div class={titled ? "language titled" : "language"}>
      <label>
        {titled ? <h2>{words.label}</h2> : <span class="visually-hidden">{words.label}</span>}
        <span class="picker">
          <Icon name="globe" />
          {!titled && (
            <span class="spoken" aria-hidden="true">
              {languages[language].name}
            </span>
          )}
          <select
            value={chosenLanguage() ?? ""}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            <option value="">{words.phone}</option>
            {offered.map((one) => (
              <option key={one} value={one} lang={one}>
                {languages[one].name}
              </option>
            ))}
          </select>
        </span>
      </label>
      {failed && (
        <Notice tone="warn" alert>
          {words.failed}
        </Notice>
      )}
    </div>
  );
}
