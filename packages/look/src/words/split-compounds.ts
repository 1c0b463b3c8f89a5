/** Which words with a hyphen are short enough to stay in one line on the narrowest phone: “sign-in”, „QR-Code“, « demi-heure ». */
const compound = /(?<![\p{L}-])([\p{L}]{1,7}-[\p{L}]{1,7})(?![\p{L}-])/u;

/** Every second part is such a word. */
export function splitCompounds(text: string): string[] {
  return text.split(compound);
}
