/** What the app offers each user besides mToken itself (M16): those of before keep what they had, the list of what waits. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const entitlements: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`update users set features = '["payments"]'::jsonb`.execute(kysely);
}
