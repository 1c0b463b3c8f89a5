import { currencies, currencyDigits, isAmount } from "@mtoken/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleAmount, readAccount, readAmount, readDraft } from "./read-draft.ts";

describe("an amount that a person types", () => {
  it.each([
    ["1250", "EUR", "1250.00"],
    ["1250.5", "EUR", "1250.50"],
    ["1250,5", "EUR", "1250.50"],
    ["1250,5", "BHD", "1250.500"],
    ["1250,25", "BHD", "1250.250"],
    ["1250,5", "JPY", "1250,5"],
    ["1250.50", "EUR", "1250.50"],
    ["1250,50", "EUR", "1250.50"],
    ["1 250,50", "EUR", "1250.50"],
    ["1'250.50", "CHF", "1250.50"],
    ["1250", "JPY", "1250"],
    ["1250.500", "BHD", "1250.500"],
    ["1,250", "BHD", "1,250"],
  ])("%s in %s is sent as %s", (text, currency, sent) => {
    expect(readAmount(text, currency)).toBe(sent);
  });

  it.each([["1.250"], ["1,250"], ["1,250.00"], ["1.250,00"], ["-5"], ["1e3"], [""], ["12.0.0"]])(
    "%s could be two amounts or none, so the server is left to refuse it",
    (text) => {
      expect(isAmount(readAmount(text, "EUR"), "EUR")).toBe(false);
    },
  );

  it("never changes an amount that is written as it is signed", () => {
    const amounts = fc
      .tuple(fc.constantFrom(...currencies), fc.bigInt({ min: 1n, max: 10n ** 15n }))
      .map(([currency, units]) => {
        const digits = currencyDigits(currency) ?? 0;
        const text = units.toString().padStart(digits + 1, "0");
        return { currency, amount: digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}` };
      });
    fc.assert(
      fc.property(amounts, ({ currency, amount }) => {
        expect(readAmount(amount, currency)).toBe(amount);
      }),
    );
  });

  it("keeps its digits and their order, whatever is put right", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\d., ']{0,20}$/),
        fc.constantFrom("EUR", "JPY", "BHD"),
        (text, currency) => {
          const sent = readAmount(text, currency);
          if (!isAmount(sent, currency)) return;
          const typed = text.replace(/\D/g, "");
          const zeros = "0".repeat(currencyDigits(currency) ?? 0);
          expect(`${typed}${zeros}`).toMatch(new RegExp(`^${sent.replace(".", "")}0*$`));
          expect(sent.replace(".", "")).toMatch(new RegExp(`^${typed}0*$`));
        },
      ),
    );
  });

  it("has an example that would be taken, in every currency", () => {
    for (const currency of currencies) expect(isAmount(exampleAmount(currency), currency)).toBe(true);
  });
});

describe("an account that a person types", () => {
  it.each([
    ["nl66 exmp 0417 1643 00", "NL66EXMP0417164300"],
    ["12-34-56  7890 ", "12-34-56 7890"],
  ])("%s is sent as %s", (text, sent) => {
    expect(readAccount(text)).toBe(sent);
  });
});

it("sends names and references without the blanks around them", () => {
  const typed = { amount: "1", currency: "EUR", payee: " Harbour  Mill ", account: "1", reference: " x " };
  expect(readDraft(typed)).toMatchObject({ payee: "Harbour Mill", reference: "x" });
});
