import { expect, it } from "vitest";
import { parsePoTexts, writePo } from "./po-file.ts";
import type { SourceMessage } from "./source-message.ts";
import { updateCatalogue } from "./update-catalogue.ts";

function text(key: string, english: string): SourceMessage {
  return { key, english, placeholders: null, comments: [`Where ${key} stands.`] };
}

const before = `
msgid ""
msgstr "Language: nl\\n"

# Een notitie.
msgctxt "title"
msgid "Unlock"
msgstr "Ontgrendelen"

msgctxt "hint"
msgid "to unlock it"
msgstr "om te ontgrendelen"

msgctxt "old.place"
msgid "Back"
msgstr "Terug"

msgctxt "gone"
msgid "Gone"
msgstr "Weg"
`;

it("a catalogue keeps what says the same, marks what has changed, follows what moved, drops what is gone", () => {
  const source = [
    text("title", "Unlock"),
    text("hint", "to unlock the app"),
    text("back", "Back"),
    text("new", "New"),
  ];
  const entries = updateCatalogue(source, parsePoTexts(before), new Map([["title", ["src/unlock.tsx"]]]));
  const written = writePo("nl", entries);
  expect(written).toContain(`# Een notitie.
#. Where title stands.
#: src/unlock.tsx
msgctxt "title"
msgid "Unlock"
msgstr "Ontgrendelen"
`);
  expect(
    parsePoTexts(written).map(({ key, english, text: found, fuzzy }) => [key, english, found, fuzzy]),
  ).toEqual([
    ["title", "Unlock", "Ontgrendelen", false],
    ["hint", "to unlock the app", "om te ontgrendelen", true],
    ["back", "Back", "Terug", false],
    ["new", "New", "", false],
  ]);
});

it("a catalogue that is up to date stays as it is", () => {
  const source = [text("title", "Unlock"), text("quotes", '“It” says \\ "so"')];
  const once = writePo("nl", updateCatalogue(source, parsePoTexts(before), new Map()));
  expect(writePo("nl", updateCatalogue(source, parsePoTexts(once), new Map()))).toBe(once);
});
