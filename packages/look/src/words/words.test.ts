import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountText } from "./account-text.ts";
import { amountText } from "./amount-text.ts";
import { momentText, timeLeftText } from "./time-text.ts";

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

describe("an account", () => {
  it("is grouped in fours", () => {
    expect(accountText("DE02120300000000202051")).toBe("DE02 1203 0000 0000 2020 51");
  });

  it("that has parts of its own stays as it is", () => {
    expect(accountText("12-34-56 7890")).toBe("12-34-56 7890");
  });
});

describe("the time that is left", () => {
  const now = Date.UTC(2025, 2, 3, 12);
  it.each([
    [30, "1 minute"],
    [4 * 60, "4 minutes"],
    [3600, "1 hour"],
    [23 * 3600 + 12 * 60, "23 hours 12 minutes"],
    [26 * 3600, "1 day 2 hours"],
    [-5, "0 minutes"],
  ])("after %d seconds is %s", (seconds, text) => {
    expect(timeLeftText(now / 1000 + seconds, now)).toBe(text);
  });
});

describe("a moment", () => {
  it("of another day names the day", () => {
    const now = new Date(2025, 2, 4, 9).getTime();
    expect(momentText(new Date(2025, 2, 3, 14, 32).getTime() / 1000, now)).toBe("3 March at 14:32");
    expect(momentText(new Date(2025, 2, 4, 8, 5).getTime() / 1000, now)).toBe("today at 08:05");
  });
});
