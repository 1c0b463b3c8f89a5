/**
 * Makes of the texts of one language a module that needs nothing to be read but its language's wording: plain texts
 * are strings, messages are functions of their values. Nothing is parsed on the phone.
 */
import { type IcuPart, type PluralForm, parseIcu } from "./icu.ts";
import type { SourceMessage } from "./source-message.ts";

interface Group {
  [name: string]: Group | string;
}

/** A text without a translation stays English: a language on offer has none such, and only a preview shows others. */
export function compileCatalogue(
  source: readonly SourceMessage[],
  translations?: ReadonlyMap<string, string>,
): string {
  const root: Group = {};
  for (const { key, english, placeholders } of source) {
    const text = translations?.get(key) || english;
    const path = key.split(".");
    const name = path.pop() ?? key;
    let group = root;
    for (const step of path) group = inner(group, step);
    group[name] = placeholders === null ? JSON.stringify(text) : `(v) => ${expressionOf(parseIcu(text))}`;
  }
  return `export const catalogue = ({ plural, insert }) => (${write(root)});\n`;
}

function inner(group: Group, step: string): Group {
  const found = group[step];
  if (typeof found === "object") return found;
  const made: Group = {};
  group[step] = made;
  return made;
}

function write(group: Group): string {
  const members = Object.entries(group).map(
    ([name, value]) => `${JSON.stringify(name)}: ${typeof value === "string" ? value : write(value)}`,
  );
  return `{ ${members.join(", ")} }`;
}

function expressionOf(parts: readonly IcuPart[]): string {
  return parts.length === 0 ? '""' : parts.map(partExpression).join(" + ");
}

function partExpression(part: IcuPart): string {
  switch (part.type) {
    case "text":
      return JSON.stringify(part.text);
    case "value":
      return `insert(${readValue(part.name)})`;
    case "plural":
      return `plural(${readValue(part.name)}, ${formsOf(part.forms)})`;
  }
}

function readValue(name: string): string {
  return `v[${JSON.stringify(name)}]`;
}

function formsOf(forms: readonly PluralForm[]): string {
  return `{ ${forms.map(({ key, parts }) => `${JSON.stringify(key)}: ${expressionOf(parts)}`).join(", ")} }`;
}
