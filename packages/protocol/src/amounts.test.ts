/** Amounts of money. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addAmounts, compareAmounts, isAmount } from "./amounts.ts";
import { currencies, currencyDigits } from "./currencies.ts";

describe("isAmount", () => {
  it.each([
    ["0.01", "EUR"],
    ["1234.50", "EUR"],
    ["999999999999999999.99", "EUR"],
    ["1", "JPY"],
    ["1.000", "BHD"],
    ["1.0000", "CLF"],
  ])("takes %s %s", (amount, currency) => {
    expect(isAmount(amount, currency)).toBe(true);
  });

  it.each([
    ["0.00", "EUR"],
    ["0", "JPY"],
    ["1", "EUR"],
    ["1.5", "EUR"],
    ["1.500", "EUR"],
    ["1.", "JPY"],
    ["1.0", "JPY"],
    [".50", "EUR"],
    ["01.50", "EUR"],
    ["+1.50", "EUR"],
    ["-1.50", "EUR"],
    ["1,50", "EUR"],
    ["1 000.00", "EUR"],
    ["1e3", "JPY"],
    ["0x10", "JPY"],
    ["１.50", "EUR"],
    ["1.50\n", "EUR"],
    ["1000000000000000000.00", "EUR"],
    ["1.50", "XXX"],
    ["1.50", "eur"],
    ["1.50", "toString"],
  ])("refuses %j %s", (amount, currency) => {
    expect(isAmount(amount, currency)).toBe(false);
  });
});

describe("addAmounts", () => {
  it("is exact where floating point is not", () => {
    expect(addAmounts(["0.10", "0.20"])).toBe("0.30");
    expect(addAmounts(["9007199254740992.00", "0.01"])).toBe("9007199254740992.01");
  });

  it("has nothing to add", () => {
    expect(addAmounts([])).toBe("0");
  });

  it("aligns different numbers of decimals", () => {
    expect(addAmounts(["1", "0.5", "0.025"])).toBe("1.525");
  });

  it("adds as integers of the smallest unit do", () => {
    const cents = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }));
    const written = (value: bigint): string => {
      const digits = value.toString().padStart(3, "0");
      return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
    };
    fc.assert(
      fc.property(cents, (values) => {
        fc.pre(values.length > 0);
        expect(addAmounts(values.map(written))).toBe(written(values.reduce((sum, value) => sum + value, 0n)));
      }),
    );
  });

  it("takes nothing but decimals without sign", () => {
    for (const text of ["", "-1", "1.", ".1", "1e2", " 1"])
      expect(() => addAmounts([text])).toThrow(TypeError);
  });
});

describe("currencies", () => {
  /** Units of account, and a currency too new: ISO 4217 has them, the lists of browsers may not. */
  const unknownToIntl = ["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "VED", "XAD"];

  it("are currencies that the platform knows too, but for a few", () => {
    const known = new Set(Intl.supportedValuesOf("currency"));
    expect(currencies.filter((code) => !known.has(code) && !unknownToIntl.includes(code))).toEqual([]);
  });

  it("have each code once", () => {
    expect(new Set(currencies).size).toBe(currencies.length);
    expect(currencies).toHaveLength(165);
  });

  it("have the minor units of ISO 4217, where the platform's habits of display differ too", () => {
    expect(["JPY", "EUR", "KWD", "UYW", "IQD", "HUF", "ISK"].map(currencyDigits)).toEqual([
      0, 2, 3, 4, 3, 2, 0,
    ]);
  });

  it("leave out metals, test codes and what has been withdrawn", () => {
    for (const code of ["XAU", "XDR", "XTS", "XXX", "HRK", "BGN", "DEM", "ZWL", "SLL"]) {
      expect(currencyDigits(code)).toBeUndefined();
    }
  });
});

describe("compareAmounts", () => {
  it("compares as numbers compare, whatever number of decimals there are", () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        const asText = (n: bigint) => `${n / 100n}.${String(n % 100n).padStart(2, "0")}`;
        const expected = one === other ? 0 : one < other ? -1 : 1;
        expect(compareAmounts(asText(one), asText(other))).toBe(expected);
        expect(compareAmounts(`${one}`, `${one}.0`)).toBe(0);
      }),
    );
  });

  it.each(["", "-1", "1,5", ".5", "1."])("refuses %j", (text) => {
    expect(() => compareAmounts("1", text)).toThrow(TypeError);
  });
});
