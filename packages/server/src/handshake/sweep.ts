/**
 * Deletes handshakes and sessions that are over, and finishes a block that a crash cut short: after the fifth charge,
 * before the status. The rules themselves never rely on that. It also gives back the tries that wrong mPINs of more than
 * a year ago took.
 */
import type { DeviceId } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { endDevice } from "../device/end-device.ts";
import { idleSeconds } from "../session/idle-seconds.ts";
import { wrongProofSeconds } from "./accept-proof.ts";
import { blockedByTries } from "./reject-proof.ts";
import { deleteEnded, findExhausted, forgiveOldProofs } from "./store.ts";

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
  let lookAt = new Date(0);
  return async (context) => {
    const at = context.clock.now();
    const idleSince = later(at, -idleSeconds);
    await deleteEnded(context.database.kysely, { at, idleSince });
    if (at < lookAt) return;
    const since = later(at, -wrongProofSeconds);
    await forgiveOldProofs(context.database.kysely, { since, most: context.config.wrongProofsPerYear });
    const exhausted = await findExhausted(context.database.kysely);
    for (const device of seen.keys()) if (!exhausted.includes(device)) seen.delete(device);
    for (const device of exhausted) {
      const seenAt = seen.get(device) ?? at;
      seen.set(device, seenAt);
      if (at >= later(seenAt, settledSeconds)) await block(context, device, at);
    }
    lookAt = later(at, exhausted.length > 0 ? 0 : lookSeconds);
  };
}

async function block({ database, events }: Context, device: DeviceId, at: Date): Promise<void> {
  const end = { device, at, ...blockedByTries };
  const topics = await database.kysely.transaction().execute((transaction) => endDevice(transaction, end));
  for (const topic of topics ?? []) events.publish(topic);
}
