/** An interaction belongs to the browser that began it, and not to whoever knows its address. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const bindInteractions: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`
    alter table interactions
      add column browser_hash bytea,
      add column begins integer not null default 0
  `.execute(kysely);
  await sql`alter table challenges add column browser_hash bytea`.execute(kysely);
}
