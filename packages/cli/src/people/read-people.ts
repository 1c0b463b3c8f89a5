/** What commands about people are told, read once: ids, persons, reasons, files, and lists that are fetched to the last page. */
import { readFile } from "node:fs/promises";
import { text as readStream } from "node:stream/consumers";
import {
  type CompanyId,
  companyIdSchema,
  computerIdSchema,
  deviceIdSchema,
  importIdSchema,
  nameSchema,
  proposalIdSchema,
  type UserId,
  userIdSchema,
} from "@mtoken/protocol";
import type { GivenReason, Noted, Page } from "@mtoken/protocol/people";
import {
  deliveryIdSchema,
  functionsSchema,
  mailAddressSchema,
  notedSchema,
  reasonSchema,
  reasons,
  referenceSchema,
} from "@mtoken/protocol/people";
import type { FirstPerson } from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { aName, readArgument } from "../read-argument.ts";

export const companyIdOf = (text: string) =>
  readArgument(companyIdSchema, text, "a company id, cmp_… (mtoken company list shows them)");
export const userIdOf = (text: string) =>
  readArgument(userIdSchema, text, "a user id, usr_… (mtoken user list shows them)");
export const deviceIdOf = (text: string) =>
  readArgument(deviceIdSchema, text, "a device id, dev_… (mtoken device list shows them)");
export const computerIdOf = (text: string) =>
  readArgument(computerIdSchema, text, "a computer id, cpt_… (mtoken computer list shows them)");
export const proposalIdOf = (text: string) =>
  readArgument(proposalIdSchema, text, "a proposal id, prp_… (mtoken proposal list shows them)");
export const importIdOf = (text: string) =>
  readArgument(importIdSchema, text, "an import id, imp_… (mtoken import start prints it)");
export const deliveryIdOf = (text: string) =>
  readArgument(deliveryIdSchema, text, "a delivery id, dlv_… (mtoken delivery list shows them)");
export const mailAddressOf = (text: string) => readArgument(mailAddressSchema, text, "a mail address");

export const referenceOf = (text: string) =>
  readArgument(referenceSchema, text, "a reference: a line of up to 140 characters that people can read");
export const functionsOf = (text: string) =>
  readArgument(
    v.pipe(v.string(), v.transform(namesIn), functionsSchema),
    text,
    "functions of the app, such as payments",
  );

/** Words with commas between them. */
export function namesIn(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** A name, or `Ada Berg <ada@mill.example>`. */
export function readPerson(text: string): FirstPerson {
  const [, name, mail] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(text) ?? [];
  if (name === undefined || mail === undefined) return { name: readArgument(nameSchema, text.trim(), aName) };
  return { name: readArgument(nameSchema, name.trim(), aName), mail: mailAddressOf(mail.trim()) };
}

export interface NoteOptions {
  note?: string;
}

export interface ReasonOptions extends NoteOptions {
  reason: string;
}

const aNote = "a line of up to 500 characters that people can read";

/** One of the reasons that are counted, or any other words: those are its note. */
export function readReason({ reason, note }: ReasonOptions): GivenReason {
  const isCounted = (reasons as readonly string[]).includes(reason);
  if (!isCounted && note !== undefined)
    throw new CommandError(`With --note, --reason is one of ${reasons.join(", ")}.`, "wrong_argument");
  const given = isCounted
    ? { reason, ...(note !== undefined && { note }) }
    : { reason: "other", note: reason };
  const parsed = v.safeParse(reasonSchema, given);
  if (parsed.success) return parsed.output;
  throw new CommandError(`A reason is ${aNote}.`, "wrong_argument");
}

export function readNote({ note }: NoteOptions): Noted {
  const parsed = v.safeParse(notedSchema, note === undefined ? {} : { note });
  if (parsed.success) return parsed.output;
  throw new CommandError(`A note is ${aNote}.`, "wrong_argument");
}

/** Of standard input where it is called `-`. */
export async function readJsonFile<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T> {
  const text = path === "-" ? await readStream(process.stdin) : (await readBytes(path)).toString();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue);
  throw new CommandError(
    `${path === "-" ? "Standard input" : path}${where === null ? "" : `, at ${where}`}: ${issue.message}.`,
    "wrong_argument",
  );
}

export function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch(() => {
    throw new CommandError(`${path} can't be read.`, "wrong_argument");
  });
}

/** What a list is narrowed by, as it is typed. */
export interface ListOptions<Status extends string> {
  company?: string;
  user?: string;
  query?: string;
  status?: Status;
}

interface ListQuery<Status extends string> {
  company?: CompanyId;
  user?: UserId;
  query?: string;
  status?: Status;
}

export function readListOptions<Status extends string>({
  company,
  user,
  query,
  status,
}: ListOptions<Status>): ListQuery<Status> {
  return {
    ...(company !== undefined && { company: companyIdOf(company) }),
    ...(user !== undefined && { user: userIdOf(user) }),
    ...(query !== undefined && { query }),
    ...(status !== undefined && { status }),
  };
}

type ReadPage<Item> = (entries: { limit: string; cursor?: string }) => Promise<Page<Item>>;

/** Every item of a list, page by page. */
export async function* eachOf<Item>(page: ReadPage<Item>): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { items, next } = await page({ limit: "100", ...(cursor !== undefined && { cursor }) });
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/** All of them at once. */
export async function readAll<Item>(page: ReadPage<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of eachOf(page)) items.push(item);
  return items;
}

/** A list's answer: all items as data, a line for each, or that there are none. */
export function toldList<Item>(
  items: readonly Item[],
  describe: (item: Item) => string,
  none = "There are none.",
): [words: string, data: readonly Item[]] {
  return [items.length === 0 ? none : items.map(describe).join("\n"), items];
}

/** Seconds since 1970 as people and scripts write a time. */
export function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
