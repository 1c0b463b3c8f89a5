/**
 * What a signature is about (docs/protocol.md §7): a payment, a batch, a document or a statement. Whatever the phone
 * could show in a misleading way is refused here, on the server before the request exists and on the phone again.
 */
import * as v from "valibot";
import { isAccount } from "./accounts.ts";
import { addAmounts, isAmount } from "./amounts.ts";
import { currencyDigits } from "./currencies.ts";
import { displayText } from "./display-text.ts";
import { ProtocolError } from "./errors.ts";
import { hashSchema, nameSchema, wholeNumber } from "./fields.ts";

/** As many payments as one batch may hold. */
export const mostPayments = 1000;

const currencySchema = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}$/),
  v.check((code) => currencyDigits(code) !== undefined, "is not an active currency of ISO 4217"),
);
const decimalSchema = v.pipe(v.string(), v.maxLength(26), v.regex(/^[0-9]+(\.[0-9]+)?$/));
const accountSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(34),
  v.check(isAccount, "is neither an IBAN nor a plain account number"),
);
const lineSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(140), displayText("line"));
const textSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(4000), displayText("text"));

/** Schema of one payment. */
export const paymentSchema = v.pipe(
  v.strictObject({
    type: v.literal("payment"),
    amount: decimalSchema,
    currency: currencySchema,
    payee: v.strictObject({ name: nameSchema, account: accountSchema }),
    reference: v.exactOptional(lineSchema),
  }),
  v.forward(
    v.check(({ amount, currency }) => isAmount(amount, currency), "is not a positive amount of the currency"),
    ["amount"],
  ),
);

/** One payment: `amount` with exactly the digits of its currency, the payee's `account` an IBAN or another number. */
export type Payment = v.InferOutput<typeof paymentSchema>;

/** Its amount is compared with the exact sum, which has one spelling. */
const totalSchema = v.strictObject({ currency: currencySchema, amount: decimalSchema });

/** The sum of a batch's payments in one currency. */
export type Total = v.InferOutput<typeof totalSchema>;

/** The totals of payments, one for each currency, in the order in which the currencies first appear. */
export function totalsOf(payments: readonly Payment[]): Total[] {
  const amounts = new Map<string, string[]>();
  for (const { currency, amount } of payments) {
    amounts.set(currency, [...(amounts.get(currency) ?? []), amount]);
  }
  return [...amounts].map(([currency, list]) => ({ currency, amount: addAmounts(list) }));
}

function addsUp({ payments, totals }: { payments: Payment[]; totals: Total[] }): boolean {
  const expected = new Map(totalsOf(payments).map(({ currency, amount }) => [currency, amount]));
  // As many totals as currencies, and each currency once: a total twice would be shown twice.
  const named = new Set(totals.map(({ currency }) => currency));
  return (
    named.size === totals.length &&
    named.size === expected.size &&
    totals.every(({ currency, amount }) => expected.get(currency) === amount)
  );
}

/** Schema of a batch. */
export const batchSchema = v.pipe(
  v.strictObject({
    type: v.literal("batch"),
    payments: v.pipe(v.array(paymentSchema), v.minLength(1), v.maxLength(mostPayments)),
    count: wholeNumber(1, mostPayments),
    totals: v.pipe(v.array(totalSchema), v.minLength(1), v.maxLength(mostPayments)),
  }),
  v.forward(
    v.check(({ payments, count }) => count === payments.length, "is not the number of payments"),
    ["count"],
  ),
  v.forward(
    v.check((batch) => addsUp(batch), "are not the sums of the payments"),
    ["totals"],
  ),
);

/** Several payments, all of them shown; `count` and `totals` add up exactly. */
export type Batch = v.InferOutput<typeof batchSchema>;

/** Schema of a document. */
export const documentSchema = v.strictObject({
  type: v.literal("document"),
  name: lineSchema,
  hash: v.strictObject({ alg: v.literal("SHA-512"), value: hashSchema }),
  text: textSchema,
});

/** A document, named by its hash; `text` is what the user reads and signs. */
export type Document = v.InferOutput<typeof documentSchema>;

/** Schema of a statement. */
export const statementSchema = v.strictObject({ type: v.literal("statement"), text: textSchema });

/** A declaration, as it stands. */
export type Statement = v.InferOutput<typeof statementSchema>;

/** Schema of all four kinds of content. */
export const contentSchema = v.variant("type", [paymentSchema, batchSchema, documentSchema, statementSchema]);

/** What a signature is about. */
export type Content = v.InferOutput<typeof contentSchema>;

/**
 * Content from a relying party, checked whole.
 *
 * @throws {ProtocolError} `content_refused`; `details.path` names the member, such as `payments.3.payee.name`.
 * @example readContent({ type: "statement", text: "I agree." })
 */
export function readContent(value: unknown): Content {
  const result = v.safeParse(contentSchema, value, { abortPipeEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  // Bounded like every text in a problem document: a message of the schema library quotes what it received.
  const details = { path: v.getDotPath(issue) ?? "", reason: issue.message.slice(0, 200) };
  throw new ProtocolError("content_refused", { details });
}
