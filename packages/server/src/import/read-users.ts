/**
 * Reads a file of users, line by line: what is wrong is told by its line, and harms no other. So a quotation mark that nobody closes, or bytes
 * that are no UTF-8, are those of their own line; no field of ours goes over several.
 */
import { isUtf8 } from "node:buffer";
import { type AppFunction, appFunctions, nameSchema } from "@mtoken/protocol";
import {
  type ImportColumn,
  type ImportedUser,
  type ImportProblem,
  type ImportProblemCode,
  importColumns,
  languageSchema,
  mailAddressSchema,
  mostImported,
} from "@mtoken/protocol/people";
import { parse } from "csv-parse/sync";
import * as v from "valibot";
import { sortName } from "../people/search-words.ts";

export interface ReadUsers {
  users: ImportedUser[];
  problems: ImportProblem[];
}

/** The word for none of them in a file. */
const mtokenOnly = "mtoken";

const functionsSchema = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.transform((text) => text.split(/\s+/)),
  v.union([v.strictTuple([v.literal(mtokenOnly)]), v.array(v.picklist(appFunctions))]),
  v.transform((words) => appFunctions.filter((name) => (words as readonly string[]).includes(name))),
);

const schemas = {
  ...{ name: nameSchema, mail: mailAddressSchema, language: languageSchema },
  functions: functionsSchema,
};
/** So many lines at once, and then whoever else waits. */
const together = 500;

/** Lines that say nothing of it have `functions` of the app. */
export async function readUsers(
  file: Buffer,
  functions: readonly AppFunction[] = appFunctions,
): Promise<ReadUsers> {
  const lines = linesOf(file);
  const [head, ...rest] = lines;
  const columns = head === undefined ? "no_columns" : readHead(head);
  if (typeof columns === "string") return { users: [], problems: [problem(1, columns)] };
  const filled = rest.filter(({ text }) => text === undefined || text.trim() !== "");
  if (filled.length === 0) return { users: [], problems: [problem(1, "no_lines")] };
  if (filled.length > mostImported) return { users: [], problems: [problem(1, "too_many_lines")] };
  const read: ReadUsers = { users: [], problems: [] };
  const seen = new Map<string, number>();
  for (const [index, line] of filled.entries()) {
    if (index % together === together - 1) await new Promise(setImmediate);
    const found = readLine(line, { ...columns, functions });
    const user = Array.isArray(found) ? undefined : found;
    const earlier = user && seen.get(identityOf(user));
    if (Array.isArray(found)) read.problems.push(...found);
    else if (earlier === undefined) read.users.push(found);
    else read.problems.push({ ...problem(line.number, "duplicate", columnOf(found)), other: earlier });
    if (user && earlier === undefined) seen.set(identityOf(user), line.number);
  }
  return read;
}

/** Who is the same: by the mail address, whatever its case, or by the name where there is none. */
export function identityOf({ name, mail }: Pick<ImportedUser, "name" | "mail">): string {
  return mail === null ? `name ${sortName(name)}` : `mail ${mail.toLowerCase()}`;
}

/** What the identity is of. */
export function columnOf({ mail }: Pick<ImportedUser, "mail">): ImportColumn {
  return mail === null ? "name" : "mail";
}

export function problem(
  line: number,
  code: ImportProblemCode,
  field: ImportColumn | null = null,
): ImportProblem {
  return { line, field, code, other: null };
}

interface Line {
  number: number;
  /** Undefined when it is no UTF-8. */
  text: string | undefined;
}

/** A byte of 10 is the end of a line in UTF-8, and nothing else. */
function linesOf(file: Buffer): Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < file.length; ) {
    const end = file.indexOf(10, from);
    const bytes = file.subarray(from, end === -1 ? file.length : end);
    const text = isUtf8(bytes)
      ? bytes
          .toString()
          .replace(/^\ufeff/, "")
          .replace(/\r$/, "")
      : undefined;
    lines.push({ number: lines.length + 1, text });
    from = end === -1 ? file.length : end + 1;
  }
  return lines;
}

interface Columns {
  delimiter: string;
  names: ImportColumn[];
}

/** Spreadsheets write what their language uses between fields. */
function readHead({ text }: Line): Columns | ImportProblemCode {
  if (text === undefined) return "not_utf8";
  const delimiter = [";", "\t"].find((sign) => text.includes(sign)) ?? ",";
  const names = fieldsOf(text, delimiter)?.map((name) => name.trim().toLowerCase());
  if (names === undefined) return "bad_quoting";
  const known = names.filter((name): name is ImportColumn =>
    (importColumns as readonly string[]).includes(name),
  );
  if (!known.includes("name")) return "no_columns";
  if (known.length !== names.length || new Set(known).size !== names.length) return "unknown_column";
  return { delimiter, names: known };
}

function readLine(
  { number, text }: Line,
  { delimiter, names, functions }: Columns & { functions: readonly AppFunction[] },
): ImportedUser | ImportProblem[] {
  if (text === undefined) return [problem(number, "not_utf8")];
  const fields = fieldsOf(text, delimiter);
  if (fields === undefined) return [problem(number, "bad_quoting")];
  if (fields.length !== names.length) return [problem(number, "wrong_number_of_fields")];
  const user: ImportedUser = {
    ...{ line: number, name: "", mail: null, language: null },
    functions: [...functions],
  };
  const problems: ImportProblem[] = [];
  for (const [index, column] of names.entries()) {
    const field = (fields[index] ?? "").trim();
    const code = problemOf(column, fields[index] ?? "");
    if (code !== undefined) problems.push(problem(number, code, column));
    else if (field === "") continue;
    else if (column === "functions") user.functions = v.parse(functionsSchema, field);
    else user[column] = field;
  }
  return problems.length === 0 ? user : problems;
}

function problemOf(column: ImportColumn, field: string): ImportProblemCode | undefined {
  // Whoever takes our lists into a spreadsheet later would have it calculated there.
  const text = field.trim();
  if (/^[=+\-@\t\r]/.test(field) || /^[=+\-@]/.test(text)) return "formula";
  if (text === "") return column === "name" ? "missing" : undefined;
  return v.is(schemas[column], text) ? undefined : "malformed";
}

/** RFC 4180 within a line; undefined where its quotation marks are wrong. */
function fieldsOf(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const [fields] = parse(text, { delimiter, relax_column_count: true });
    return fields;
  } catch {
    return undefined;
  }
}
