/** Titles of contents: data on the wire, a line in the reader's language. */

import * as v from "valibot";
import { expect, it } from "vitest";
import type { Content, Payment } from "./content.ts";
import { totalsOf } from "./content.ts";
import { titleOf, titleSchema, titleText } from "./title.ts";

const payment: Payment = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Widgets and Sons Ltd", account: "DE89370400440532013000" },
};

const payments = ({ count }: { count: number }): string => `${count} payments`;

function batchOf(...currencies: string[]): Content {
  const payments = currencies.map((currency) => ({ ...payment, currency }));
  return { type: "batch", payments, count: payments.length, totals: totalsOf(payments) };
}

it.each<[string, Content, string]>([
  ["a payment's amount and payee", payment, "EUR\u00a01\u202f234,50 · Widgets and Sons Ltd"],
  [
    "a batch's count and totals",
    batchOf("EUR", "EUR", "USD"),
    "3 payments · EUR\u00a02\u202f469,00 · USD\u00a01\u202f234,50",
  ],
  [
    "that there are more totals",
    batchOf("EUR", "USD", "GBP", "CHF"),
    "4 payments · EUR\u00a01\u202f234,50 · USD\u00a01\u202f234,50 · GBP\u00a01\u202f234,50 · …",
  ],
  ["a statement's first line", { type: "statement", text: "\nOne\nTwo" }, "One"],
])("names %s", (_what, content, text) => {
  const title = titleOf(content);
  expect(v.parse(titleSchema, title)).toEqual(title);
  expect(titleText(title, { locale: "nl-NL", payments })).toBe(text);
});

it("has no signs of a language where none is given", () => {
  expect(titleText(titleOf(payment), { payments })).toBe("EUR\u00a01\u202f234.50 · Widgets and Sons Ltd");
});

it("shortens a long statement", () => {
  const title = titleOf({ type: "statement", text: "x".repeat(200) });
  expect(titleText(title, { payments })).toHaveLength(80);
});

it("keeps a statement's line within what the wire takes, of any letters", () => {
  const title = titleOf({ type: "statement", text: "𐐷".repeat(200) });
  expect(v.is(titleSchema, title)).toBe(true);
});

it("refuses a title that is no data, or that has more", () => {
  expect(v.is(titleSchema, "EUR 1 234.50 · Widgets")).toBe(false);
  expect(v.is(titleSchema, { ...titleOf(payment), account: "1" })).toBe(false);
});
