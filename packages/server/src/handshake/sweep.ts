/**
 * Deletes handshakes and sessions that are over, and finishes a block that a crash cut short: after the fifth charge,
 * before the status, or before a passkey's removal. The rules themselves never rely on that. It also gives back the tries
 * that wrong mPINs of more than a year ago took.
 */
import type { DeviceId } from "@mtoken/protocol";
import { removePasskey } from "../biometrics/remove-passkey.ts";
import { findSpentPasskeys } from "../biometrics/store.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { endDevice } from "../device/end-device.ts";
import { longestIdleSeconds } from "../session/idle-seconds.ts";
import { wrongProofSeconds } from "./accept-proof.ts";
import { blockedByTries } from "./reject-proof.ts";
import { deleteEnded, liveDeviceLock } from "./store.ts";
import { findExhausted, forgiveOldProofs } from "./tries-store.ts";

/** A proof is looked at within a second; after this long nobody is looking any more. */
const settledSeconds = 30;
/**
 * Looking for cut-off blocks and old wrong mPINs reads all devices: an index would have to hold the tries, and then each charge would write
 * to every index of the device's row (PostgreSQL's HOT updates). A crash is followed by a start, and a start looks at once.
 */
const lookSeconds = 3600;

/**
 * Makes the sweep of one process. It remembers which devices stood at five tries when it last looked: such a device may
 * be waiting for the answer to a fifth and right mPIN, so it is blocked only when it still stands there later.
 */
export function makeHandshakeSweep(): (context: Context) => Promise<void> {
  const seen = new Map<DeviceId, Date>();
  const seenSpent = new Map<DeviceId, Date>();
  let lookAt = new Date(0);
  return async (context) => {
    const at = context.clock.now();
    const idleSince = later(at, -longestIdleSeconds);
    await deleteEnded(context.database.kysely, { at, idleSince });
    if (at < lookAt) return;
    const since = later(at, -wrongProofSeconds);
    await forgiveOldProofs(context.database.kysely, { since, most: context.config.wrongProofsPerYear });
    const exhausted = await findExhausted(context.database.kysely);
    for (const device of seen.keys()) if (!exhausted.includes(device)) seen.delete(device);
    const spent = await findSpentPasskeys(context.database.kysely);
    for (const device of seenSpent.keys()) if (!spent.includes(device)) seenSpent.delete(device);
    for (const device of settled(seen, exhausted, at)) await block(context, device, at);
    for (const device of settled(seenSpent, spent, at)) await removeSpent(context, device, at);
    lookAt = later(at, exhausted.length + spent.length > 0 ? 0 : lookSeconds);
  };
}

/** Of those that stand at five tries: the ones that did so when it last looked, too. */
function settled(seen: Map<DeviceId, Date>, found: readonly DeviceId[], at: Date): DeviceId[] {
  return found.filter((device) => {
    const seenAt = seen.get(device) ?? at;
    seen.set(device, seenAt);
    return at >= later(seenAt, settledSeconds);
  });
}

/** A passkey's fifth wrong proof whose removal a crash cut short: it opens nothing any more, and is not kept either. */
async function removeSpent({ database }: Context, device: DeviceId, at: Date): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    const owner = await liveDeviceLock({ device }).first(transaction);
    if (owner === undefined) return;
    const { user_id: user, company_id: company } = owner;
    await removePasskey(transaction, { device, user, company, reason: "wrong-biometric", at });
  });
}

async function block({ database, events }: Context, device: DeviceId, at: Date): Promise<void> {
  const end = { device, at, ...blockedByTries };
  const topics = await database.kysely.transaction().execute((transaction) => endDevice(transaction, end));
  for (const topic of topics ?? []) events.publish(topic);
}
