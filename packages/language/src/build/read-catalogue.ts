/**
 * A catalogue for programs on Node, where nothing is built: the English source is imported as it is, each other language read
 * from its PO file, and every message parsed once.
 */
import { join } from "node:path";
import { type Language, sourceLanguage } from "../languages.ts";
import type { Catalogue, MessageValues } from "../message.ts";
import { type Wording, wordingOf } from "../wording.ts";
import { type IcuPart, parseIcu } from "./icu.ts";
import { readPo, textsOf } from "./po-file.ts";

/** The texts of `source` in a language, from the catalogues that lie in the folder. */
export function readCatalogue<Source extends object>(
  source: Source,
  { folder, language }: { folder: string; language: Language },
): Catalogue<Source> {
  const texts = language === sourceLanguage ? undefined : textsOf(readPo(join(folder, `${language}.po`)));
  const wording = wordingOf(language);
  const read = (key: string, english: string) => texts?.get(key) || english;
  // It has the source's own shape, key by key.
  return readGroup(source, "", (key, value) => {
    if (typeof value === "string") return read(key, value);
    const parts = parseIcu(read(key, value.icu));
    return (values: MessageValues) => write(parts, values, wording);
  }) as Catalogue<Source>;
}

type Read = (key: string, value: string | { icu: string }) => unknown;

function readGroup(group: object, above: string, read: Read): object {
  return Object.fromEntries(
    Object.entries(group).map(([name, value]: [string, unknown]) => {
      const key = above === "" ? name : `${above}.${name}`;
      if (typeof value === "string" || isMessage(value)) return [name, read(key, value)];
      if (typeof value === "object" && value !== null) return [name, readGroup(value, key, read)];
      throw new TypeError(`${key} is no text`);
    }),
  );
}

function isMessage(value: unknown): value is { icu: string } {
  return typeof value === "object" && value !== null && "icu" in value && typeof value.icu === "string";
}

function write(parts: readonly IcuPart[], values: MessageValues, wording: Wording): string {
  return parts.map((part) => writePart(part, values, wording)).join("");
}

function writePart(part: IcuPart, values: MessageValues, wording: Wording): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "value":
      return wording.insert(values[part.name] ?? "");
    case "plural": {
      const forms = part.forms.map(({ key, parts }) => [key, write(parts, values, wording)] as const);
      return wording.plural(Number(values[part.name]), Object.fromEntries(forms));
    }
  }
}
