/**
 * The characters that docs/protocol.md §7 lists, each of them: what the document says is what this code does, so that no
 * entry of a list is left out of either.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { displayProblem } from "./display-text.ts";

const text = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");

/** What the document lists between two of its phrases: `U+0334 to U+0338`, `U+2028`. */
function listed(from: string, to: string): string[] {
  const start = text.indexOf(from) + from.length;
  const end = text.indexOf(to, start);
  if (start < from.length || end < 0) throw new Error(`the document has no "${from}" … "${to}"`);
  return [...text.slice(start, end).matchAll(/U\+([0-9A-F]{4,5})(?: to U\+([0-9A-F]{4,5}))?/g)].flatMap(
    ([, first = "", last = first]) => {
      const code = Number.parseInt(first, 16);
      const length = Number.parseInt(last, 16) - code + 1;
      return Array.from({ length }, (_, index) => String.fromCodePoint(code + index));
    },
  );
}

function named(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase()}`;
}

const hidden = listed("direction controls (", "surrogates without their other half");
const dressed = listed("mathematical or enclosed letters (", "no look-alikes");
const lookAlikes = listed("no look-alikes", "no mark above (");
const marksAbove = listed("no mark above (", "on i, j,");
const dotted = ["i", "j", ...listed("on i, j,", "whatever marks are between them")];
const usual = listed("But for ", "it is in normalisation form KC");

/** A letter of each script of UAX #31's table 5. */
const letters: Record<string, string> = {
  ...{ Latin: "a", Arabic: "\u0628", Armenian: "\u0561", Bengali: "\u0995", Bopomofo: "\u3105" },
  ...{ Cyrillic: "\u0434", Devanagari: "\u0915", Ethiopic: "\u1210", Georgian: "\u10d0", Greek: "\u03b4" },
  ...{ Gujarati: "\u0a95", Gurmukhi: "\u0a15", Han: "\u4e2d", Hangul: "\ud55c", Hebrew: "\u05d0" },
  ...{ Hiragana: "\u3042", Kannada: "\u0c95", Katakana: "\u30a2", Khmer: "\u1780", Lao: "\u0e81" },
  ...{ Malayalam: "\u0d15", Myanmar: "\u1000", Oriya: "\u0b15", Sinhala: "\u0d9a", Tamil: "\u0b95" },
  ...{ Telugu: "\u0c15", Thaana: "\u0780", Thai: "\u0e01", Tibetan: "\u0f40" },
};

const together = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];

describe("the document's rules", () => {
  it("are read in full", () => {
    expect(hidden.length).toBeGreaterThan(150);
    expect(dressed.length).toBeGreaterThan(1000);
    expect(lookAlikes.length).toBeGreaterThan(400);
    expect([marksAbove.length > 150, dotted.length, usual.length]).toEqual([true, 14, 21]);
  });

  it.each(["name", "line", "text"] as const)("let no %s hold a character of the first list", (kind) => {
    for (const one of hidden) expect.soft(displayProblem(`A${one}A`, kind), named(one)).toBeDefined();
  });

  it("let no text hold what stands for no character, or is no plane of text", () => {
    const nobodys = Array.from({ length: 17 }, (_, plane) =>
      [0xfffe, 0xffff].map((end) => plane * 0x10000 + end),
    );
    for (const code of [
      ...nobodys.flat(),
      0xfdd0,
      0xfdef,
      0xd800,
      0xdfff,
      0xe000,
      0xf8ff,
      0x40000,
      0xdfffd,
    ]) {
      const one = String.fromCodePoint(code);
      expect.soft(displayProblem(`A${one}A`, "text"), named(one)).toBeDefined();
    }
  });

  it("let no name hold a letter in dress, or a look-alike", () => {
    for (const one of [...dressed, ...lookAlikes]) {
      expect.soft(displayProblem(one, "name"), named(one)).toBeDefined();
      expect.soft(displayProblem(`A${one}A`, "name"), named(one)).toBeDefined();
    }
  });

  it("let no name hold a mark above a letter that has a dot, or is written without one", () => {
    for (const letter of dotted) {
      for (const mark of marksAbove) {
        for (const between of ["", "\u0316"]) {
          const name = `${letter}${between}${mark}`;
          // What form C makes another character of is what languages write.
          if (name.normalize("NFC") !== name) continue;
          expect.soft(displayProblem(name, "name"), `${named(letter)} ${named(mark)}`).toBeDefined();
        }
      }
    }
  });

  it("let a name differ from its normalisation form KC by the usual characters alone", () => {
    for (const one of usual) expect.soft(displayProblem(one, "name"), named(one)).toBeUndefined();
    for (let code = 0x21; code <= 0x3fffd; code += 1) {
      const one = String.fromCodePoint(code);
      if (one.normalize("NFKC") === one || usual.includes(one)) continue;
      if (displayProblem(one, "name") === undefined) expect.fail(`${named(one)} passed`);
    }
  });

  it("let a word be of one script in common use, or of those that are written together", () => {
    for (const [first, letter] of Object.entries(letters)) {
      expect.soft(displayProblem(letter, "name"), first).toBeUndefined();
      for (const [second, other] of Object.entries(letters)) {
        const fits =
          first === second || together.some((group) => group.includes(first) && group.includes(second));
        const problem = displayProblem(`${letter}${other}`, "name");
        expect.soft(problem === undefined, `${first} and ${second}`).toBe(fits);
      }
    }
    // A mark between two letters is of their word, and parts it in no two.
    expect(displayProblem("a\u0316\u0434", "name")).toBeDefined();
    for (const unused of ["\u1820", "\u2d30", "\ua000", "\u1401", "\u16a0", "\u1680"]) {
      expect.soft(displayProblem(unused, "name"), named(unused)).toBeDefined();
    }
  });

  it("let no name have a blank but the plain one", () => {
    for (const blank of ["\u00a0", "\u202f", "\u3000"]) {
      expect.soft(displayProblem(`A${blank}B`, "name"), named(blank)).toContain("one plain space");
      expect.soft(displayProblem(`A${blank}B`, "line"), named(blank)).toBeUndefined();
    }
  });
});
