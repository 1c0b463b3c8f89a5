import { expect, it } from "vitest";
import { mayHaveBeenUsed } from "./used-before.ts";

it("takes an app on the home screen, and notifications that were allowed, for signs of a life before", () => {
  expect(mayHaveBeenUsed({ isInstalled: true, notifications: undefined })).toBe(true);
  expect(mayHaveBeenUsed({ isInstalled: false, notifications: "granted" })).toBe(true);
});

it("takes nothing for one that browsers say of any page", () => {
  for (const notifications of ["default", "denied", undefined] as const)
    expect(mayHaveBeenUsed({ isInstalled: false, notifications })).toBe(false);
});
