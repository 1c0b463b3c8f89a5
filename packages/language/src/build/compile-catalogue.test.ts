import { expect, it } from "vitest";
import type { Language } from "../languages.ts";
import { type CompiledCatalogue, wordingOf } from "../wording.ts";
import { compileCatalogue } from "./compile-catalogue.ts";
import type { SourceMessage } from "./source-message.ts";

const source: SourceMessage[] = [
  { key: "unlock.title", english: "Unlock “it” {now}", placeholders: null, comments: [] },
  {
    key: "unlock.tries-left",
    english: "{name}: {left, plural, =0 {none} one {# try of {most}} other {# tries of {most}}}",
    placeholders: { name: "string", left: "number", most: "number" },
    comments: [],
  },
];

interface Texts {
  unlock: { title: string; "tries-left": (values: { name: string; left: number; most: number }) => string };
}

/** As a page loads it: a module, run. */
async function load(language: Language, translations?: Map<string, string>): Promise<Texts> {
  const code = encodeURIComponent(compileCatalogue(source, translations));
  const { catalogue }: { catalogue: CompiledCatalogue<Texts> } = await import(`data:text/javascript,${code}`);
  return catalogue(wordingOf(language));
}

it("a compiled catalogue says what its messages say", async () => {
  const { unlock } = await load("en");
  expect(unlock.title).toBe("Unlock “it” {now}");
  expect(unlock["tries-left"]({ name: "A", left: 0, most: 1 })).toBe("A: none");
  expect(unlock["tries-left"]({ name: "A", left: 1, most: 1200 })).toBe("A: 1 try of 1,200");
  expect(unlock["tries-left"]({ name: "A", left: 2, most: 5 })).toBe("A: 2 tries of 5");
});

it("each language counts by its own forms", async () => {
  const polish = "{name}: {left, plural, one {# próba} few {# próby} many {# prób} other {# próby}} z {most}";
  const { unlock } = await load("pl", new Map([["unlock.tries-left", polish]]));
  const texts = [1, 3, 5, 22].map((left) => unlock["tries-left"]({ name: "A", left, most: 30 }));
  expect(texts).toEqual(["A: 1 próba z 30", "A: 3 próby z 30", "A: 5 prób z 30", "A: 22 próby z 30"]);
});

it("a text without a translation stays English", async () => {
  expect((await load("nl", new Map([["unlock.title", ""]]))).unlock.title).toBe("Unlock “it” {now}");
});

it("a name that runs the other way is kept apart from the sentence around it", async () => {
  const arabic = new Map([["unlock.tries-left", "{left, plural, other {#}} {name} {most}"]]);
  expect((await load("ar", arabic)).unlock["tries-left"]({ name: "A", left: 2, most: 3 })).toBe(
    "2 \u2068A\u2069 3",
  );
  const { unlock } = await load("en");
  expect(unlock["tries-left"]({ name: "شركة", left: 0, most: 1 })).toBe("\u2068شركة\u2069: none");
});
