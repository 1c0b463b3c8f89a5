/**
 * A page's language, by the browser's own picker: it stands where a page can begin, too, since whoever can't read a screen
 * can't look for its settings.
 */
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { Notice } from "./notice.tsx";

export interface LanguagePickerProps {
  words: {
    label: string;
    /** What stands for no choice: as the browser or the phone has it. */
    own: string;
    /** Said when the texts of what was chosen can't be had. */
    failed: string;
  };
  /** With its name as a heading, among other settings; else small, with the name of the language that is spoken. */
  titled?: boolean;
  /** Each by its tag and its own name. */
  offered: readonly { tag: string; name: string }[];
  /** What the page speaks, by its own name. */
  spoken: string;
  /** A tag, or none. */
  chosen: string;
  onChoose(tag: string): Promise<void>;
}

export function LanguagePicker(props: LanguagePickerProps) {
  const { words, titled = false, offered, spoken, chosen, onChoose } = props;
  const [failed, setFailed] = useState(false);
  if (offered.length < 2) return null;

  function choose(tag: string): void {
    onChoose(tag).then(
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
              {spoken}
            </span>
          )}
          <select value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
            <option value="">{words.own}</option>
            {offered.map(({ tag, name }) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
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
