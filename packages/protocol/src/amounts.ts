/**
 * Amounts of money as decimal strings (docs/protocol.md §7): exact, never a floating-point number.
 */
import { currencyDigits } from "./currencies.ts";

const amountForm = /^(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,4}))?$/;

/**
 * Whether a text is a positive amount of a currency, with exactly the digits that the currency has (ISO 4217):
 * `"1234.50"` for EUR, `"1235"` for JPY. Anything else would be a second way to write the same amount.
 */
export function isAmount(text: string, currency: string): boolean {
  const parts = amountForm.exec(text);
  if (parts === null || !/[1-9]/.test(text)) return false;
  return currencyDigits(currency) === (parts[2] ?? "").length;
}

/**
 * The exact sum of decimal strings, with as many decimals as the longest of them has.
 *
 * @throws {TypeError} when a text is not a decimal without sign.
 * @example addAmounts(["0.10", "0.20"]) // "0.30"
 */
export function addAmounts(amounts: readonly string[]): string {
  const decimals = Math.max(0, ...amounts.map((amount) => fraction(amount).length));
  const sum = amounts.reduce((total, amount) => total + scaled(amount, decimals), 0n);
  const digits = sum.toString().padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * Which of two decimal strings is larger, whatever number of decimals they have: below, equal to or above zero, as sorting takes it.
 *
 * @throws {TypeError} when a text is not a decimal without sign.
 * @example compareAmounts("9.50", "10.00") // -1
 */
export function compareAmounts(one: string, other: string): -1 | 0 | 1 {
  const decimals = Math.max(fraction(one).length, fraction(other).length);
  const [left, right] = [scaled(one, decimals), scaled(other, decimals)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function scaled(amount: string, decimals: number): bigint {
  if (!/^[0-9]+(\.[0-9]+)?$/.test(amount)) throw new TypeError("Not a decimal without sign");
  const [whole = ""] = amount.split(".");
  return BigInt(whole + fraction(amount).padEnd(decimals, "0"));
}

function fraction(amount: string): string {
  return amount.split(".")[1] ?? "";
}
