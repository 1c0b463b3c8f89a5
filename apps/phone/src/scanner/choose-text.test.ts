import { expect, test } from "vitest";
import { chooseText } from "./choose-text.ts";

const origin = "https://key.example.com";
const own = "HTTPS://KEY.EXAMPLE.COM/S/0123";
const invitation = "https://key.example.com/a#0123.4567";

test.each([
  [[], "no-code"],
  [[own], { text: own }],
  [[own, own], { text: own }],
  [["WIFI:S:guests;;", own], { text: own }],
  [["https://key.example.com.evil.example/S/1", own], { text: own }],
  [["WIFI:S:guests;;"], { text: "WIFI:S:guests;;" }],
  [["WIFI:S:guests;;", "https://other.example"], "several"],
  [[own, invitation], "several"],
])("of %j it takes %j", (texts, chosen) => {
  expect(chooseText(texts, origin)).toEqual(chosen);
});
