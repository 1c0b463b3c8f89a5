import { describe, expect, it } from "vitest";
import { grouped } from "./code-field.tsx";
import { twoDigits } from "./digits-field.tsx";
import { latinDigits } from "./latin-digits.ts";

describe("digits of other keyboards", () => {
  it.each([
    ["of Arabic", "٠١٢٣٤٥٦٧٨٩"],
    ["of Persian and Urdu", "۰۱۲۳۴۵۶۷۸۹"],
    ["of all others", "0123456789"],
  ])("%s are read", (_, typed) => {
    expect(latinDigits(typed)).toBe("0123456789");
  });

  it("leave what stands beside them as it is", () => {
    expect(latinDigits("A٧-bب ")).toBe("A7-bب ");
  });

  it("are read in the computer’s two digits, and nothing else is", () => {
    expect(twoDigits("٤۷")).toBe("47");
    expect(twoDigits("4x 7")).toBe("47");
  });

  it("are read in a code", () => {
    expect(grouped("٧kqxm۲", [5, 5])).toBe("7KQXM-2");
  });
});
