/** Which wrong mPINs a user was told of already: unlocking by passkey tells of them, and leaves the tries as they are. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const tellWrongTries: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  const column = "tries_told integer not null default 0 check (tries_told >= 0)";
  await sql.raw(`alter table devices add column ${column}`).execute(kysely);
}
