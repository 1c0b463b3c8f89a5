/** `mtoken import …`: many users at once, from a file. */
import type { ImportId } from "@mtoken/protocol";
import {
  functionsSchema,
  type Import,
  type ImportCodes,
  type ImportFile,
  type ImportPreview,
  type ImportProblem,
  longestImport,
} from "@mtoken/protocol/people";
import type { Context } from "@mtoken/server";
import {
  Importer,
  operatorAtCommandLine,
  previewImport,
  readImport,
  startImport,
  takeCodes,
} from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import type { Output, Work } from "./command-table.ts";
import { companyIdOf, importIdOf, instant, namesIn, readBytes } from "./read-people.ts";

const operator = operatorAtCommandLine;
const progressMilliseconds = 1_000;

interface ImportOptions {
  company: string;
  functions?: string;
}

export async function preview(path: string, options: ImportOptions): Promise<Work> {
  const file = await readImportFile(path, options);
  return async (context, { tell }) => {
    const found = await previewImport(context, operator, file);
    tell([`${found.users} users can be added.`, ...describeProblems(found)].join("\n"), found);
  };
}

/**
 * All of a file's users, or nobody. This process does it itself, as no server may be running, and goes on where one left off that was
 * interrupted: the same file again within the hour is the same import.
 */
export async function start(path: string, options: ImportOptions): Promise<Work> {
  const file = await readImportFile(path, options);
  return async (context, output) => {
    const found = await previewImport(context, operator, file);
    const id = await startImport(context, operator, file).catch((error: unknown) => {
      if (found.problems.length === 0) throw error;
      throw new CommandError(
        ["Nobody was added: some lines can't be taken.", ...describeProblems(found)].join("\n"),
        "import_refused",
      );
    });
    output.progress(`… import ${id}`);
    await importAll(context, id, output);
    const done = await readImport(context, operator, id);
    output.tell(describeImport(done), done);
  };
}

export function print(text: string): Work {
  const id = importIdOf(text);
  return async (context, { tell }) => {
    const found = await readImport(context, operator, id);
    tell(describeImport(found), found);
  };
}

/** Those that were not taken before. */
export function codes(text: string): Work {
  const id = importIdOf(text);
  return async (context, { tell }) => {
    const { items } = await takeCodes(context, operator, id);
    const none =
      "There are no codes to hand over, or they were taken already: mtoken user invite invites anew.";
    tell(items.length === 0 ? none : items.map(describeCode).join("\n"), items);
  };
}

async function readImportFile(path: string, { company, functions }: ImportOptions): Promise<ImportFile> {
  const setting = { company: companyIdOf(company), ...(functions !== undefined && functionsOf(functions)) };
  const bytes = await readBytes(path);
  if (bytes.length < 2 || bytes.length > longestImport)
    throw new CommandError(`${path} is empty, or longer than ${longestImport} bytes.`, "wrong_argument");
  return { ...setting, csv: bytes.toString("base64url") };
}

function functionsOf(text: string): Pick<ImportFile, "functions"> {
  const parsed = v.safeParse(functionsSchema, namesIn(text));
  if (parsed.success) return { functions: parsed.output };
  throw new CommandError(`"${text}" is not functions of the app, such as payments.`, "wrong_argument");
}

async function importAll(context: Context, id: ImportId, { progress }: Output): Promise<void> {
  const importer = new Importer(context);
  const look = async () => {
    const { invited, total } = await readImport(context, operator, id);
    progress(`… ${invited} of ${total}`);
  };
  const timer = setInterval(() => void look().catch(() => {}), progressMilliseconds);
  try {
    await importer.importNow();
  } finally {
    clearInterval(timer);
    await importer.close();
  }
}

function describeProblems({ problems }: ImportPreview): string[] {
  return problems.map(({ line, field, code, other }: ImportProblem) => {
    const where = field === null ? `line ${line}` : `line ${line}, ${field}`;
    return `${where}: ${code}${other === null ? "" : ` (line ${other})`}`;
  });
}

function describeImport({ id, status, total, invited, failed, codes: waiting }: Import): string {
  const lost = failed === 0 ? "" : `, ${failed} failed`;
  const hint = waiting === 0 ? "" : `\n${waiting} codes wait: mtoken import codes ${id} prints them, once.`;
  return `${id}  ${status}: ${invited} of ${total} invited${lost}${hint}`;
}

function describeCode({ user, mail, link, code, expires }: ImportCodes["items"][number]): string {
  const goes = link ?? `by mail to ${mail}`;
  return `${user.id}  ${user.name}  code ${code}  link ${goes}  until ${instant(expires)}`;
}
