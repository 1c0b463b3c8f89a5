/** Account numbers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAccount, isIban } from "./accounts.ts";

/** Examples of the registry of ISO 13616. */
const examples = [
  "AD1200012030200359100100",
  "AT611904300234573201",
  "BE68539007547034",
  "CH9300762011623852957",
  "CY17002001280000001200527600",
  "DE89370400440532013000",
  "ES9121000418450200051332",
  "FR1420041010050500013M02606",
  "GB29NWBK60161331926819",
  "IT60X0542811101000000123456",
  "LC55HEMM000100010012001200023015",
  "MT84MALT011000012345MTLCAST001S",
  "NL91ABNA0417164300",
  "NO9386011117947",
  "PL61109010140000071219812874",
  "SE4550000000058398257466",
  "TR330006100519786457841326",
  "XK051212012345678906",
];

describe("isIban", () => {
  it.each(examples)("takes %s", (iban) => {
    expect(isIban(iban)).toBe(true);
    expect(isAccount(iban)).toBe(true);
  });

  it("refuses an IBAN of which one digit or one letter was mistyped, and doesn't take it for another account", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), fc.nat(), (iban, at, to) => {
        const place = at % iban.length;
        const old = iban.charAt(place);
        // MOD 97-10 promises this within digits and within letters; a digit read as a letter can escape it.
        const kind = /[0-9]/.test(old) ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const other = kind.replace(old, "");
        const changed = iban.slice(0, place) + other.charAt(to % other.length) + iban.slice(place + 1);
        expect(isIban(changed)).toBe(false);
        expect(isAccount(changed)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses two neighbouring characters exchanged", () => {
    expect(isIban("DE89370400440532010300")).toBe(false);
    expect(isIban("DE98370400440532013000")).toBe(false);
  });

  it("takes one pair of check digits for every account: 00, 01 and 99, of equal remainder, are never issued", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{18}$/), (account) => {
        const all = Array.from(
          { length: 100 },
          (_, check) => `DE${String(check).padStart(2, "0")}${account}`,
        );
        expect(all.filter(isIban)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  /** The IBAN that a country would have for an account: check digits of MOD 97-10, whatever the length. */
  function withCheckDigits(country: string, account: string): string {
    const digits = [...`${account}${country}00`].map((character) => Number.parseInt(character, 36)).join("");
    return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, "0")}${account}`;
  }

  it("refuses a length that is not the country's, and a country without IBANs", () => {
    expect(isIban(withCheckDigits("DE", "370400440532013000"))).toBe(true);
    for (const wrong of [
      withCheckDigits("DE", "37040044053201300"),
      withCheckDigits("DE", "3704004405320130000"),
      withCheckDigits("ZZ", "370400440532013000"),
    ]) {
      expect(isIban(wrong)).toBe(false);
      expect(isAccount(wrong)).toBe(false);
    }
  });
});

describe("isAccount", () => {
  it.each(["12345678", "021000021 123456789", "20-00-00 55779911", "ACC/2026/1", "A"])(
    "takes %s",
    (account) => {
      expect(isAccount(account)).toBe(true);
    },
  );

  it.each([
    "de89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "DE89-3704-0044-0532-0130-00",
    "DE8837040044053201300",
    "DE88370400440532013000",
    "DE893704",
    "ZZ89370400440532013000",
    " 12345678",
    "1234  5678",
    "1234\u00a05678",
    "１２３４",
    "DЕ89370400440532013000",
    "",
    "1".repeat(35),
  ])("refuses %j", (account) => {
    expect(isAccount(account)).toBe(false);
  });
});
