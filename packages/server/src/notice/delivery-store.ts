/** The outbox of all channels in the database: what became of an attempt at some of its deliveries. */
import { type Selectable, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { NoticeDeliveriesTable } from "../database/tables.ts";

export type DeliveryRow = Selectable<NoticeDeliveriesTable>;

/** What is taken from the outbox, and for how long. */
export interface ClaimDue {
  at: Date;
  /** Until then they are this process's; after that it has died, and another one sends them. */
  until: Date;
  most: number;
}

/** One attempt at several deliveries: what another process has taken over since is that one's. */
export interface Attempted {
  deliveries: readonly Pick<DeliveryRow, "id" | "attempts">[];
}

function ofAttempt({ deliveries }: Attempted) {
  const [ids, attempts] = [deliveries.map(({ id }) => id), deliveries.map((row) => row.attempts)];
  return sql`(id, attempts) in (select * from unnest(${ids}::text[], ${attempts}::integer[]))`;
}

export async function deleteDelivered(queries: Queries, attempted: Attempted): Promise<void> {
  await sql`delete from notice_deliveries where ${ofAttempt(attempted)}`.execute(queries);
}

export async function postpone(
  queries: Queries,
  attempted: Attempted & { dueAt: Date; failure: string },
): Promise<void> {
  await sql`
    update notice_deliveries set due_at = ${attempted.dueAt}, failure = ${attempted.failure}
    where ${ofAttempt(attempted)}
  `.execute(queries);
}

export async function giveUp(
  queries: Queries,
  attempted: Attempted & { at: Date; failure: string },
): Promise<void> {
  await sql`
    update notice_deliveries set dead_at = ${attempted.at}, failure = ${attempted.failure}
    where ${ofAttempt(attempted)}
  `.execute(queries);
}

export async function deleteStaleDead(queries: Queries, before: Date): Promise<void> {
  await queries.deleteFrom("notice_deliveries").where("dead_at", "<=", before).execute();
}

/** What nobody has sent in time, as where no mail server is set. */
export async function deleteUnsent(queries: Queries, before: Date): Promise<void> {
  await queries
    .deleteFrom("notice_deliveries")
    .where("dead_at", "is", null)
    .where("expires_at", "<=", before)
    .execute();
}
