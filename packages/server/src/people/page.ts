/** Pages of lists: each begins where the one before ended, by the key that it is sorted by, so that no page is slower than the first. */
import { ProtocolError } from "@mtoken/protocol";
import { type Page, usualPage } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import * as v from "valibot";
import type { Database, Transaction } from "../database/database.ts";
import { prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";

/** What every list's address may say, read. */
export interface ListQuery {
  query?: string;
  cursor?: string;
  limit?: string;
}

/** What a list is sorted by, of its last item: a text or an instant, and the id, for those that have the same. */
export type Key = readonly [sorted: string, id: string];

/** No list has a text with a control character in it, and no database takes one. */
const keySchema = v.strictTuple([
  v.pipe(v.string(), v.maxLength(1000), v.regex(/^\P{Cc}*$/u)),
  v.pipe(v.string(), v.regex(/^[a-z]{3}_[A-Za-z0-9_-]{26,43}$/)),
]);

function limitOf({ limit }: ListQuery): number {
  return limit === undefined ? usualPage : Number(limit);
}

/** Where the page begins; undefined for the first one. */
export function keyOf({ cursor }: ListQuery): Key | undefined {
  if (cursor === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), keySchema), readCursor(cursor));
  if (!parsed.success) throw new ProtocolError("malformed_message");
  return parsed.output;
}

/** The same for lists in the order of time. */
export function instantOf(query: ListQuery): readonly [at: Date, id: string] | undefined {
  const [sorted, id] = keyOf(query) ?? [];
  if (sorted === undefined || id === undefined) return undefined;
  // As it was written; years of more than four digits are nobody's.
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(sorted)) throw new ProtocolError("malformed_message");
  const at = new Date(sorted);
  if (Number.isNaN(at.getTime()) || at.getTime() < 0) throw new ProtocolError("malformed_message");
  return [at, id];
}

/** Of one row more than the page has. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit, key, item }: { limit: number; key(row: Row): Key; item(row: Row): Item },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(key(last)) : null;
  return { items: shown.map(item), next };
}

function writeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function readCursor(cursor: string): string {
  return Buffer.from(cursor, "base64url").toString();
}

/**
 * Statements that serve a sign-in are planned once, for a key (postgres-engine.ts). A list is planned for what is looked for, with
 * every way of reading there is: only so are the indexes over words and of few rows taken.
 */
const freePlanning = prepare(
  () => sql<never>`select set_config(name, value, true) from (values
    ('plan_cache_mode', 'force_custom_plan'), ('enable_seqscan', 'on'), ('enable_bitmapscan', 'on'),
    ('enable_hashjoin', 'on'), ('enable_mergejoin', 'on')) as settings (name, value)`,
);

export function readFreely<Result>(
  { kysely }: Pick<Database, "kysely">,
  read: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return kysely.transaction().execute(async (transaction) => {
    await sendWithNext(transaction, freePlanning({}));
    return read(transaction);
  });
}

export interface ReadPage<Row, Item> {
  /** As many of them at most, from where the page begins. */
  rows(transaction: Transaction, limit: number): Promise<readonly Row[]>;
  key(row: Row): Key;
  item(row: Row): Item;
}

/** A page of a list, as its address asks for it. */
export function readPage<Row, Item>(
  { database }: { database: Pick<Database, "kysely"> },
  query: ListQuery,
  { rows, ...of }: ReadPage<Row, Item>,
): Promise<Page<Item>> {
  const limit = limitOf(query);
  return readFreely(database, async (transaction) =>
    pageOf(await rows(transaction, limit + 1), { limit, ...of }),
  );
}

/** All of these, or everything where there are none. */
export function allOf(conditions: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
}
