/**
 * Amounts as a person reads them: thousands apart by a narrow space that never breaks, so that no reader of any
 * country takes a separator for a decimal sign. No digit is added, rounded or left out.
 */

/** U+202F. */
const narrowSpace = "\u202f";

/**
 * `1234567.50` as `1 234 567.50`; where the currency stands with it, it stands before: `EUR 1 234 567.50`. A locale has its
 * own decimal sign, and that alone: digits never pass through a number, which would round them.
 */
export function amountText(amount: string, locale?: string): string {
  const [whole = "", fraction] = amount.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, narrowSpace);
  return fraction === undefined ? grouped : `${grouped}${decimalSign(locale)}${fraction}`;
}

const signs = new Map<string, string>();

function decimalSign(locale: string | undefined): string {
  if (locale === undefined) return ".";
  const known = signs.get(locale);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat(locale, { numberingSystem: "latn" }).formatToParts(0.5);
  const sign = parts.find(({ type }) => type === "decimal")?.value ?? ".";
  signs.set(locale, sign);
  return sign;
}
