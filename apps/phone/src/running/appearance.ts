/**
 * Light, dark, or as the phone has it. The page's root says which, and the tokens follow (packages/look); the colour around
 * the page, which only the document's head can set, follows too.
 */
import type { Appearance } from "./preferences.ts";

/** Shows the page in an appearance; in the phone's own where none was chosen. */
export function applyAppearance(appearance: Appearance | undefined): void {
  const root = document.documentElement;
  if (appearance === undefined) delete root.dataset["appearance"];
  else root.dataset["appearance"] = appearance;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.media = mediaOf(meta.dataset["appearance"], appearance);
}

/** Each colour is for one appearance: the phone's choice where it is asked, the user's where it is not. */
function mediaOf(own: string | undefined, chosen: Appearance | undefined): string {
  if (chosen === undefined) return `(prefers-color-scheme: ${own})`;
  return own === chosen ? "all" : "not all";
}
