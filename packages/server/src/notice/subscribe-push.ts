/**
 * `push.status`, `push.subscribe` and `push.unsubscribe` (docs/protocol.md §6). A device has one subscription, sealed: whoever
 * knows endpoint and keys can send to the phone. It ends with the device (device/end-device.ts).
 */
import { ECDH, randomUUID } from "node:crypto";
import type { DeviceId, Params, PushSubscription, Result } from "@mtoken/protocol";
import { fromB64, hashToken, ProtocolError } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Place, Sealer } from "../keys/sealer.ts";
import { isEndpointAllowed } from "./push-endpoint.ts";
import { findPushKey } from "./push-keys.ts";
import { deleteSubscription, findSubscription, insertSubscription } from "./push-store.ts";

/** What is sealed of a subscription. */
export type SealedSubscription = Pick<PushSubscription, "endpoint" | "p256dh" | "auth">;

/**
 * The key to subscribe for, null where this server sends no push messages; and whether it knows a subscription of this
 * device for that key: the hash of its endpoint.
 */
export async function pushStatus(
  { config, database, sealer }: Context,
  device: DeviceId,
): Promise<Result<"push.status">> {
  if (!config.push.enabled) return { key: null, endpoint: null };
  const key = await findPushKey(database.kysely);
  if (key === undefined) return { key: null, endpoint: null };
  const row = await findSubscription(database.kysely, device);
  // One for an older key still works, and the phone shall make another.
  const isCurrent = row !== undefined && row.key_id === key.kid;
  const endpoint = isCurrent ? await hashToken(openSubscription(sealer, row).endpoint) : null;
  return { key: key.public_key, endpoint };
}

export async function subscribePush(
  { config, database, sealer, clock }: Context,
  device: DeviceId,
  { key, ...subscription }: Params<"push.subscribe">,
): Promise<Record<never, never>> {
  const current = config.push.enabled ? await findPushKey(database.kysely) : undefined;
  if (current === undefined || current.public_key !== key) throw new ProtocolError("push_refused");
  if (!isEndpointAllowed(subscription.endpoint, config.push.origins)) throw new ProtocolError("push_refused");
  if (!isOnCurve(subscription.p256dh)) throw new ProtocolError("push_refused");
  const id = randomUUID();
  const sealed = sealer.seal(placeOf(id), Buffer.from(JSON.stringify(subscription)));
  const kept = await insertSubscription(database.kysely, {
    id,
    device_id: device,
    key_id: current.kid,
    sealed_subscription: sealed,
    created_at: clock.now(),
  });
  if (!kept) throw new ProtocolError("session_ended");
  return {};
}

export async function unsubscribePush(
  { database }: Context,
  device: DeviceId,
): Promise<Record<never, never>> {
  await deleteSubscription(database.kysely, { device });
  return {};
}

export function openSubscription(
  sealer: Sealer,
  { id, sealed_subscription }: { id: string; sealed_subscription: Buffer },
): SealedSubscription {
  return JSON.parse(sealer.open(placeOf(id), sealed_subscription).toString());
}

/** A point that is not on the curve would fail at each message. */
function isOnCurve(point: string): boolean {
  try {
    ECDH.convertKey(Buffer.from(fromB64(point)), "prime256v1");
    return true;
  } catch {
    return false;
  }
}

function placeOf(id: string): Place {
  return { table: "push_subscriptions", column: "sealed_subscription", row: id };
}
