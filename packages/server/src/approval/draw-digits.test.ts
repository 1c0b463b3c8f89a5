import { expect, test } from "vitest";
import { drawDigits } from "./draw-digits.ts";

test("the two digits are any but 00, which looks like a placeholder", () => {
  const drawn = new Set(Array.from({ length: 10_000 }, drawDigits));
  const all = Array.from({ length: 99 }, (_, index) => String(index + 1).padStart(2, "0"));
  expect([...drawn].sort()).toEqual(all);
});
