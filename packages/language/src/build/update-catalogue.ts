/**
 * Brings a language's texts up to the source: what still says the same keeps its translation, what says something else
 * now is marked fuzzy, what is gone is dropped. A text that only moved takes its translation along.
 */
import type { PoEntry, Translation } from "./po-file.ts";
import type { SourceMessage } from "./source-message.ts";

export function updateCatalogue(
  source: readonly SourceMessage[],
  translations: readonly Translation[],
  references: ReadonlyMap<string, readonly string[]>,
): PoEntry[] {
  const byKey = new Map(translations.map((translation) => [translation.key, translation]));
  const keys = new Set(source.map(({ key }) => key));
  const moved = new Map(
    translations.filter(({ key, fuzzy }) => !keys.has(key) && !fuzzy).map((found) => [found.english, found]),
  );
  return source.map((message) => ({
    source: message,
    references: references.get(message.key) ?? [],
    translation: translationOf(message, byKey.get(message.key) ?? moved.get(message.english)),
  }));
}

function translationOf(
  { key, english }: SourceMessage,
  found: Translation | undefined,
): Translation | undefined {
  if (found === undefined || found.text === "") return undefined;
  return { ...found, key, english, fuzzy: found.fuzzy || found.english !== english };
}
