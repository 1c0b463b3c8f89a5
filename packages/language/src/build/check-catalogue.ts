/** What is wrong with the texts of a language, or with the source itself: one line for each. */
import { type Language, sourceLanguage } from "../languages.ts";
import { everyPart, type IcuPart, parseIcu, placeholdersOf, pluralCategoriesOf } from "./icu.ts";
import type { Translation } from "./po-file.ts";
import type { SourceMessage } from "./source-message.ts";

export interface CatalogueProblem {
  key: string;
  what: string;
  /** A text that nobody has translated yet, or not since its English changed, as against one that is wrong. */
  unfinished: boolean;
}

/** The source's own texts. */
export function checkSource(source: readonly SourceMessage[]): CatalogueProblem[] {
  return source.flatMap((message) => checkText(message, message.english, sourceLanguage));
}

export function checkCatalogue(
  language: Language,
  source: readonly SourceMessage[],
  translations: readonly Translation[],
): CatalogueProblem[] {
  const byKey = new Map(translations.map((translation) => [translation.key, translation]));
  const keys = new Set(source.map(({ key }) => key));
  const unused = translations
    .filter(({ key }, position) => !keys.has(key) || byKey.get(key) !== translations[position])
    .map(({ key }) => problem(key, "is no text of the source, or is there twice"));
  return [
    ...source.flatMap((message) => checkTranslation(message, byKey.get(message.key), language)),
    ...unused,
  ];
}

function checkTranslation(
  message: SourceMessage,
  found: Translation | undefined,
  language: Language,
): CatalogueProblem[] {
  const { key, english } = message;
  if (found === undefined || found.text === "") return [problem(key, "is not translated", true)];
  if (found.fuzzy) return [problem(key, "is fuzzy", true)];
  if (found.english !== english) return [problem(key, "translates another English text", true)];
  return checkText(message, found.text, language);
}

function checkText(
  { key, placeholders }: SourceMessage,
  text: string,
  language: Language,
): CatalogueProblem[] {
  const problems = checkForm(text);
  if (placeholders !== null) problems.push(...checkIcu(text, placeholders, language));
  return problems.map((what) => problem(key, what));
}

function checkForm(text: string): string[] {
  const problems: string[] = [];
  if (text.trim() === "") problems.push("is empty");
  if (text !== text.trim()) problems.push("begins or ends with a blank");
  if (/ {2}|\n|\t/.test(text)) problems.push("holds two blanks in a row, or a line break");
  if (text.includes("'")) problems.push("holds a straight apostrophe, which ICU takes for a quote: write ’");
  // Directions are set by the page; a mark in a text would turn what stands beside it.
  if (/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text)) problems.push("holds a mark of direction");
  return problems;
}

function checkIcu(
  text: string,
  placeholders: NonNullable<SourceMessage["placeholders"]>,
  language: Language,
): string[] {
  let parts: IcuPart[];
  try {
    parts = parseIcu(text);
  } catch (error) {
    return [`is no ICU message: ${error instanceof Error ? error.message.split("\n")[0] : error}`];
  }
  const used = placeholdersOf(parts);
  const missing = Object.keys(placeholders).filter((name) => !used.has(name));
  const unknown = [...used].filter((name) => !Object.hasOwn(placeholders, name));
  return [
    ...missing.map((name) => `lacks the placeholder {${name}}`),
    ...unknown.map((name) => `has the placeholder {${name}}, which the source does not have`),
    ...[...everyPart(parts)].flatMap((part) =>
      part.type === "plural" ? checkPlural(part, placeholders[part.name], language) : [],
    ),
  ];
}

function checkPlural(
  { name, forms }: Extract<IcuPart, { type: "plural" }>,
  type: "number" | "string" | undefined,
  language: Language,
): string[] {
  const needed = pluralCategoriesOf(language);
  const keys = forms.map(({ key }) => key);
  const missing = [...needed].filter((category) => !keys.includes(category));
  const needless = keys.filter(
    (key, at) => !(needed.has(key) || key.startsWith("=")) || keys.indexOf(key) !== at,
  );
  return [
    ...(type === "string" ? [`counts {${name}}, which is no number`] : []),
    ...missing.map((category) => `lacks the plural form “${category}” of {${name}}`),
    ...needless.map(
      (key) => `has the plural form “${key}” of {${name}}, which ${language} does not have, or twice`,
    ),
  ];
}

function problem(key: string, what: string, unfinished = false): CatalogueProblem {
  return { key, what, unfinished };
}
