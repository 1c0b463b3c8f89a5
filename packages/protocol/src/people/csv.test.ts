import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("a line has its fields quoted, with commas between them", () => {
  expect(csvLine(["Ada", 'the "Countess"', ""])).toBe('"Ada","the ""Countess""",""\r\n');
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(1)", "'@SUM(1)"],
  [' "=1', `' "=1`],
  ["\t=1", "\t'=1"],
  ["\r=1", "\r'=1"],
  ["Sam;=1", "Sam;'=1"],
  ["Sam; =1;-2", "Sam;' =1;'-2"],
  ["=1;\t=2", "'=1;\t'=2"],
  ["＝1+1", "'＝1+1"],
  ["＋1", "'＋1"],
  ["－1", "'－1"],
  ["Sam; ＠SUM(1)", "Sam;' ＠SUM(1)"],
  ["Lost\n=1", "Lost\n'=1"],
  ["Lost\r\n=1", "Lost\r\n'=1"],
  ["1-1=0; a-b, c@d", "1-1=0; a-b, c@d"],
])("%j calculates nothing, wherever a spreadsheet ends a field", (field, text) => {
  expect(csvLine([field])).toBe(`"${text.replaceAll('"', '""')}"\r\n`);
});
