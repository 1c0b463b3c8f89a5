/** Files of users who are added and invited at once: what is wrong with which line, and how far it is. */
import * as v from "valibot";
import { appFunctions } from "../features.ts";
import { nameSchema, timeSchema, wholeNumber } from "../fields.ts";
import { companyIdSchema, importIdSchema, userIdSchema } from "../ids.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";
import { actorSchema, functionsSchema, referenceSchema, userNameSchema } from "./users.ts";

/** How many users one file may have, and how many bytes. */
export const mostImported = 10_000;
export const longestImport = 3 * 1024 * 1024;

/** The columns that a file may have, by their names in its first line; `name` has to be there. */
export const importColumns = ["name", "mail", "language", "functions"] as const;
export type ImportColumn = (typeof importColumns)[number];

/** A company's new users: CSV in UTF-8, its bytes as base64url, so that what is not UTF-8 is told by its line. */
export const importFileSchema = v.strictObject({
  company: companyIdSchema,
  csv: v.pipe(
    v.string(),
    v.minLength(2),
    v.maxLength(Math.ceil((longestImport * 4) / 3)),
    v.regex(/^[A-Za-z0-9_-]*$/, "must be base64url"),
  ),
  /** What those have of the app whose line says nothing of it: all of it, when this is left out. */
  functions: v.exactOptional(functionsSchema),
  /** Of the company's request, which the bank names when a line gives its user any. */
  reference: v.exactOptional(referenceSchema),
});
export type ImportFile = v.InferOutput<typeof importFileSchema>;

export const importProblemCodes = [
  /** Of the file as a whole, at its first line. */
  "no_columns",
  "unknown_column",
  "no_lines",
  "too_many_lines",
  /** Of a line. */
  "not_utf8",
  "bad_quoting",
  "wrong_number_of_fields",
  /** Of a field. */
  "missing",
  "malformed",
  "formula",
  /** The user stands in an earlier line, or in the company already. */
  "duplicate",
  "exists",
] as const;
export type ImportProblemCode = (typeof importProblemCodes)[number];

const lineSchema = wholeNumber(1, 1_000_000);

export const importProblemSchema = v.strictObject({
  line: lineSchema,
  field: v.nullable(v.picklist(importColumns)),
  code: v.picklist(importProblemCodes),
  /** The earlier line, of a duplicate. */
  other: v.nullable(lineSchema),
});
export type ImportProblem = v.InferOutput<typeof importProblemSchema>;

const importedUserSchema = v.strictObject({
  line: lineSchema,
  name: nameSchema,
  mail: v.nullable(v.string()),
  language: v.nullable(v.string()),
  /** Of the app besides mToken itself: none of them is mToken only; all when the file says nothing of it. */
  functions: v.array(v.picklist(appFunctions)),
});
export type ImportedUser = v.InferOutput<typeof importedUserSchema>;

export const importPreviewSchema = v.strictObject({
  /** How many lines can be taken. */
  users: wholeNumber(0, mostImported),
  /** The first of them. */
  first: v.array(importedUserSchema),
  /** Each line that can't, by its number; nothing is imported while there is one. */
  problems: v.array(importProblemSchema),
});
export type ImportPreview = v.InferOutput<typeof importPreviewSchema>;

export const startedImportSchema = v.strictObject({ import: importIdSchema });

/** `stopped` when who began it may not go on with it, or was removed: what was done stays. */
export const importStatuses = ["running", "done", "stopped"] as const;

const listedImportSchema = v.strictObject({
  id: importIdSchema,
  company: companyNameSchema,
  by: actorSchema,
  created: timeSchema,
  status: v.picklist(importStatuses),
  total: wholeNumber(0, mostImported),
  invited: wholeNumber(0, mostImported),
  /** Those that could not be invited, such as users who were removed meanwhile. */
  failed: wholeNumber(0, mostImported),
});
export type ListedImport = v.InferOutput<typeof listedImportSchema>;

export const importListQuerySchema = v.strictObject({
  cursor: listEntries.cursor,
  limit: listEntries.limit,
  company: v.exactOptional(companyIdSchema),
  status: v.exactOptional(v.picklist(importStatuses)),
});
export type ImportListQuery = v.InferOutput<typeof importListQuerySchema>;

export const importPageSchema = pageSchema(listedImportSchema);

export const importSchema = v.strictObject({
  ...listedImportSchema.entries,
  /** Registration codes that wait to be taken along by who began it; once. */
  codes: wholeNumber(0, mostImported),
});
export type Import = v.InferOutput<typeof importSchema>;

/** Lines that nobody was invited by, as they stood in the file. */
export const failedLinesSchema = v.strictObject({
  items: v.array(
    v.strictObject({
      ...importedUserSchema.entries,
      /** Who was added by it, and is there; null where there is nobody. */
      user: v.nullable(userIdSchema),
      /** The user was removed meanwhile; the import was stopped before; or several attempts failed. */
      why: v.picklist(["removed", "stopped", "failed"]),
    }),
  ),
});
export type FailedLines = v.InferOutput<typeof failedLinesSchema>;

/** Shown once: link and code go to the user by two ways. */
export const importCodesSchema = v.strictObject({
  items: v.array(
    v.strictObject({
      user: userNameSchema,
      mail: v.nullable(v.string()),
      /** Null when it goes to the user by mail. */
      link: v.nullable(v.string()),
      code: v.string(),
      expires: timeSchema,
    }),
  ),
});
export type ImportCodes = v.InferOutput<typeof importCodesSchema>;
