/** What the bank gives the users of a file it gives on their company's request, whose reference goes on the record of each of them. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const importReferences: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table imports add column reference text`.execute(kysely);
}
