import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { message } from "../message.ts";
import { readCatalogue } from "./read-catalogue.ts";

const folder = mkdtempSync(join(tmpdir(), "mtoken-catalogue-"));
afterAll(() => rmSync(folder, { recursive: true }));

const source = {
  plain: "Signed",
  group: {
    tries: message<{ left: number; name: string }>("{name} has {left, plural, one {# try} other {# tries}}"),
  },
};

writeFileSync(
  join(folder, "pl.po"),
  `msgctxt "plain"
msgid "Signed"
msgstr "Podpisano"

msgctxt "group.tries"
msgid "{name} has {left, plural, one {# try} other {# tries}}"
msgstr "{name}: {left, plural, one {# próba} few {# próby} many {# prób} other {# próby}}"
`,
);

test("reads the source as it is", () => {
  const texts = readCatalogue(source, { folder, language: "en" });
  expect(texts.plain).toBe("Signed");
  expect(texts.group.tries({ left: 1, name: "Ada" })).toBe("Ada has 1 try");
});

test("reads a language from its PO file, with the plurals that it has", () => {
  const texts = readCatalogue(source, { folder, language: "pl" });
  expect(texts.plain).toBe("Podpisano");
  expect([1, 3, 5].map((left) => texts.group.tries({ left, name: "{Ada}" }))).toEqual([
    "{Ada}: 1 próba",
    "{Ada}: 3 próby",
    "{Ada}: 5 prób",
  ]);
});

test("says so where a language is missing", () => {
  expect(() => readCatalogue(source, { folder, language: "nl" })).toThrow("nl.po");
});
