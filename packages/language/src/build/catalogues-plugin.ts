/**
 * The build's part: `virtual:catalogues` lists the languages that a page offers, each a chunk of its own that is
 * compiled from its PO file, English's from messages.ts, and named after it: assets/language-nl-….js. While pages are drawn,
 * every language is there, however unfinished.
 */
import type { Plugin } from "vite";
import { isLanguage, type Language, languages, sourceLanguage } from "../languages.ts";
import { compileCatalogue } from "./compile-catalogue.ts";
import { catalogueOf, offeredLanguages, sourceOf, textInEach, translationsOf } from "./page-texts.ts";
import { textsOf } from "./po-file.ts";
import { readSource } from "./read-source.ts";
import { inEachLanguage } from "./texts-in-html.ts";

const list = "virtual:catalogues";
const one = /^virtual:language-(\w+)$/;

export function catalogues(page: string): Plugin {
  let all = false;
  return {
    name: "mtoken:catalogues",
    config: () => ({ build: { rolldownOptions: { output: { chunkFileNames } } } }),
    configResolved({ command }) {
      all = command === "serve";
    },
    resolveId(id) {
      return id === list || one.test(id) ? `\0${id}` : null;
    },
    // What a page says when no script of it runs.
    transformIndexHtml: (html) => inEachLanguage(html, (key) => textInEach(page, key)),
    load(id) {
      if (id === `\0${list}`)
        return listOf(all ? (Object.keys(languages) as Language[]) : offeredLanguages(page));
      const language = one.exec(id.slice(1))?.[1] ?? "";
      if (!id.startsWith("\0") || !isLanguage(language)) return null;
      this.addWatchFile(sourceOf(page));
      if (language === sourceLanguage) return compileCatalogue(readSource(sourceOf(page)));
      this.addWatchFile(catalogueOf(page, language));
      return compileCatalogue(readSource(sourceOf(page)), textsOf(translationsOf(page, language)));
    },
  };
}

/** The service worker tells a language's file by its name. */
function chunkFileNames({ facadeModuleId }: { facadeModuleId: string | null }): string {
  const language = one.exec(facadeModuleId?.slice(1) ?? "")?.[1];
  return language === undefined ? "assets/[name]-[hash].js" : `assets/language-${language}-[hash].js`;
}

function listOf(offered: readonly Language[]): string {
  const members = offered.map((language) => `${language}: () => import("virtual:language-${language}")`);
  return `export const catalogues = { ${members.join(", ")} };\n`;
}
