import { expect, test } from "vitest";
import { failureOf } from "./failure-of.ts";

test.each([
  ["ECONNREFUSED", "unreachable"],
  ["ETIMEDOUT", "unreachable"],
  ["status 550", "refused"],
  ["the address is none", "refused"],
  ["not sent in time", "late"],
  ["not made", "unsaid"],
])("says %s in words: %s", (answer, failure) => {
  expect(failureOf(answer)).toBe(failure);
});
