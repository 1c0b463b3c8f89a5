/** A live handshake holds the hashes of its messages in place of the messages. Those of before end: none lives for a minute. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const hashMessages: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`delete from handshakes`.execute(kysely);
}
