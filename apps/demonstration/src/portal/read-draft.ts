/**
 * What a person types into the payment form, in the one spelling that is signed (docs/protocol.md §7). Only what can
 * be read in one way is put right; anything else goes as it is, and is refused rather than guessed.
 */
import { currencyDigits } from "@mtoken/protocol";
import type { PaymentDraft } from "../api/portal.ts";

export function readDraft(typed: PaymentDraft): PaymentDraft {
  return {
    amount: readAmount(typed.amount, typed.currency),
    currency: typed.currency,
    payee: typed.payee.trim().replace(/\s+/g, " "),
    account: readAccount(typed.account),
    reference: typed.reference.trim(),
  };
}

/** `1250`, `1250,5` and `1250,00` are amounts in euros. `1,250` could be two, so it stays what it is. */
export function readAmount(text: string, currency: string): string {
  const digits = currencyDigits(currency) ?? 2;
  const compact = text.replace(/[\s\u00a0\u202f']/g, "");
  if (/^\d+$/.test(compact)) return digits === 0 ? compact : `${compact}.${"0".repeat(digits)}`;
  const [, whole, mark, fraction = ""] = /^(\d+)([.,])(\d+)$/.exec(compact) ?? [];
  // Three digits after a comma could be thousands, even of a currency that has three decimals.
  const couldBeTwo = fraction.length > digits || (mark === "," && fraction.length === 3);
  return whole === undefined || couldBeTwo ? compact : `${whole}.${fraction.padEnd(digits, "0")}`;
}

/** An IBAN in its electronic form; other account numbers keep their blanks. */
export function readAccount(text: string): string {
  const compact = text.replace(/\s/g, "").toUpperCase();
  return /^[A-Z]{2}\d{2}/.test(compact) ? compact : text.trim().replace(/\s+/g, " ");
}

/** How an amount of this currency is written. */
export function exampleAmount(currency: string): string {
  const digits = currencyDigits(currency) ?? 2;
  return digits === 0 ? "1250" : `1250.${"0".repeat(digits)}`;
}
