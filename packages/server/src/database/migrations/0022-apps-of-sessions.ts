/** Which version of the app a handshake and a session are of: that of the device is whichever knocked last. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const appsOfSessions: Migration = { up };

const statements = ["handshakes", "sessions"].flatMap((table) => [
  `alter table ${table} add column app text`,
  `update ${table} set app = devices.app from devices where devices.id = ${table}.device_id`,
  // Of a device from before there was such a word: its phone opens another one.
  `delete from ${table} where app is null`,
  `alter table ${table} alter column app set not null`,
]);

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
