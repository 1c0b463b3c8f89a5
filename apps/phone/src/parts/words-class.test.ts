/** What decides whether a name is set smaller is its longest word, not its length. */
import { expect, test } from "vitest";
import { wordsClass } from "./words-class.ts";

test("a name of many short words is set as large as any", () => {
  expect(wordsClass("Bakkerij De Gouden Korenaar en Zonen")).toBeUndefined();
  expect(wordsClass("")).toBeUndefined();
});

test("a long word is set smaller, and a longer one smaller still", () => {
  expect(wordsClass("Müller & Söhne Präzisionswerkzeuge GmbH")).toBe("long-words");
  expect(wordsClass("Donaudampfschifffahrtsgesellschaft")).toBe("longest-words");
});
