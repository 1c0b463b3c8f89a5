import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountText } from "./amount-text.ts";

describe("an amount", () => {
  it.each([
    ["0.05", "0.05"],
    ["999.00", "999.00"],
    ["1234.50", "1\u202f234.50"],
    ["1234567", "1\u202f234\u202f567"],
    ["1234.5678", "1\u202f234.5678"],
  ])("%s is read as %s", (amount, text) => {
    expect(amountText(amount)).toBe(text);
  });

  it("keeps every digit and its decimal point", () => {
    const amounts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(amounts, ([whole, cents]) => {
        const amount = `${whole}.${String(cents).padStart(2, "0")}`;
        expect(amountText(amount).replaceAll("\u202f", "")).toBe(amount);
      }),
    );
  });
});
