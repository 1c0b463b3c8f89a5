/** A relying party's registration can end. Its row stays, since what was signed for it does. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const endClients: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table clients add column ended_at timestamptz`.execute(kysely);
}
