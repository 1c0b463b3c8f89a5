/** Officers are told of a device that is left to them once, whether as it begins to wait or later: it is written down with it. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const toldOperator: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table devices add column operator_told boolean not null default false`.execute(kysely);
}
