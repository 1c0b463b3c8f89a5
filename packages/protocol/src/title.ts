/**
 * What names a signature in one line, in a list or on the page that asks for it (docs/protocol.md §5, §8): data, which whoever
 * shows it puts into words by the ways of its own language. It is for choosing, never for deciding.
 */
import * as v from "valibot";
import { amountText } from "./amount-text.ts";
import { batchSchema, type Content, documentSchema, paymentSchema } from "./content.ts";
import { displayText } from "./display-text.ts";

/** So many totals of a batch are named; `more` says whether there are others. */
const mostTotals = 3;
const mostCharacters = 80;

const { amount, currency, payee } = paymentSchema.entries;
const { count, totals } = batchSchema.entries;

/** Schema of a title. */
export const titleSchema = v.variant("type", [
  v.strictObject({ type: v.literal("payment"), amount, currency, payee: payee.entries.name }),
  v.strictObject({
    type: v.literal("batch"),
    count,
    totals: v.pipe(v.array(totals.item), v.minLength(1), v.maxLength(mostTotals)),
    more: v.boolean(),
  }),
  v.strictObject({ type: v.literal("document"), name: documentSchema.entries.name }),
  v.strictObject({
    type: v.literal("statement"),
    line: v.pipe(v.string(), v.minLength(1), v.maxLength(2 * mostCharacters), displayText("line")),
  }),
]);

/** A signature's name: amount, currency and payee; count and totals; a document's name; a statement's first line. */
export type Title = v.InferOutput<typeof titleSchema>;

/**
 * The title of what is to be signed.
 *
 * @example titleOf({ type: "statement", text: "I agree.\nTo all of it." }) // { type: "statement", line: "I agree." }
 */
export function titleOf(content: Content): Title {
  switch (content.type) {
    case "payment":
      return {
        type: "payment",
        amount: content.amount,
        currency: content.currency,
        payee: content.payee.name,
      };
    case "batch": {
      const named = content.totals.slice(0, mostTotals);
      const more = named.length < content.totals.length;
      return { type: "batch", count: content.count, totals: named, more };
    }
    case "document":
      return { type: "document", name: content.name };
    case "statement":
      return { type: "statement", line: firstLine(content.text) };
  }
}

/** What a title's line takes from the reader's language. */
export interface TitleWords {
  /** Whose decimal sign amounts have; without one, a point. */
  locale?: string;
  /** A batch's count, such as "12 payments". */
  payments(words: { count: number }): string;
}

/**
 * A title as one line. An amount is never parted from its currency.
 *
 * @example titleText({ type: "payment", amount: "9.50", currency: "EUR", payee: "Bakery" }, { locale: "nl-NL", payments }) // "EUR 9,50 · Bakery"
 */
export function titleText(title: Title, { locale, payments }: TitleWords): string {
  switch (title.type) {
    case "payment":
      return `${moneyText(title, locale)} · ${title.payee}`;
    case "batch": {
      const amounts = title.totals.map((total) => moneyText(total, locale));
      return [payments({ count: title.count }), ...amounts, ...(title.more ? ["…"] : [])].join(" · ");
    }
    case "document":
      return title.name;
    case "statement":
      return title.line;
  }
}

function moneyText(money: { amount: string; currency: string }, locale: string | undefined): string {
  return `${money.currency}\u00a0${amountText(money.amount, locale)}`;
}

function firstLine(text: string): string {
  const line = text.split("\n").find((candidate) => candidate.trim() !== "") ?? "";
  const characters = [...line];
  return characters.length <= mostCharacters ? line : `${characters.slice(0, mostCharacters - 1).join("")}…`;
}
