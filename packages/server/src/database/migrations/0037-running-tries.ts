/**
 * Which wrong mPINs were told of is a running total, as all of them are one: told twice, they are told once. What an opened
 * handshake or session has told of stays right: nothing was told before it.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const runningTries: Migration = { up };

const statements = [
  "alter table devices rename column tries_untold to tries_wrong",
  "alter table devices add column tries_told integer not null default 0 check (tries_told >= 0)",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
