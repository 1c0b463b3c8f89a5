/** `mtoken import …`: many users at once, from a file. */
import type { ImportId } from "@mtoken/protocol";
import {
  type FailedLines,
  type Import,
  type ImportCodes,
  type ImportFile,
  type ImportListQuery,
  type ImportPreview,
  type ImportProblem,
  type ListedImport,
  longestImport,
} from "@mtoken/protocol/people";
import type { Context } from "@mtoken/server";
import {
  Importer,
  listFailedLines,
  listImportPage,
  operatorAtCommandLine,
  previewImport,
  readImport,
  startImport,
  takeCodes,
} from "@mtoken/server";
import { CommandError } from "../command-error.ts";
import type { Output, Work } from "./command-table.ts";
import {
  companyIdOf,
  functionsOf,
  importIdOf,
  instant,
  type ListOptions,
  readAll,
  readBytes,
  readListOptions,
  referenceOf,
  toldList,
} from "./read-people.ts";

const operator = operatorAtCommandLine;
const progressMilliseconds = 1_000;

interface ImportOptions {
  company: string;
  functions?: string;
  reference?: string;
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

type ListImportsOptions = Pick<ListOptions<NonNullable<ImportListQuery["status"]>>, "company" | "status">;

export function printImports(options: ListImportsOptions): Work {
  const wanted = readListOptions(options);
  return async (context, { tell }) => {
    const found = await readAll((page) => listImportPage(context, operator, { ...wanted, ...page }));
    tell(...toldList(found, describeListed));
  };
}

function describeListed(job: ListedImport): string {
  return `${describeFar(job)}  begun ${instant(job.created)}  ${job.company.name} ${job.company.id}`;
}

export function printFailed(text: string): Work {
  const id = importIdOf(text);
  return async (context, { tell }) => {
    const { items } = await listFailedLines(context, operator, id);
    tell(...toldList(items, describeFailed));
  };
}

function describeFailed({ line, name, mail, user, why }: FailedLines["items"][number]): string {
  return `line ${line}  ${name}${mail === null ? "" : ` <${mail}>`}  ${why}${user === null ? "" : `  ${user}`}`;
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

async function readImportFile(
  path: string,
  { company, functions, reference }: ImportOptions,
): Promise<ImportFile> {
  const setting = {
    company: companyIdOf(company),
    ...(functions !== undefined && { functions: functionsOf(functions) }),
    ...(reference !== undefined && { reference: referenceOf(reference) }),
  };
  const bytes = await readBytes(path);
  if (bytes.length < 2 || bytes.length > longestImport)
    throw new CommandError(`${path} is empty, or longer than ${longestImport} bytes.`, "wrong_argument");
  return { ...setting, csv: bytes.toString("base64url") };
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

function describeImport(job: Import): string {
  const { id, codes: waiting } = job;
  const hint = waiting === 0 ? "" : `\n${waiting} codes wait: mtoken import codes ${id} prints them, once.`;
  return `${describeFar(job)}${hint}`;
}

function describeFar({ id, status, total, invited, failed }: ListedImport): string {
  const lost = failed === 0 ? "" : `, ${failed} failed`;
  return `${id}  ${status}: ${invited} of ${total} invited${lost}`;
}

function describeCode({ user, mail, link, code, expires }: ImportCodes["items"][number]): string {
  const goes = link ?? `by mail to ${mail}`;
  return `${user.id}  ${user.name}  code ${code}  link ${goes}  until ${instant(expires)}`;
}
