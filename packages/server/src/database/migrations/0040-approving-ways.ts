/** By which way a phone was let in (decision 27): a portal is one person. What was before is read from the log. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const approvingWays: Migration = { up };

const statements = [
  "alter table devices add column approved_via text",
  `update devices set approved_via = entry::jsonb ->> 'via'
    from audit_entries
    where audit_entries.kind = 'device.approved' and entry::jsonb ->> 'device' = devices.id and approved_by is not null`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
