/**
 * Reads the English texts of a page's messages.ts without running it: it is data, and anything else in it is refused.
 * A comment above a text or a group is for its translators.
 */
import { readFileSync } from "node:fs";
import type {
  Comment,
  Expression,
  ObjectExpression,
  ObjectProperty,
  Program,
  TSTypeLiteral,
} from "oxc-parser";
import { parseSync } from "oxc-parser";
import type { SourceMessage } from "./source-message.ts";

interface Reading {
  text: string;
  comments: readonly Comment[];
}

/** All texts of the object that the file exports as `english`. */
export function readSource(path: string): SourceMessage[] {
  return parseSource(readFileSync(path, "utf8"), path);
}

export function parseSource(text: string, path = "messages.ts"): SourceMessage[] {
  const { program, comments, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const source = plain(exported(program));
  if (source?.type !== "ObjectExpression") throw new SyntaxError(`${path} exports no object called english`);
  return readGroup({ text, comments }, source, { key: "", comments: [] });
}

function exported(program: Program): Expression | null {
  for (const statement of program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration")
      continue;
    const found = statement.declaration.declarations.find(
      ({ id }) => id.type === "Identifier" && id.name === "english",
    );
    if (found !== undefined) return found.init;
  }
  return null;
}

function readGroup(
  reading: Reading,
  group: ObjectExpression,
  at: { key: string; comments: string[] },
): SourceMessage[] {
  let before = group.start;
  return group.properties.flatMap((property) => {
    const own = commentsBetween(reading, before, property.start);
    before = property.end;
    if (property.type !== "Property" || property.computed || property.method)
      throw new SyntaxError(
        `${at.key || "english"} holds what is no plain text: ${excerpt(reading, property)}`,
      );
    const key = at.key === "" ? nameOf(property) : `${at.key}.${nameOf(property)}`;
    return readValue(reading, property.value, { key, comments: [...at.comments, ...own] });
  });
}

function readValue(
  reading: Reading,
  value: Expression,
  at: { key: string; comments: string[] },
): SourceMessage[] {
  const found = plain(value);
  if (found?.type === "ObjectExpression") return readGroup(reading, found, at);
  const english = found === null ? undefined : textOf(found);
  if (english !== undefined) return [{ ...at, english, placeholders: null }];
  if (
    found?.type === "CallExpression" &&
    found.callee.type === "Identifier" &&
    found.callee.name === "message"
  ) {
    const [icu] = found.arguments;
    const [values] = found.typeArguments?.params ?? [];
    const text = icu === undefined || icu.type === "SpreadElement" ? undefined : textOf(icu);
    if (text !== undefined && values?.type === "TSTypeLiteral")
      return [{ ...at, english: text, placeholders: readPlaceholders(values, at.key) }];
  }
  throw new SyntaxError(
    `${at.key} is neither a plain text nor message<{…}>("…"): ${excerpt(reading, value)}`,
  );
}

function readPlaceholders(values: TSTypeLiteral, key: string): Record<string, "number" | "string"> {
  return Object.fromEntries(
    values.members.map((member) => {
      const type =
        member.type === "TSPropertySignature" ? member.typeAnnotation?.typeAnnotation.type : undefined;
      if (member.type !== "TSPropertySignature" || member.key.type !== "Identifier" || type === undefined)
        throw new SyntaxError(`${key} has a placeholder that can't be read`);
      if (type !== "TSNumberKeyword" && type !== "TSStringKeyword")
        throw new SyntaxError(`${key} has a placeholder that is neither a number nor a string`);
      return [member.key.name, type === "TSNumberKeyword" ? "number" : "string"];
    }),
  );
}

/** Types say nothing about a text. */
function plain(value: Expression | null): Expression | null {
  if (value?.type === "TSSatisfiesExpression" || value?.type === "TSAsExpression")
    return plain(value.expression);
  return value;
}

function textOf(value: Expression): string | undefined {
  if (value.type === "Literal" && typeof value.value === "string") return value.value;
  if (value.type === "TemplateLiteral" && value.expressions.length === 0)
    return value.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function nameOf({ key }: ObjectProperty): string {
  const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? `${key.value}` : "";
  if (!/^[\w-]+$/.test(name))
    throw new SyntaxError(`A key is made of letters, digits, _ and -, unlike “${name}”`);
  return name;
}

/** Those on lines of their own; what follows a text on its line belongs to developers. */
function commentsBetween({ text, comments }: Reading, start: number, end: number): string[] {
  return comments
    .filter((comment) => comment.start >= start && comment.end <= end)
    .filter((comment) => /(^|\n)\s*$/.test(text.slice(start, comment.start)))
    .map(({ value }) =>
      value
        .split("\n")
        .map((line) => line.replace(/^[\s*/]+|\s+$/g, ""))
        .filter((line) => line !== "")
        .join(" "),
    );
}

function excerpt({ text }: Reading, { start, end }: { start: number; end: number }): string {
  return text.slice(start, Math.min(end, start + 60));
}
