/** All of a company's users are told of what its policy asks of them, and all administrators of the limits, a part at a time. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const tellPolicies: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`
    alter table company_work drop constraint company_work_kind_check,
      add constraint company_work_kind_check check (kind in ('end-devices', 'stop', 'tell-policy', 'tell-limits'))
  `.execute(kysely);
}
