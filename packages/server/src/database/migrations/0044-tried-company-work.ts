/** What is done to all of a company and fails is tried again after a while, and holds up nothing that was begun after it. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const triedCompanyWork: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`
    alter table company_work add column failures integer not null default 0, add column next_at timestamptz
  `.execute(kysely);
}
