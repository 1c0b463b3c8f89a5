import { expect, test } from "vitest";
import { newsSince } from "./news-since.ts";

test.each([
  [[3, 1], [3, 1], undefined],
  [[3, 1], [5, 1], 2],
  [[3, 1], [2, 2], 1],
  [[3, null], [2, null], 0],
  [[null], [4], 4],
])("of %j before and %j now, what is new are %s", (before, now, news) => {
  expect(newsSince(before, now)).toBe(news);
});
