/** The language of the page: as the browser has it first, then each by its own name. */
import { isLanguage, languages } from "@mtoken/language";
import { useState } from "react";
import { language, messages } from "../language/catalogue.ts";
import { changeLanguage, chosenLanguage, offeredLanguages } from "../language/load-language.ts";
import { Icon } from "../parts/icon.tsx";
import { Notice } from "../parts/notice.tsx";

export function LanguageChoice() {
  const [failed, setFailed] = useState(false);
  const offered = offeredLanguages();
  if (offered.length < 2) return null;
  const words = messages.language;

  function choose(tag: string): void {
    changeLanguage(isLanguage(tag) ? tag : undefined).catch(() => setFailed(true));
  }

  return (
    <div className="language">
      <label>
        <span className="visually-hidden">{words.label}</span>
        <span className="picker">
          <Icon name="globe" />
          <span className="spoken" aria-hidden="true">
            {languages[language].name}
          </span>
          <select
            value={chosenLanguage() ?? ""}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            <option value="">{words.browser}</option>
            {offered.map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {languages[tag].name}
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
