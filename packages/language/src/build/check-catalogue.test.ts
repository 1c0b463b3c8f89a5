import { describe, expect, it } from "vitest";
import type { Language } from "../languages.ts";
import { checkCatalogue, checkSource } from "./check-catalogue.ts";
import type { Translation } from "./po-file.ts";
import type { SourceMessage } from "./source-message.ts";

const title: SourceMessage = { key: "title", english: "Unlock", placeholders: null, comments: [] };
const tries: SourceMessage = {
  key: "tries",
  english: "{left, plural, one {# try} other {# tries}}",
  placeholders: { left: "number" },
  comments: [],
};
const asked: SourceMessage = {
  key: "asked",
  english: "asked by {name}",
  placeholders: { name: "string" },
  comments: [],
};

function translated(source: SourceMessage, text: string, more: Partial<Translation> = {}): Translation {
  return { key: source.key, english: source.english, text, fuzzy: false, notes: [], ...more };
}

function problems(source: SourceMessage, text: string, language: Language = "nl"): string[] {
  return checkCatalogue(language, [source], [translated(source, text)]).map(({ what }) => what);
}

describe("a catalogue", () => {
  it("passes with every text in the form of its language", () => {
    const polish = "{left, plural, one {# próba} few {# próby} many {# prób} other {# próby}}";
    const texts = [
      translated(title, "Odblokuj"),
      translated(tries, polish),
      translated(asked, "{name} prosi"),
    ];
    expect(checkCatalogue("pl", [title, tries, asked], texts)).toEqual([]);
  });

  it("lacks what is not translated, fuzzy, or the translation of another text", () => {
    for (const found of [
      [],
      [translated(title, "")],
      [translated(title, "Ontgrendelen", { fuzzy: true })],
      [translated(title, "Ontgrendelen", { english: "Open" })],
    ])
      expect(checkCatalogue("nl", [title], found)).toMatchObject([{ key: "title", unfinished: true }]);
  });

  it("may hold no text that the source does not have, and none twice", () => {
    const gone = translated({ ...title, key: "gone" }, "Weg");
    expect(checkCatalogue("nl", [title], [translated(title, "Openen"), gone])).toMatchObject([
      { key: "gone" },
    ]);
    const twice = [translated(title, "Openen"), translated(title, "Ontgrendelen")];
    expect(checkCatalogue("nl", [title], twice)).toMatchObject([{ key: "title" }]);
  });

  it.each(["", " Openen", "Openen ", "Op  en", "Op\nen", "'t gaat open", "\u202eOpenen"])(
    "refuses the form of “%s”",
    (text) => {
      expect(problems(title, text)).toHaveLength(1);
    },
  );

  it.each([
    ["a brace that opens alone", "gevraagd door {name"],
    ["a brace that closes alone", "gevraagd door {name}}"],
    ["a kind of argument that is not in use", "gevraagd door {name, date}"],
  ])("refuses %s", (_, text) => {
    expect(problems(asked, text)).toMatchObject([expect.stringMatching(/^is no ICU message/)]);
  });

  it("has the placeholders of the source and no others", () => {
    expect(problems(asked, "gevraagd")).toEqual(["lacks the placeholder {name}"]);
    expect(problems(asked, "gevraagd door {naam}")).toHaveLength(2);
    expect(problems(asked, "{name, plural, one {een} other {meer}}")).toEqual([
      "counts {name}, which is no number",
    ]);
  });

  it.each<[Language, string, string]>([
    ["pl", "{left, plural, one {# próba} other {# prób}}", "few"],
    ["ar", "{left, plural, one {a} two {b} few {c} many {d} other {e}}", "zero"],
    ["nl", "{left, plural, other {# pogingen}}", "one"],
    ["nl", "{left, plural, one {# poging}}", "other"],
    ["nl", "{left, plural, one {# poging} few {# x} other {# pogingen}}", "few"],
    ["zh", "{left, plural, one {# 次} other {# 次}}", "one"],
    ["nl", "{left, plural, one {# poging} one {# poging} other {# pogingen}}", "one"],
  ])("has in %s the plural forms of that language alone: %s", (language, text, form) => {
    const found = problems(tries, text, language);
    expect(found.some((what) => what.includes(`“${form}”`))).toBe(true);
  });

  it("may say something of its own for an exact number", () => {
    expect(problems(tries, "{left, plural, =1 {de laatste} one {#} other {# pogingen}}")).toEqual([]);
  });
});

it("the source is held to the same", () => {
  expect(checkSource([title, tries, asked])).toEqual([]);
  const wrong = { ...tries, english: "{left, plural, other {# tries}} by {name}" };
  expect(checkSource([wrong]).map(({ what }) => what)).toEqual([
    "has the placeholder {name}, which the source does not have",
    "lacks the plural form “one” of {left}",
  ]);
});
