/** A picture may show more than one QR code: which of them is meant. */

/** The one that can be meant, or that there is none, or more than one. Those of this app's own server go before all others. */
export function chooseText(
  texts: readonly string[],
  origin: string,
): { text: string } | "no-code" | "several" {
  const all = [...new Set(texts)];
  const own = all.filter((text) => text.toLowerCase().startsWith(`${origin.toLowerCase()}/`));
  const [text, ...others] = own.length > 0 ? own : all;
  if (text === undefined) return "no-code";
  return others.length > 0 ? "several" : { text };
}
