/** What was not done comes back as a file that says the same of each user as the one before. */
import { expect, test } from "vitest";
import { csvOfLines } from "./csv-of-lines.ts";

test("has the columns of an import, says of nobody more than the file did, and calculates nothing", () => {
  const file = csvOfLines([
    { name: 'Ada "Countess" Berg', mail: "ada@mills.example", language: "nl", functions: ["payments"] },
    { name: "=1+1", mail: null, language: null, functions: [] },
    { name: "Sam; =1+1", mail: null, language: null, functions: [] },
  ]);
  expect(file).toBe(
    [
      '\ufeff"name","mail","language","functions"',
      '"Ada ""Countess"" Berg","ada@mills.example","nl","payments"',
      '"\'=1+1","","","mtoken"',
      '"Sam;\' =1+1","","","mtoken"',
      "",
    ].join("\r\n"),
  );
});
