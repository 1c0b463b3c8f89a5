/** The versions of apps in the database: which devices last used, and which are withdrawn (M13). */
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { liveStatuses } from "../device/standing.ts";

export async function findWithdrawn(queries: Queries, app: string | null): Promise<boolean> {
  const row = await queries
    .selectFrom("withdrawn_apps")
    .select("app")
    .where("app", "=", app)
    .executeTakeFirst();
  return row !== undefined;
}

export async function listWithdrawn(queries: Queries): Promise<string[]> {
  const rows = await queries.selectFrom("withdrawn_apps").select("app").orderBy("app").execute();
  return rows.map(({ app }) => app);
}

export interface AppRow {
  app: string;
  /** Live devices that used it last. */
  devices: number;
  reason: string | null;
  withdrawn_at: Date | null;
}

/** Every version that a live device used last, or that is withdrawn. */
export async function listUsed(queries: Queries): Promise<AppRow[]> {
  const { rows } = await sql<AppRow>`
    select coalesce(used.app, withdrawn.app) as app, coalesce(used.devices, 0)::integer as devices,
      withdrawn.reason, withdrawn.withdrawn_at
    from (
      select app, count(*) as devices from devices
      where app is not null and status = any(${liveStatuses})
      group by app
    ) as used
    full join withdrawn_apps as withdrawn on withdrawn.app = used.app
    order by 1
  `.execute(queries);
  return rows;
}

/** False when it was withdrawn before. */
export async function insertWithdrawn(
  transaction: Transaction,
  row: { app: string; reason: string; withdrawn_at: Date },
): Promise<boolean> {
  const inserted = await transaction
    .insertInto("withdrawn_apps")
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning("app")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** False when it was not withdrawn. */
export async function deleteWithdrawn(transaction: Transaction, app: string): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom("withdrawn_apps")
    .where("app", "=", app)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/**
 * Ends what devices have open by this app, and says how many sessions those were. The rows of the devices and their users are taken first,
 * each in the order of their ids; what one of them opens meanwhile is refused by the statement that would open it.
 */
export async function endSessionsOf(transaction: Transaction, app: string): Promise<number> {
  const using = sql`id in (
    select device_id from sessions where sessions.app = ${app} union select device_id from handshakes where handshakes.app = ${app}
  )`;
  await sql`
    select from users where id in (select user_id from devices where ${using}) order by id for no key update
  `.execute(transaction);
  await sql`select from devices where ${using} order by id for update`.execute(transaction);
  await transaction.deleteFrom("handshakes").where("app", "=", app).execute();
  const { numDeletedRows } = await transaction
    .deleteFrom("sessions")
    .where("app", "=", app)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
