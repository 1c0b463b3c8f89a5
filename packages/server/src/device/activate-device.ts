/**
 * A device becomes active (docs/protocol.md §4): from `pending` at the end of its activation, or from
 * `awaiting-approval` when an administrator approves it (M21). Only then do the user's other devices end (M9): those beyond the
 * number that the company allows.
 */
import type { DeviceId, UserId } from "@mtoken/protocol";
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendTogether } from "../database/send.ts";
import type { DevicesTable } from "../database/tables.ts";
import type { Topic } from "../events/bus.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { policyOf } from "../policy/store.ts";
import { endDevice } from "./end-device.ts";
import { deviceIsLive, liveStatuses } from "./standing.ts";

export interface ActivateDevice {
  device: DeviceId;
  user: UserId;
  from: "pending" | "awaiting-approval";
  /** Whose doing it is: it is also who ended the devices that were replaced. */
  by: string;
  at: Date;
}

/**
 * Locks the user's row, and those of all their devices that have not ended, in the order of their ids: of two activations of one user at
 * the same time, one waits for the other.
 */
export async function lockDevicesOf(transaction: Transaction, user: UserId): Promise<void> {
  const devices = transaction
    .selectFrom("devices")
    .select("id")
    .where("user_id", "=", user)
    .where("status", "in", liveStatuses)
    .orderBy("id")
    .forUpdate();
  await sendTogether(transaction, userLock({ users: [user] }), devices);
}

/** For who takes rows of several devices, or an activation before a user's devices: users come before both, as everywhere. */
export const userLock = prepare(
  (_queries, { users }: Given<{ users: readonly UserId[] }>) => sql`
    select from users where id = any(${users}::text[]) order by id for no key update
  `,
);

/**
 * Whom to tell after the commit; undefined when the device does not stand where it should. An activation that is
 * still pending, or waits for approval and is younger, is left to go its own way.
 */
export async function activateDevice(
  transaction: Transaction,
  { device, user, from, by, at }: ActivateDevice,
): Promise<Topic[] | undefined> {
  await lockDevicesOf(transaction, user);
  const active = await transaction
    .updateTable("devices")
    .set((is) => ({
      status: "active",
      activated_at: at,
      // Who freezes the user holds the rows of their devices too, so what is read here stands.
      frozen: is
        .selectFrom("users")
        .select(sql<boolean>`users.frozen_at is not null`.as("frozen"))
        .where("users.id", "=", user),
    }))
    .where("id", "=", device)
    .where("user_id", "=", user)
    .where((is) => deviceIsLive(is, [from]))
    .returning(["id", "company_id", "created_at"])
    .executeTakeFirst();
  if (active === undefined) return undefined;
  const topics: Topic[] = [`device:${device}`];
  for (const id of await findReplaced(transaction, { user, device: active })) {
    const ended = await endDevice(transaction, {
      device: id,
      status: "deactivated",
      reason: "replaced",
      isReplaced: true,
      by,
      at,
    });
    topics.push(...(ended ?? []));
  }
  const company = active.company_id;
  await writeNotice(transaction, { kind: "device.activated", data: { device }, user, company, at });
  return topics;
}

interface Replacing {
  user: UserId;
  device: Pick<Selectable<DevicesTable>, "id" | "company_id" | "created_at">;
}

/** Of the others that are active, or wait and are older, those for which there is no place beside the new one: the oldest. */
async function findReplaced(transaction: Transaction, { user, device }: Replacing): Promise<DeviceId[]> {
  const { devices } = await policyOf(transaction, device.company_id);
  const others = await transaction
    .selectFrom("devices")
    .select("id")
    .where("user_id", "=", user)
    .where("id", "<>", device.id)
    .where((is) =>
      is.or([
        is("status", "=", "active"),
        is.and([is("status", "=", "awaiting-approval"), is("created_at", "<", device.created_at)]),
      ]),
    )
    .orderBy("created_at", "desc")
    .orderBy("id")
    .offset(devices - 1)
    .execute();
  return others.map(({ id }) => id);
}
