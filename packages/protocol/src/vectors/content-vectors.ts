/** Vectors of content (docs/protocol.md §7): what may be signed, and which member of the rest is refused. */
import * as v from "valibot";
import { readContent } from "../content.ts";
import { ProtocolError } from "../errors.ts";
import { defineKind, requireSame } from "./vector-kind.ts";

const schema = v.strictObject({
  name: v.string(),
  content: v.unknown(),
  /** The member that is refused; null where the content is good. */
  refused: v.nullable(v.string()),
});

const payee = { name: "Widgets and Sons Ltd", account: "GB29NWBK60161331926819" };
const payment = { type: "payment", amount: "1234.50", currency: "EUR", payee, reference: "Invoice 117" };
const yen = { type: "payment", amount: "1235", currency: "JPY", payee };
const batch = {
  type: "batch",
  payments: [payment, yen, { ...payment, amount: "0.55" }],
  count: 3,
  totals: [
    { currency: "EUR", amount: "1235.05" },
    { currency: "JPY", amount: "1235" },
  ],
};
const statement = { type: "statement", text: "I have read the terms.\nI agree." };
const document = {
  type: "document",
  name: "Terms of 2026.pdf",
  hash: { alg: "SHA-512", value: "A".repeat(86) },
  text: "Terms, version 3",
};

function paymentTo(name: string, account: string = payee.account) {
  return { ...payment, payee: { name, account } };
}

const vectors: v.InferOutput<typeof schema>[] = [
  { name: "a payment to an IBAN", content: payment, refused: null },
  {
    name: "a payment to another account",
    content: paymentTo("Acme Inc", "021000021 123456789"),
    refused: null,
  },
  { name: "a currency without decimals", content: yen, refused: null },
  { name: "a batch in two currencies", content: batch, refused: null },
  { name: "a document", content: document, refused: null },
  { name: "a statement of two lines", content: statement, refused: null },
  { name: "a name in Greek", content: paymentTo("Ελληνική Εταιρεία"), refused: null },
  { name: "two decimals missing", content: { ...payment, amount: "1234" }, refused: "amount" },
  { name: "decimals where there are none", content: { ...yen, amount: "1235.00" }, refused: "amount" },
  { name: "a leading zero", content: { ...payment, amount: "01.00" }, refused: "amount" },
  { name: "nothing to pay", content: { ...payment, amount: "0.00" }, refused: "amount" },
  { name: "a sign", content: { ...payment, amount: "-1.00" }, refused: "amount" },
  { name: "no currency of ISO 4217", content: { ...payment, currency: "XXX" }, refused: "currency" },
  {
    name: "a digit of an IBAN changed",
    content: paymentTo("A", "GB29NWBK60161331926818"),
    refused: "payee.account",
  },
  {
    name: "an IBAN in small letters",
    content: paymentTo("A", "gb29nwbk60161331926819"),
    refused: "payee.account",
  },
  {
    name: "an IBAN in groups",
    content: paymentTo("A", "GB29 NWBK 6016 1331 9268 19"),
    refused: "payee.account",
  },
  { name: "a right-to-left override", content: paymentTo("A\u202eB"), refused: "payee.name" },
  { name: "a right-to-left isolate", content: paymentTo("A\u2067B"), refused: "payee.name" },
  { name: "an Arabic letter mark", content: paymentTo("A\u061cB"), refused: "payee.name" },
  { name: "a zero-width space", content: paymentTo("A\u200bB"), refused: "payee.name" },
  { name: "a Hangul filler", content: paymentTo("A\u3164B"), refused: "payee.name" },
  { name: "a control character", content: paymentTo("A\u0085B"), refused: "payee.name" },
  { name: "a line break in a name", content: paymentTo("A\nB"), refused: "payee.name" },
  { name: "an unpaired surrogate", content: paymentTo("A\ud800B"), refused: "payee.name" },
  { name: "not in normalisation form C", content: paymentTo("Zoe\u0308"), refused: "payee.name" },
  { name: "a Cyrillic letter in a Latin word", content: paymentTo("\u0410cme"), refused: "payee.name" },
  { name: "a Greek letter in a Latin word", content: paymentTo("Acm\u03b5"), refused: "payee.name" },
  { name: "a Lisu letter in a Latin word", content: paymentTo("\ua4eecme"), refused: "payee.name" },
  { name: "a word of Cherokee", content: paymentTo("\u13aa\u13df\u13b7"), refused: "payee.name" },
  { name: "a fullwidth letter", content: paymentTo("\uff21cme"), refused: "payee.name" },
  { name: "a modifier letter", content: paymentTo("Acme\u02b0"), refused: "payee.name" },
  { name: "a division slash", content: paymentTo("24\u22157"), refused: "payee.name" },
  { name: "digits of two kinds", content: paymentTo("Acme 1\u09ea"), refused: "payee.name" },
  { name: "a name in Latin and Japanese", content: paymentTo("LINEヤフー株式会社"), refused: null },
  {
    name: "empty lines that push the rest out of sight",
    content: { ...statement, text: "I agree.\n\n\n\nAnd I pay." },
    refused: "text",
  },
  {
    name: "blanks that push the rest out of sight",
    content: { ...payment, reference: `1${" ".repeat(17)}000` },
    refused: "reference",
  },
  { name: "a struck-out digit", content: { ...payment, reference: "1\u03360" }, refused: "reference" },
  { name: "a carriage return", content: { ...statement, text: "one\r\ntwo" }, refused: "text" },
  { name: "an unknown member", content: { ...payment, fee: "1.00" }, refused: "fee" },
  { name: "an unknown type", content: { type: "poem", text: "…" }, refused: "type" },
  { name: "a batch that counts wrong", content: { ...batch, count: 2 }, refused: "count" },
  {
    name: "a batch whose total is a cent off",
    content: {
      ...batch,
      totals: [
        { currency: "EUR", amount: "1235.04" },
        { currency: "JPY", amount: "1235" },
      ],
    },
    refused: "totals",
  },
  {
    name: "a batch with a total too many",
    content: { ...batch, totals: [...batch.totals, { currency: "USD", amount: "1.00" }] },
    refused: "totals",
  },
  {
    name: "a refused payment in a batch",
    content: { ...batch, payments: [payment, yen, { ...payment, amount: "0.5" }] },
    refused: "payments.2.amount",
  },
];

/** Content, good and refused. */
export const contentVectors = defineKind({
  name: "content",
  clause: "docs/protocol.md §7",
  schema,
  make: async () => vectors,
  async check({ content, refused }) {
    requireSame("refused member", refusedMember(content), refused);
  },
});

function refusedMember(content: unknown): string | null {
  try {
    readContent(content);
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.details?.path ?? "";
    throw error;
  }
}
