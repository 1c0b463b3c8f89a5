/** Imports are listed, each with what of it is not done: few lines of any, found without the others. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const listImports: Migration = { up };

const statements = [
  "create index imports_by_time on imports (created_at, id)",
  "create index import_lines_undone on import_lines (import_id, line) where activation_id is null",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
