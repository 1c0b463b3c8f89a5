/** A device that waits for its company's approval is let in, whoever does it and by whichever way (M21). */
import { type CompanyId, type DeviceId, isUserId, type UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { activateDevice } from "../device/activate-device.ts";
import type { Topic } from "../events/bus.ts";

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
