/** What commands about people are told, read once: persons, reasons, and pages that are fetched to the last one. */
import { companyIdSchema, deviceIdSchema, nameSchema, userIdSchema } from "@mtoken/protocol";
import type { GivenReason, Page } from "@mtoken/protocol/people";
import { mailAddressSchema, reasonSchema, reasons } from "@mtoken/protocol/people";
import type { FirstPerson } from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";
import { aName, readArgument } from "./read-argument.ts";

export const companyIdOf = (text: string) =>
  readArgument(companyIdSchema, text, "a company id, cmp_… (mtoken company list shows them)");
export const userIdOf = (text: string) =>
  readArgument(userIdSchema, text, "a user id, usr_… (mtoken user list shows them)");
export const deviceIdOf = (text: string) =>
  readArgument(deviceIdSchema, text, "a device id, dev_… (mtoken device list shows them)");
export const mailAddressOf = (text: string) => readArgument(mailAddressSchema, text, "a mail address");

/** A name, or `Ada Berg <ada@mill.example>`. */
export function readPerson(text: string): FirstPerson {
  const [, name, mail] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(text) ?? [];
  if (name === undefined || mail === undefined) return { name: readArgument(nameSchema, text.trim(), aName) };
  return { name: readArgument(nameSchema, name.trim(), aName), mail: mailAddressOf(mail.trim()) };
}

export interface ReasonOptions {
  reason: string;
  note?: string;
}

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
  throw new CommandError(
    "A reason is a line of up to 500 characters that people can read.",
    "wrong_argument",
  );
}

/** Every item of a list, page by page. */
export async function readAll<Item>(
  page: (entries: { limit: string; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next } = await page({ limit: "100", ...(cursor !== undefined && { cursor }) });
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
