/**
 * Indexes hold what is looked for in them: no row that has nothing there yet, which each write of such a row would pay for.
 * An interaction's id and client were unique together for a foreign key that never came; its id alone is.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const lightenIndexes: Migration = { up };

const statements = [
  `alter table interactions
    drop constraint interactions_id_client_id_key,
    drop constraint interactions_code_hash_key`,
  "create unique index interactions_by_code on interactions (code_hash) where code_hash is not null",
  "drop index interactions_by_request",
  "create index interactions_by_request on interactions (request_id) where request_id is not null",

  "drop index requests_by_user, requests_by_device, requests_by_typed_code",
  `create index requests_by_user on requests (user_id)
    where user_id is not null and status in ('waiting', 'claimed')`,
  `create index requests_by_device on requests (device_id)
    where device_id is not null and status in ('waiting', 'claimed', 'approved')`,
  `create unique index requests_by_typed_code on requests (typed_code_hash)
    where typed_code_hash is not null and status = 'waiting'`,

  "alter table audit_entries drop constraint audit_entries_position_key",
  "create unique index audit_entries_by_position on audit_entries (position) where position is not null",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
