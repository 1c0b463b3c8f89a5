/** Light, dark, or as the computer has it: shown at once, and kept. */
import { useMantineColorScheme } from "@mantine/core";
import { messages } from "../language/catalogue.ts";

const choices = ["auto", "light", "dark"] as const;

export function AppearanceChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const words = messages.appearance;
  return (
    <fieldset className="choice">
      <legend>{words.title}</legend>
      <div className="options">
        {choices.map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              name="appearance"
              value={choice}
              checked={choice === colorScheme}
              onChange={() => setColorScheme(choice)}
            />
            <span>{words[choice]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
