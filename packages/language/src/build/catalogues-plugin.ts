/**
 * The build's part: `virtual:catalogues` lists the languages that a page offers, each a chunk of its own that is
 * compiled from its PO file, English's from messages.ts, and named after it: assets/language-nl-….js. While pages are drawn,
 * every language is there, however unfinished.
 */
import { basename } from "node:path";
import type { Plugin } from "vite";
import { isLanguage, type Language, languages, sourceLanguage } from "../languages.ts";
import { compileCatalogue } from "./compile-catalogue.ts";
import { catalogueOf, offeredLanguages, sourceOf, textInEach, translationsOf } from "./page-texts.ts";
import { textsOf } from "./po-file.ts";
import { readSource } from "./read-source.ts";
import { inEachLanguage } from "./texts-in-html.ts";

const list = "virtual:catalogues";
/** A language of a page, or of a part of it. */
const one = /^virtual:([a-z]+)-(\w+)$/;
/** What a language's chunk of a whole page is called by. */
const whole = "language";

/** `others` are folders whose texts the page says too: they stand in its catalogue under their name here. */
export function catalogues(page: string, others: Readonly<Record<string, string>> = {}): Plugin {
  return {
    ...chunksOf({ page, others, name: whole, listed: list }),
    name: "mtoken:catalogues",
    config: () => ({ build: { rolldownOptions: { output: { chunkFileNames } } } }),
    // What a page says when no script of it runs.
    transformIndexHtml: (html) => inEachLanguage(html, (key) => textInEach(page, key)),
  };
}

/** Texts of a part of a page, which is loaded where somebody comes there: `virtual:catalogues-help` lists those of a folder called help. */
export function cataloguesApart(part: string): Plugin {
  const name = basename(part);
  return {
    ...chunksOf({ page: part, others: {}, name, listed: `${list}-${name}` }),
    name: `mtoken:catalogues-${name}`,
  };
}

interface Chunks {
  page: string;
  others: Readonly<Record<string, string>>;
  /** Before the language, in the names of chunks. */
  name: string;
  listed: string;
}

function chunksOf({
  page,
  others,
  name,
  listed,
}: Chunks): Pick<Plugin, "configResolved" | "resolveId" | "load"> {
  let all = false;
  return {
    configResolved({ command }) {
      all = command === "serve";
    },
    resolveId(id) {
      return id === listed || one.exec(id)?.[1] === name ? `\0${id}` : null;
    },
    load(id) {
      if (id === `\0${listed}`)
        return listOf(name, all ? (Object.keys(languages) as Language[]) : offeredLanguages(page));
      const [, of, language = ""] = one.exec(id.slice(1)) ?? [];
      if (!id.startsWith("\0") || of !== name || !isLanguage(language)) return null;
      const parts = [{ folder: page, under: "" }, ...Object.entries(others).map(partOf)];
      for (const { folder } of parts) {
        this.addWatchFile(sourceOf(folder));
        if (language !== sourceLanguage) this.addWatchFile(catalogueOf(folder, language));
      }
      const texts = parts.map((part) => textsOfPart(part, language));
      const translations = texts.flatMap(({ translated }) => [...translated]);
      return compileCatalogue(
        texts.flatMap(({ source }) => source),
        new Map(translations),
      );
    },
  };
}

interface Part {
  folder: string;
  /** Before each of its keys. */
  under: string;
}

function partOf([name, folder]: [string, string]): Part {
  return { folder, under: `${name}.` };
}

function textsOfPart({ folder, under }: Part, language: Language) {
  const translated = language === sourceLanguage ? [] : textsOf(translationsOf(folder, language));
  return {
    source: readSource(sourceOf(folder)).map((text) => ({ ...text, key: `${under}${text.key}` })),
    translated: [...translated].map(([key, text]) => [`${under}${key}`, text] as const),
  };
}

/** The service worker tells a language's file by its name. */
function chunkFileNames({ facadeModuleId }: { facadeModuleId: string | null }): string {
  const [, name, language] = one.exec(facadeModuleId?.slice(1) ?? "") ?? [];
  return name === undefined ? "assets/[name]-[hash].js" : `assets/${name}-${language}-[hash].js`;
}

function listOf(name: string, offered: readonly Language[]): string {
  const members = offered.map((language) => `${language}: () => import("virtual:${name}-${language}")`);
  return `export const catalogues = { ${members.join(", ")} };\n`;
}
