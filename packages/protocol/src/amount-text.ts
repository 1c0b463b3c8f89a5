/**
 * Amounts as a person reads them: thousands apart by a narrow space that never breaks, so that no reader of any
 * country takes a separator for a decimal point. No digit is added, rounded or left out.
 */

/** U+202F. */
const narrowSpace = "\u202f";

/** `1234567.50` as `1 234 567.50`; where the currency stands with it, it stands before: `EUR 1 234 567.50`. */
export function amountText(amount: string): string {
  const [whole = "", fraction] = amount.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, narrowSpace);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
