/**
 * A wrong proof (M26): the try is charged already. The last one blocks the device for good, or removes the passkey that was
 * proven wrongly; before that the phone is told how many are left.
 */
import type { Factor } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import { removePasskey } from "../biometrics/remove-passkey.ts";
import type { Context } from "../context.ts";
import { sendWithNext } from "../database/send.ts";
import { endDevice } from "../device/end-device.ts";
import type { Topic } from "../events/bus.ts";
import { writeNotice } from "../notice/write-notice.ts";
import type { Reply } from "./refusal.ts";
import { signRefusal } from "./refusal.ts";
import type { DeviceRow } from "./store.ts";
import { liveDeviceLock } from "./store.ts";
import type { Charged } from "./tries-store.ts";

/**
 * From so few tries left on, a wrong mPIN stands in the inbox: one or two are slips of whoever reads it, and told after the
 * next unlocking anyway.
 */
const toldFrom = 2;

export interface WrongProof {
  device: DeviceRow;
  factor: Factor;
  message1: string;
  /** This one included. */
  charged: Charged;
}

export async function rejectProof(
  context: Context,
  { factor, device, message1, charged }: WrongProof,
): Promise<Reply> {
  if (factor === "biometric") return rejectPasskey(context, { device, message1, charged });
  const topics = await recordWrong(context, device, charged);
  for (const topic of topics) context.events.publish(topic);
  const { left } = charged;
  const reason = left > 0 ? "wrong-mpin" : "blocked";
  return { kind: "refusal", token: await signRefusal(context, { message1, reason, left }) };
}

function recordWrong(
  { database, clock }: Context,
  device: DeviceRow,
  { tries, left }: Charged,
): Promise<Topic[]> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    // The device's row first, as everywhere; it also says whether the device still has a life to end.
    const blocked = left <= 0 && { device: device.id, at, ...blockedByTries };
    const topics = blocked ? await endDevice(transaction, blocked) : undefined;
    const { user_id: user, company_id: company, id } = device;
    await recordAudit(transaction, at, { kind: "mpin.wrong", company, user, device: id, tries });
    if (left > 0 && left <= toldFrom) {
      const data = { device: id, tries_left: left };
      await writeNotice(transaction, { kind: "mpin.wrong", data, user, company, at });
    }
    return topics ?? [];
  });
}

/** What a block by tries says of itself, whether it happens now or is made up for after a crash. */
export const blockedByTries = { status: "blocked", reason: "wrong-mpin", by: "rule" } as const;

/** What is left of the mPIN's tries is as it was. */
async function rejectPasskey(
  context: Context,
  { device, message1, charged: { tries, left } }: Omit<WrongProof, "factor">,
): Promise<Reply> {
  const { database, clock } = context;
  const at = clock.now();
  const { user_id: user, company_id: company, id } = device;
  await database.kysely.transaction().execute(async (transaction) => {
    await sendWithNext(transaction, liveDeviceLock({ device: id }));
    await recordAudit(transaction, at, { kind: "biometric.wrong", company, user, device: id, tries });
    if (left <= 0) {
      await removePasskey(transaction, { device: id, user, company, reason: "wrong-biometric", at });
    }
  });
  const reason = left > 0 ? "wrong-biometric" : "biometric-removed";
  return { kind: "refusal", token: await signRefusal(context, { message1, reason, left }) };
}
