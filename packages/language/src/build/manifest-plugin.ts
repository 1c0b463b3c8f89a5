/**
 * Gives a page's manifest its texts in each language, as `*_localized` members (Web App Manifest): what a phone's own menus and
 * questions say of the app. They are the app's own texts, taken from its catalogues; browsers that know nothing of that say the English.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { directionOf, type Language } from "../languages.ts";
import { textInEach } from "./page-texts.ts";

/** What of a manifest has a language. */
export interface Manifest {
  description: string;
  shortcuts: { name: string }[];
}

/** The keys of what it says, in the page's catalogues; of its shortcuts in their order. */
export interface ManifestKeys {
  description: string;
  shortcuts: string[];
}

type Texts = readonly (readonly [Language, string])[];

export function localizedManifest(page: string, keys: ManifestKeys): Plugin {
  let file = "";
  return {
    name: "mtoken:localized-manifest",
    apply: "build",
    configResolved({ root, build: { outDir } }) {
      file = resolve(root, outDir, "manifest.webmanifest");
    },
    // What is public lies there by then, and whatever names the version after all that was built comes later.
    writeBundle() {
      const manifest: Manifest = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify(localize(manifest, keys, (key) => textInEach(page, key))));
    },
  };
}

/** @throws {Error} when a text is another one than the manifest has in English. */
export function localize<M extends Manifest>(
  manifest: M,
  keys: ManifestKeys,
  textsOf: (key: string) => Texts,
) {
  const localized = (english: string, key = "") => {
    const texts = textsOf(key);
    if (new Map(texts).get("en") !== english) throw new Error(`the manifest does not say what ${key} says`);
    return Object.fromEntries(
      texts.map(([language, value]) => [language, { value, dir: directionOf(language) }]),
    );
  };
  return {
    ...manifest,
    description_localized: localized(manifest.description, keys.description),
    shortcuts: manifest.shortcuts.map((shortcut, place) => ({
      ...shortcut,
      name_localized: localized(shortcut.name, keys.shortcuts[place]),
    })),
  };
}
