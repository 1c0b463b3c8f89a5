import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkMpin } from "./mpin-rules.ts";

const policy = { min: 5, max: 12 };

describe("checkMpin", () => {
  test.each([
    ["12345x", "not-digits"],
    ["١٢٣٤٥٦", "not-digits"],
    ["4829", "too-short"],
    ["4829175036482", "too-long"],
    ["111111", "repeat"],
    ["121212", "repeat"],
    ["123123", "repeat"],
    ["112233", "repeat"],
    ["123456", "sequence"],
    ["654321", "sequence"],
    ["890123", "sequence"],
    ["210987", "sequence"],
    ["246802", "sequence"],
    ["123321", "mirror"],
    ["48284", "mirror"],
    ["147258", "common"],
    ["159753", "common"],
  ])("refuses %s as %s", (mpin, problem) => {
    expect(checkMpin(mpin, policy)).toBe(problem);
  });

  test.each(["482917", "73905", "481516", "90817263"])("accepts %s", (mpin) => {
    expect(checkMpin(mpin, policy)).toBeUndefined();
  });

  test("keeps to the company's policy within the protocol's own bounds", () => {
    expect(checkMpin("48291", { min: 6, max: 8 })).toBe("too-short");
    expect(checkMpin("482917306", { min: 6, max: 8 })).toBe("too-long");
    expect(checkMpin("4829", { min: 4, max: 8 })).toBe("too-short");
    expect(checkMpin("4829173064821", { min: 6, max: 20 })).toBe("too-long");
  });

  test("refuses every run of neighbouring digits, wherever it begins", () => {
    const run = fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(1, -1),
      fc.integer({ min: 5, max: 12 }),
    );
    fc.assert(
      fc.property(run, ([first, step, length]) => {
        const digits = Array.from({ length }, (_, index) => (((first + step * index) % 10) + 10) % 10);
        expect(checkMpin(digits.join(""), policy)).toBeDefined();
      }),
    );
  });

  test("refuses every palindrome", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{3,6}$/), (half) => {
        expect(checkMpin(half + [...half].reverse().join(""), policy)).toBeDefined();
      }),
    );
  });

  test("leaves nearly all codes to choose from", () => {
    const refused = Array.from({ length: 1_000_000 }, (_, code) => String(code).padStart(6, "0")).filter(
      (mpin) => checkMpin(mpin, policy) !== undefined,
    );
    expect(refused.length).toBeLessThan(5_000);
  });
});
