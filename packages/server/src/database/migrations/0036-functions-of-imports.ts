/** What of the app the users of an import may use. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const functionsOfImports: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table import_lines add column functions jsonb not null default '["payments"]'`.execute(
    kysely,
  );
}
