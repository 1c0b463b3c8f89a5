/** Light, dark, or as the phone has it: shown at once, and kept. */
import { useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { applyAppearance } from "../running/appearance.ts";
import { type Appearance, readPreferences, writePreferences } from "../running/preferences.ts";

const choices = [undefined, "light", "dark"] as const;

export function AppearanceChoice() {
  const words = messages.settings.appearance;
  const [chosen, setChosen] = useState(() => readPreferences().appearance);
  function choose(appearance: Appearance | undefined): void {
    writePreferences({ appearance });
    applyAppearance(appearance);
    setChosen(appearance);
  }
  return (
    <fieldset class="choice">
      <legend>{words.title}</legend>
      <div class="options">
        {choices.map((choice) => (
          <label key={choice ?? "phone"}>
            <input
              type="radio"
              name="appearance"
              value={choice ?? "phone"}
              checked={choice === chosen}
              onChange={() => choose(choice)}
            />
            <span>{words[choice ?? "phone"]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
