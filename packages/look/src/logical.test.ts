/** Arabic runs from the right: styles name the start and the end of a line, not its left and its right. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const files = globSync(["packages/look/src/*.css", "apps/{phone,sign-in,console}/src/**/*.css"], {
  cwd: root,
});

const physical = [
  /\b(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /(?:^|[\s;{])(?:left|right)\s*:/,
  /\b(?:text-align|float|clear|justify-content|justify-self|justify-items)\s*:\s*(?:left|right)\b/,
  /\bborder-(?:top|bottom)-(?:left|right)-radius\b/,
];

function findPhysical(css: string): string[] {
  // The edges of a screen that something covers stay where they are.
  const flowing = css.replaceAll(/\/\*[\s\S]*?\*\/|env\([\w-]*\)/g, "");
  const lines = flowing.split("\n");
  return lines.filter((line) => physical.some((form) => form.test(line)));
}

test.each(files)("%s runs either way", (file) => {
  expect(findPhysical(readFileSync(join(root, file), "utf8"))).toEqual([]);
});

test.each(["margin-left: 0;", "  left: 0;", "a{right:0}", "text-align: right;", "border-left: 1px solid;"])(
  "%s does not",
  (line) => {
    expect(findPhysical(line)).toEqual([line]);
  },
);
