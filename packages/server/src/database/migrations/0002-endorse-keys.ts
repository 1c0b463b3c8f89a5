/** Identity keys are introduced by an older one, so that phones need not believe whoever names a new key. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const endorseKeys: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table identity_keys add column endorsement text`.execute(kysely);
}
