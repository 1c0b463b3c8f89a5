/**
 * What a sign-in has opened stands on its computer too, and a portal is told when it ends: a sign-in that was redeemed says by what it
 * is over, and is found by its user for a day.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const endSignIns: Migration = { up };

const statements = [
  "alter table console_sessions add column computer_id text",
  "alter table client_sign_ins add column computer_id text",
  "alter table requests add column ended_at timestamptz, add column end_reason text",
  "create index requests_redeemed on requests (user_id, redeemed_at) where redeemed_at is not null",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
