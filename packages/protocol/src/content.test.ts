/** What may be signed. The refusals one by one are among the vectors (content). */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch, Payment } from "./content.ts";
import { mostPayments, readContent, totalsOf } from "./content.ts";
import { currencies, currencyDigits } from "./currencies.ts";
import { ProtocolError } from "./errors.ts";

const payee = { name: "Widgets and Sons Ltd", account: "GB29NWBK60161331926819" };

function decimal(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const payments: fc.Arbitrary<Payment> = fc
  .record({
    currency: fc.constantFrom(...currencies),
    value: fc.bigInt({ min: 1n, max: 10n ** 15n }),
    reference: fc.option(fc.constant("Invoice 1"), { nil: undefined }),
  })
  .map(({ currency, value, reference }) => ({
    type: "payment",
    amount: decimal(value, currencyDigits(currency) ?? 0),
    currency,
    payee,
    ...(reference === undefined ? {} : { reference }),
  }));

const batches: fc.Arbitrary<Batch> = fc.array(payments, { minLength: 1, maxLength: 12 }).map((list) => ({
  type: "batch",
  payments: list,
  count: list.length,
  totals: totalsOf(list),
}));

function refusal(value: unknown): string | undefined {
  try {
    readContent(value);
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "content_refused") return error.details?.path;
    throw error;
  }
}

describe("readContent", () => {
  it("gives back every batch that adds up, unchanged", () => {
    fc.assert(
      fc.property(batches, (batch) => {
        expect(readContent(JSON.parse(JSON.stringify(batch)))).toEqual(batch);
      }),
    );
  });

  it("refuses a batch when a total is changed by the smallest unit", () => {
    fc.assert(
      fc.property(batches, fc.nat(), (batch, at) => {
        const place = at % batch.totals.length;
        const totals = batch.totals.map((total, index) => {
          if (index !== place) return total;
          const digits = currencyDigits(total.currency) ?? 0;
          return { ...total, amount: decimal(BigInt(total.amount.replace(".", "")) + 1n, digits) };
        });
        expect(refusal({ ...batch, totals })).toBe("totals");
      }),
    );
  });

  it("refuses a batch when a payment is taken out, put in or counted wrong", () => {
    fc.assert(
      fc.property(batches, (batch) => {
        expect(refusal({ ...batch, count: batch.count + 1 })).toBe("count");
        expect(refusal({ ...batch, payments: [...batch.payments, ...batch.payments.slice(0, 1)] })).toBe(
          "count",
        );
        const more = [...batch.payments, ...batch.payments.slice(0, 1)];
        expect(refusal({ ...batch, payments: more, count: more.length })).toBe("totals");
      }),
    );
  });

  it("refuses a total that is missing, there twice, or of a currency that is not paid in", () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const [first] = batch.totals;
        if (first === undefined) return;
        expect(refusal({ ...batch, totals: [...batch.totals, first] })).toBe("totals");
        expect(refusal({ ...batch, totals: batch.totals.slice(1) })).toBe("totals");
        const other = currencies.find((code) => batch.totals.every(({ currency }) => currency !== code));
        const amount = decimal(1n, currencyDigits(other ?? "EUR") ?? 0);
        expect(refusal({ ...batch, totals: [...batch.totals, { currency: other, amount }] })).toBe("totals");
      }),
    );
  });

  it("takes a thousand payments and no more", () => {
    const payment: Payment = { type: "payment", amount: "0.10", currency: "EUR", payee };
    const batch = (count: number): unknown => {
      const list = Array.from({ length: count }, () => payment);
      return { type: "batch", payments: list, count, totals: totalsOf(list) };
    };
    expect(refusal(batch(mostPayments))).toBeUndefined();
    expect(refusal(batch(mostPayments + 1))).toBe("payments");
    expect(refusal({ type: "batch", payments: [], count: 0, totals: [] })).toBeDefined();
  });

  it("adds up the largest amounts", () => {
    const payment: Payment = { type: "payment", amount: "999999999999999999.99", currency: "EUR", payee };
    const list = Array.from({ length: mostPayments }, () => payment);
    const totals = [{ currency: "EUR", amount: "999999999999999999990.00" }];
    expect(totalsOf(list)).toEqual(totals);
    expect(refusal({ type: "batch", payments: list, count: mostPayments, totals })).toBeUndefined();
  });

  it("bounds every text", () => {
    const payment = { type: "payment", amount: "1.00", currency: "EUR", payee };
    expect(refusal({ ...payment, reference: "x".repeat(140) })).toBeUndefined();
    expect(refusal({ ...payment, reference: "x".repeat(141) })).toBe("reference");
    expect(refusal({ ...payment, reference: "" })).toBe("reference");
    expect(refusal({ type: "statement", text: "x".repeat(4000) })).toBeUndefined();
    expect(refusal({ type: "statement", text: "x".repeat(4001) })).toBe("text");
    expect(refusal({ ...payment, amount: "1".repeat(100_000) })).toBe("amount");
  });

  it("refuses whatever is no content, and says so shortly", () => {
    for (const value of [
      null,
      undefined,
      1,
      "payment",
      [],
      {},
      { type: "toString" },
      { type: "__proto__" },
    ]) {
      expect(refusal(value)).toBeDefined();
    }
    try {
      readContent({ type: "x".repeat(10_000) });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
      expect((error as ProtocolError).details?.reason?.length).toBeLessThanOrEqual(200);
    }
  });

  it("refuses members that a prototype would bring", () => {
    const value: unknown = JSON.parse('{"type":"statement","text":"I agree","__proto__":{"x":1}}');
    expect(refusal(value)).toBe("__proto__");
  });
});
