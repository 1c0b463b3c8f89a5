/** An import that the command line begins is nobody's of the users. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const importsAtTheCommandLine: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table imports alter column user_id drop not null`.execute(kysely);
}
