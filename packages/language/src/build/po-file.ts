/**
 * A language's texts as a PO file, which translators and their tools know: `msgctxt` is the key, `msgid` the English
 * text, `msgstr` the translation. Messages with placeholders are ICU MessageFormat in both.
 */
import { readFileSync } from "node:fs";
import { createItem, type PoItem, parsePo, stringifyPo } from "pofile-ts";
import { type Language, languages } from "../languages.ts";
import type { SourceMessage } from "./source-message.ts";

export interface Translation {
  key: string;
  english: string;
  text: string;
  /** The English text has changed since: somebody has to look at it. */
  fuzzy: boolean;
  /** What translators noted themselves. */
  notes: string[];
}

export function readPo(path: string): Translation[] {
  return parsePoTexts(readFileSync(path, "utf8"));
}

export function parsePoTexts(text: string): Translation[] {
  return parsePo(text)
    .items.filter(({ obsolete }) => !obsolete)
    .map(({ msgctxt, msgid, msgstr, flags, comments }) => ({
      key: msgctxt ?? "",
      english: msgid,
      text: msgstr[0] ?? "",
      fuzzy: flags["fuzzy"] === true,
      notes: comments,
    }));
}

/** What is in use, for the compiler. */
export function textsOf(translations: readonly Translation[]): Map<string, string> {
  return new Map(translations.filter(({ fuzzy }) => !fuzzy).map(({ key, text }) => [key, text]));
}

export interface PoEntry {
  source: SourceMessage;
  /** The files that show it. */
  references: readonly string[];
  translation: Translation | undefined;
}

export function writePo(language: Language, entries: readonly PoEntry[]): string {
  return stringifyPo(
    {
      headers: {
        "Project-Id-Version": "mtoken",
        Language: language,
        "Language-Team": languages[language].name,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
      },
      headerOrder: [],
      items: entries.map(itemOf),
    },
    { foldLength: 0 },
  );
}

function itemOf({ source, references, translation }: PoEntry): PoItem {
  const item = createItem();
  item.msgctxt = source.key;
  item.msgid = source.english;
  item.msgstr = [translation?.text ?? ""];
  item.comments = translation?.notes ?? [];
  item.extractedComments = source.comments;
  item.references = [...references];
  if (translation?.fuzzy === true) item.flags = { fuzzy: true };
  return item;
}
