/**
 * What people do to devices (M11, M15, M19 to M21): let one in after comparing its fingerprint, or end one, all of a user, or all of a
 * company. Effective at once, and each told who did it, by which way, and why.
 */
import type { DeviceId, UserId } from "@mtoken/protocol";
import { normalizeBase32, ProtocolError } from "@mtoken/protocol";
import type { Approval, Deactivation, GivenReason } from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { lockDevicesOf } from "../device/activate-device.ts";
import { endDevice } from "../device/end-device.ts";
import { liveStatuses } from "../device/standing.ts";
import type { Topic } from "../events/bus.ts";
import { type Caller, recordOf } from "./caller.ts";
import { holdDevice, holdUser } from "./hold.ts";
import { letDeviceIn } from "./let-device-in.ts";
import { approvalBy } from "./second-person.ts";

type Acting = Pick<Context, "database" | "clock" | "events">;

/**
 * Who may, `approvalBy` says; of somebody who is not a plain user never who invited them. Of an approval and a refusal at once, the later is
 * told `already_decided`.
 */
export async function approveDeviceOf(
  context: Acting,
  caller: Caller,
  { device, fingerprint }: { device: DeviceId; fingerprint: string },
): Promise<void> {
  const at = context.clock.now();
  const topics = await context.database.kysely.transaction().execute(async (transaction) => {
    const { user, company } = await holdDevice(transaction, caller, { act: "device.approve", device });
    const waiting = await findWaiting(transaction, caller, device);
    if (waiting?.fingerprint == null) throw new ProtocolError("already_decided");
    if (waiting.approval !== "may") throw new ProtocolError("not_allowed");
    if (normalizeBase32(fingerprint) !== normalizeBase32(waiting.fingerprint))
      throw new ProtocolError("wrong_fingerprint");
    const told = await letDeviceIn(transaction, { device, user, company, ...recordOf(caller), at });
    if (told === undefined) throw new ProtocolError("already_decided");
    return told;
  });
  for (const topic of topics) context.events.publish(topic);
}

/** For who holds it. */
async function findWaiting(
  transaction: Transaction,
  caller: Caller,
  device: DeviceId,
): Promise<{ fingerprint: string | null; approval: Approval | null } | undefined> {
  const { rows } = await sql<{ fingerprint: string | null; approval: Approval | null }>`
    select devices.fingerprint, ${approvalBy(caller)} as approval
    from devices join users on users.id = devices.user_id
    where devices.id = ${device} and devices.status = ${"awaiting-approval"}
  `.execute(transaction);
  return rows[0];
}

/** Also refuses one that waits for its approval; only that, where it says so. */
export async function deactivateDeviceOf(
  context: Acting,
  caller: Caller,
  { device, only_while: expected, ...why }: Deactivation & { device: DeviceId },
): Promise<void> {
  const ended = await end(context, caller, why, async (transaction) => {
    await holdDevice(transaction, caller, { act: "device.deactivate", device });
    return expected === undefined || (await isWaiting(transaction, device)) ? [device] : [];
  });
  if (ended === 0) throw new ProtocolError("already_decided");
}

async function isWaiting(transaction: Transaction, device: DeviceId): Promise<boolean> {
  const waiting = await transaction
    .selectFrom("devices")
    .select("id")
    .where("id", "=", device)
    .where("status", "=", "awaiting-approval")
    .executeTakeFirst();
  return waiting !== undefined;
}

/** How many there were: none is no error, since that is what was asked for. */
export function deactivateDevicesOfUser(
  context: Acting,
  caller: Caller,
  { user, ...why }: GivenReason & { user: UserId },
): Promise<number> {
  return end(context, caller, why, async (transaction) => {
    await holdUser(transaction, caller, { act: "device.deactivate", user });
    return liveDevicesOf(transaction, { user });
  });
}

/** Held, in the order of their ids. */
export async function liveDevicesOf(
  transaction: Transaction,
  { user }: { user: UserId },
): Promise<DeviceId[]> {
  await lockDevicesOf(transaction, user);
  const { rows } = await sql<{ id: DeviceId }>`
    select id from devices where user_id = ${user} and status = any(${liveStatuses}) order by id for update
  `.execute(transaction);
  return rows.map(({ id }) => id);
}

/** For who holds them. How many had not ended before. */
export async function endDevices(
  transaction: Transaction,
  caller: Caller,
  { devices, why, at }: { devices: readonly DeviceId[]; why: GivenReason; at: Date },
): Promise<{ topics: Topic[]; ended: number }> {
  const topics: Topic[] = [];
  let ended = 0;
  for (const device of devices) {
    const told = await endDevice(transaction, {
      ...{ device, status: "deactivated", at, ...why, ...recordOf(caller) },
      ...(caller.organization === "operator" && { byOperator: true }),
    });
    if (told === undefined) continue;
    ended += 1;
    topics.push(...told);
  }
  return { topics, ended };
}

async function end(
  { database, clock, events }: Acting,
  caller: Caller,
  why: GivenReason,
  hold: (transaction: Transaction) => Promise<DeviceId[]>,
): Promise<number> {
  const at = clock.now();
  const { topics, ended } = await database.kysely.transaction().execute(async (transaction) => {
    const devices = await hold(transaction);
    return endDevices(transaction, caller, { devices, why, at });
  });
  for (const topic of topics) events.publish(topic);
  return ended;
}
