/**
 * Locks that hold across all processes on one database, until the transaction ends. On PGlite, which has one
 * connection, they are free at once and harmless.
 */
import { sql } from "kysely";
import type { Queries } from "./database.ts";

/** "mtok" and a counter: numbers of our own, each for one purpose. */
const locks = {
  migration: 0x6d746f6b01,
  identity: 0x6d746f6b02,
  audit: 0x6d746f6b03,
  "push-keys": 0x6d746f6b04,
} as const;

/** Call it in a transaction: the lock ends with it. */
export async function takeLock(queries: Queries, name: keyof typeof locks): Promise<void> {
  await sql`select pg_advisory_xact_lock(${locks[name]}::bigint)`.execute(queries);
}
