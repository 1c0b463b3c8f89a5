/**
 * Texts in a page's index.html, for when none of its code or catalogues can be had: `<!-- in each language: html.cannotLoad -->`
 * becomes a paragraph of each language. They are few and short, and nobody has to ask the server for a language: a service
 * worker keeps one page for all.
 */
import { directionOf, type Language } from "../languages.ts";

const place = /<!-- in each language: ([\w.]+) -->/g;

/** Which texts an index.html asks for. */
export function keysInHtml(html: string): string[] {
  return [...html.matchAll(place)].map(([, key = ""]) => key);
}

export function inEachLanguage(
  html: string,
  textsOf: (key: string) => readonly (readonly [Language, string])[],
): string {
  return html.replaceAll(place, (_comment, key: string) => textsOf(key).map(paragraph).join(""));
}

function paragraph([language, text]: readonly [Language, string]): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<p lang="${language}" dir="${directionOf(language)}">${escaped}</p>`;
}
