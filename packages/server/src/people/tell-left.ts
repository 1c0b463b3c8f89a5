/**
 * Officers are told of each device that waits and that nobody of its company may let in (decision 27): as it begins to wait, or later, once
 * those who could are stopped, removed, plain users again, or without a phone that works.
 */
import type { DeviceId } from "@mtoken/protocol";
import { sql } from "kysely";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { isLeftToOperator } from "./second-person.ts";

const mostAtOnce = 100;

interface Left {
  at: Date;
  /** This one alone; else all of which nobody was told. */
  device?: DeviceId;
}

/** Of how many. What others hold just now is the next minute's. */
export async function tellLeft(transaction: Transaction, { at, device }: Left): Promise<number> {
  const which = device === undefined ? sql`` : sql`and devices.id = ${device}`;
  const { rows } = await sql<{ id: DeviceId }>`
    with untold as materialized (
      select devices.id from devices join users on users.id = devices.user_id
      where ${isLeftToOperator} and not devices.operator_told ${which}
      order by devices.id limit ${mostAtOnce}::integer
      for update of devices skip locked
    )
    update devices set operator_told = true where id in (select id from untold) and not operator_told
    returning id
  `.execute(transaction);
  for (const { id } of rows) {
    const left = { kind: "device.left-to-operator", data: { device: id }, readers: "officers" } as const;
    await tellReaders(transaction, { ...left, at });
  }
  return rows.length;
}

/** Nobody of the company is there to ask: whoever could let it in has gone by some other act, and that one knows nothing of it. */
export async function sweepLeft({ database, clock }: Pick<Context, "database" | "clock">): Promise<void> {
  const at = clock.now();
  let told: number;
  do {
    told = await database.kysely.transaction().execute((transaction) => tellLeft(transaction, { at }));
  } while (told === mostAtOnce);
}
