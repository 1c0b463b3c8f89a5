/** The digits 0 to 9 as keyboards of Arabic (U+0660 to U+0669) and of Persian and Urdu (U+06F0 to U+06F9) write them. */
const otherDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** What is typed, with its digits as codes and mPINs are made of them. */
export function latinDigits(text: string): string {
  // In both blocks the last four bits are the digit.
  return text.replace(otherDigits, (digit) => String(digit.charCodeAt(0) & 0xf));
}
