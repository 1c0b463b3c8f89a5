/** What administrators, helpdesk and operator do to a device: let it in, or end it (M11, M15, M19 to M21). */
import {
  type CompanyId,
  type DeviceId,
  fingerprintOf,
  isUserId,
  normalizeBase32,
  type UserId,
} from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { activateDevice } from "../device/activate-device.ts";
import { endDevice } from "../device/end-device.ts";
import type { Topic } from "../events/bus.ts";
import { OperatorError } from "../operator-error.ts";

/** Who acts, for the record. */
export type Actor = { kind: "command-line" } | { kind: "user"; user: UserId };

export interface ApproveDevice {
  device: DeviceId;
  /** As the phone shows it; it is compared with the one of the certificate that the server issued. */
  fingerprint: string;
  by: Actor;
}

/** Lets a device in that waits for its company's approval (M21). Throws OperatorError when it can't. */
export async function approveDevice(
  context: Context,
  { device, fingerprint, by }: ApproveDevice,
): Promise<void> {
  const at = context.clock.now();
  await change(context, async (transaction) => {
    const row = await transaction
      .selectFrom("devices")
      .select(["user_id", "company_id", "certificate"])
      .where("id", "=", device)
      .where("status", "=", "awaiting-approval")
      .executeTakeFirst();
    if (row?.certificate == null) throw new OperatorError(`The device ${device} does not wait for approval.`);
    await requireFingerprint(row.certificate, fingerprint);
    const { user_id: user, company_id: company } = row;
    const topics = await letDeviceIn(transaction, { device, user, company, by: nameOfActor(by), at });
    if (topics === undefined) throw new OperatorError(`The device ${device} does not wait for approval.`);
    return topics;
  });
}

export interface LetDeviceIn {
  device: DeviceId;
  user: UserId;
  company: CompanyId;
  by: string;
  /** By which way, where there are several. */
  via?: string;
  at: Date;
}

/** Whom to tell after the commit; undefined when the device does not wait, or not any more. The fingerprint was compared. */
export async function letDeviceIn(
  transaction: Transaction,
  { company, via, at, ...device }: LetDeviceIn,
): Promise<Topic[] | undefined> {
  const topics = await activateDevice(transaction, { ...device, from: "awaiting-approval", at });
  if (topics === undefined) return undefined;
  const approved = isUserId(device.by) && { approved_by: device.by, approved_via: via ?? null };
  if (approved)
    await transaction.updateTable("devices").set(approved).where("id", "=", device.device).execute();
  await recordAudit(transaction, at, { kind: "device.approved", company, ...device, via });
  return topics;
}

export interface DeactivateDevice {
  device: DeviceId;
  /** Why; it goes on the record. */
  reason: string;
  by: Actor;
}

/** Ends a device at once and for good. Throws OperatorError when it had ended before. */
export async function deactivateDevice(
  context: Context,
  { device, reason, by }: DeactivateDevice,
): Promise<void> {
  const end = {
    device,
    status: "deactivated",
    reason,
    by: nameOfActor(by),
    at: context.clock.now(),
  } as const;
  await change(context, async (transaction) => {
    const topics = await endDevice(transaction, end);
    if (topics === undefined)
      throw new OperatorError(`There is no device ${device} that is not blocked or deactivated.`);
    return topics;
  });
}

async function change(
  { database, events }: Context,
  act: (transaction: Transaction) => Promise<Topic[]>,
): Promise<void> {
  const topics = await database.kysely.transaction().execute(act);
  for (const topic of topics) events.publish(topic);
}

async function requireFingerprint(certificate: string, shown: string): Promise<void> {
  const expected = normalizeBase32(await fingerprintOf(certificate));
  if (normalizeBase32(shown) === expected) return;
  throw new OperatorError(
    "The fingerprint is not the one of this device: do not approve it, and ask the user what the phone shows.",
  );
}

/** As the record names them. */
export function nameOfActor(actor: Actor): string {
  return actor.kind === "user" ? actor.user : actor.kind;
}
