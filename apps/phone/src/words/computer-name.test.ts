import { expect, it } from "vitest";
import { isHandheld } from "./computer-name.ts";

it("tells a phone or tablet from a computer", () => {
  const handheld = ["Safari on iOS", "Chrome on Android", "Chrome on Windows", "Chrome"].map(isHandheld);
  expect(handheld).toEqual([true, true, false, false]);
});
