/** The texts of one page, as they lie in its folder: src/messages.ts, the code that uses them, locales/xx.po. */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isLanguage, type Language, languages, sourceLanguage } from "../languages.ts";
import { checkCatalogue, checkSource } from "./check-catalogue.ts";
import { findUses, isUsed } from "./find-uses.ts";
import { readPo, type Translation, textsOf, writePo } from "./po-file.ts";
import { readSource } from "./read-source.ts";
import type { SourceMessage } from "./source-message.ts";
import { keysInHtml } from "./texts-in-html.ts";
import { unfinishedOf } from "./unfinished.ts";
import { updateCatalogue } from "./update-catalogue.ts";

const translated = (Object.keys(languages) as Language[]).filter((language) => language !== sourceLanguage);

interface PageTexts {
  source: SourceMessage[];
  /** The files that use each path of the catalogue. */
  uses: Map<string, Set<string>>;
  problems: string[];
}

export function sourceOf(page: string): string {
  return join(codeOf(page), "messages.ts");
}

/** A part of a page, whose texts are a catalogue of its own, lies among the page's code and has no folder for its own. */
function codeOf(page: string): string {
  const code = join(page, "src");
  return existsSync(code) ? code : page;
}

export function catalogueOf(page: string, language: Language): string {
  return join(page, "locales", `${language}.po`);
}

/** The languages that a page offers. */
export function offeredLanguages(page: string): Language[] {
  const unfinished = unfinishedOf(page);
  return (Object.keys(languages) as Language[]).filter((language) => !unfinished.includes(language));
}

export function translationsOf(page: string, language: Language): Translation[] {
  const path = catalogueOf(page, language);
  return existsSync(path) ? readPo(path) : [];
}

/** One text in each language that a page offers. */
export function textInEach(page: string, key: string): [Language, string][] {
  const english = readSource(sourceOf(page)).find((message) => message.key === key)?.english;
  if (english === undefined) throw new TypeError(`${page} has no text called ${key}`);
  return offeredLanguages(page).map((language) => {
    if (language === sourceLanguage) return [language, english];
    return [language, textsOf(translationsOf(page, language)).get(key) || english];
  });
}

function readPage(page: string): PageTexts {
  const read: PageTexts = { source: readSource(sourceOf(page)), uses: new Map(), problems: [] };
  const code = relative(page, codeOf(page));
  const parts = globSync(join(code, "*/**/messages.ts"), { cwd: page }).map(dirname);
  const files = globSync(join(code, "**/*.{ts,tsx}"), { cwd: page }).filter(
    (file) =>
      !/(\.test|test-states)\.tsx?$|^src\/preview\/|(^|\/)messages\.ts$/.test(file) &&
      // A part says its own texts.
      !parts.some((part) => file.startsWith(`${part}${sep}`)),
  );
  for (const file of files.sort()) {
    const { paths, problems } = findUses(readFileSync(join(page, file), "utf8"), file);
    for (const path of paths) read.uses.set(path, (read.uses.get(path) ?? new Set()).add(file));
    read.problems.push(...problems.map((what) => `${file}: ${what}`));
  }
  // Mails have none.
  const html = join(page, "index.html");
  for (const key of existsSync(html) ? keysInHtml(readFileSync(html, "utf8")) : [])
    read.uses.set(key, (read.uses.get(key) ?? new Set()).add("index.html"));
  return read;
}

/** Everything that is wrong with a page's texts; what is not translated yet counts in finished languages alone. */
export function checkPage(page: string): string[] {
  const { source, uses, problems } = readPage(page);
  const unfinished = unfinishedOf(page);
  const paths = new Set(uses.keys());
  return [
    ...problems,
    ...checkSource(source).map(({ key, what }) => `messages.ts: ${key} ${what}`),
    ...source.filter(({ key }) => !isUsed(key, paths)).map(({ key }) => `messages.ts: no code uses ${key}`),
    ...translated.flatMap((language) =>
      checkCatalogue(language, source, translationsOf(page, language))
        .filter(({ unfinished: open }) => !(open && unfinished.includes(language)))
        .map(({ key, what }) => `locales/${language}.po: ${key} ${what}`),
    ),
    ...globSync("locales/*", { cwd: page })
      .filter((file) => !isLanguage(/^locales\/(\w+)\.po$/.exec(file)?.[1] ?? ""))
      .map((file) => `${file} is no catalogue of a known language`),
  ];
}

/** Writes all catalogues anew from the source. Returns how many texts of each are still to be translated. */
export function updatePage(page: string): Map<Language, number> {
  const { source, uses } = readPage(page);
  const references = new Map(
    source.map(({ key }) => [
      key,
      [
        ...new Set(
          [...uses].filter(([path]) => isUsed(key, new Set([path]))).flatMap(([, files]) => [...files]),
        ),
      ].sort(),
    ]),
  );
  return new Map(
    translated.map((language) => {
      const entries = updateCatalogue(source, translationsOf(page, language), references);
      // Nobody has begun: there is nothing yet to keep up.
      const isBegun = existsSync(catalogueOf(page, language)) || !unfinishedOf(page).includes(language);
      if (isBegun) writeFileSync(catalogueOf(page, language), writePo(language, entries));
      const open = checkCatalogue(language, source, translationsOf(page, language));
      return [language, open.filter(({ unfinished: isOpen }) => isOpen).length];
    }),
  );
}
