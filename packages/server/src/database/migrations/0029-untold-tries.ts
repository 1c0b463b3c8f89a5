/**
 * Wrong mPINs count as told once a call of the session shows that its phone has read of them: until then the next unlocking
 * tells of them again. What an opened handshake or session has told of lies with it.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const untoldTries: Migration = { up };

const statements = [
  "alter table devices add column tries_untold integer not null default 0 check (tries_untold >= 0)",
  "update devices set tries_untold = greatest(tries - tries_told, 0)",
  "alter table devices drop column tries_told",
  "alter table handshakes add column told integer not null default 0 check (told >= 0)",
  "alter table sessions add column told integer not null default 0 check (told >= 0)",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
