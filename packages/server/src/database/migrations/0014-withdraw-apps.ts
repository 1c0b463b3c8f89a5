/** Which app a device last used, by name and version alone, and the versions that the operator has withdrawn (M13, M24). */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const withdrawApps: Migration = { up };

const statements = [
  // Without an index, so that writing it costs a handshake nothing (PostgreSQL's HOT updates).
  "alter table devices add column app text",
  `create table withdrawn_apps (
    app text primary key,
    reason text not null,
    withdrawn_at timestamptz not null
  )`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
