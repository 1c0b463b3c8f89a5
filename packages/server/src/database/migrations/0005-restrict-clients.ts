/** A relying party may be one company's: then it reaches the users of no other. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const restrictClients: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`
    alter table clients add column companies jsonb
      check (companies is null or (jsonb_typeof(companies) = 'array' and companies <> '[]'))
  `.execute(kysely);
}
