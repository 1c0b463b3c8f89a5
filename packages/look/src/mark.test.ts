/** The mark is drawn twice: as a file for icons, and in the page. Both must stay the same drawing. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("draws the same shapes in the same colours as mark.svg", () => {
  const drawn = shapesOf("mark.tsx");
  expect(drawn).toHaveLength(15);
  expect(drawn).toEqual(shapesOf("mark.svg"));
});

function shapesOf(file: string): string[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8").replaceAll("#ffffff", "#fff");
  return text.match(/\b(?:viewBox|d|r|rx|cx|cy|width|height|fill|stroke[a-z-]*)="[^"]*"/g) ?? [];
}
