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

  // Every language of the pages, and places whose own ways differ: apostrophes, Arabic and Devanagari digits, groups of two.
  const locales =
    "en en-IN en-ZA nl de de-CH de-AT fr fr-CH es es-MX it pt pt-BR pl cs sk hu ro bg uk ar ar-EG zh zh-TW hi".split(
      " ",
    );

  it.each(locales)("has one sign in %s, the decimal one, that nobody can take for another", (locale) => {
    const amounts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.stringMatching(/^([0-9]{2,4})?$/));
    fc.assert(
      fc.property(amounts, ([whole, fraction]) => {
        const text = amountText(fraction === "" ? `${whole}` : `${whole}.${fraction}`, locale);
        // Nothing but digits of the key pad in threes, and the comma or point before the fraction that was signed.
        const form = fraction === "" ? /^(\d{1,3}(?:\u202f\d{3})*)$/ : /^(\d{1,3}(?:\u202f\d{3})*)[.,](\d+)$/;
        const [, thousands = "", decimals = ""] = form.exec(text) ?? [];
        expect([thousands.replaceAll("\u202f", ""), decimals]).toEqual([`${whole}`, fraction]);
      }),
    );
  });

  it("has the decimal sign of its reader", () => {
    expect(amountText("1234.50", "de-DE")).toBe("1\u202f234,50");
    expect(amountText("1234.50", "en-GB")).toBe("1\u202f234.50");
    expect(amountText("1234", "de-DE")).toBe("1\u202f234");
  });
});
