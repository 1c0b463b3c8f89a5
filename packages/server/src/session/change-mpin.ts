/**
 * `mpin.change` (docs/protocol.md §5): another verifier takes the place of the one that was just proven, in a channel that was
 * opened for exactly this one: a session alone, which a thief may hold, changes no mPIN. With the change everything
 * that the mPIN of before has opened ends, the console included, and whatever is on its way under it, as a sign-in is that was approved
 * and not redeemed or exchanged.
 */
import type { DeviceId, MpinChange, RequestId, UserId } from "@mtoken/protocol";
import { fromB64, isSoundVerifier, mpinChangeBinding, ProtocolError, srpGroupOf } from "@mtoken/protocol";
import { activeDeviceLock } from "../approval/store.ts";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import { voidSignIns } from "../device/end-device.ts";
import { stopCodes } from "../freeze/store.ts";
import { findDevice } from "../handshake/store.ts";
import { limitNotices } from "../notice/limit-notices.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import type { Caller } from "./methods.ts";
import { channelLock, replaceVerifier } from "./store.ts";

export async function changeMpin(
  context: Context,
  { session, device: caller }: Caller,
  change: MpinChange,
): Promise<Record<never, never>> {
  const { database, clock, events, sealer } = context;
  const device = caller.id;
  if ((await mpinChangeBinding(change)) !== session.binding) throw new ProtocolError("not_allowed");
  await requireFitting(context, device, change);
  const place = { table: "devices", column: "sealed_verifier", row: device } as const;
  const values = {
    salt: Buffer.from(fromB64(change.salt)),
    argon2: JSON.stringify(change.argon2),
    sealed_verifier: sealer.seal(place, fromB64(change.verifier)),
  };
  const at = clock.now();
  const voided = await database.kysely.transaction().execute(async (transaction) => {
    const held = { session: session.id, device, purpose: "change", at } as const;
    const [active, used] = await sendTogether(transaction, activeDeviceLock({ device }), channelLock(held));
    if (active.length === 0 || used.length === 0) throw new ProtocolError("session_ended");
    const { user_id: user, company_id: company } = caller;
    await limitNotices(transaction, { user, device, kind: "mpin.changed", at });
    const { stopped, requests } = await voidApproved(transaction, { user, device, at });
    await recordAudit(transaction, at, {
      kind: "mpin.changed",
      company,
      ...{ user, device, session: session.id, voided: stopped },
    });
    await writeNotice(transaction, { kind: "mpin.changed", data: { device }, user, company, at });
    await replaceVerifier(transaction, { device, ...values });
    const signedIn = { of: { user, device }, reason: "mpin-changed", at } as const;
    return [...requests, ...(await endSignedIn(transaction, signedIn))];
  });
  events.publish(`device:${device}`);
  for (const request of voided) events.publish(`request:${request}`);
  return {};
}

/** Sign-ins that the mPIN of before has approved and that nobody is signed in by yet. Interactions come before requests, as everywhere. */
async function voidApproved(
  transaction: Transaction,
  of: { user: UserId; device: DeviceId; at: Date },
): Promise<{ stopped: number; requests: RequestId[] }> {
  const { user, device, at } = of;
  const codes = await stopCodes(transaction, { users: [user], device, at });
  const requests = await voidSignIns(transaction, device);
  return { stopped: codes + requests.length, requests };
}

/**
 * In the group that the device was activated with, and under a salt of its own: message 2 tells the phone by its salt which
 * mPIN is in force.
 */
async function requireFitting(
  { database, sealer }: Context,
  device: DeviceId,
  { salt, verifier }: MpinChange,
): Promise<void> {
  const current = await findDevice(database.kysely, device);
  if (!current?.sealed_verifier) throw new ProtocolError("session_ended");
  const place = { table: "devices", column: "sealed_verifier", row: device } as const;
  const proven = sealer.open(place, current.sealed_verifier);
  const isSound = isSoundVerifier(srpGroupOf(proven), fromB64(verifier));
  proven.fill(0);
  if (!isSound || current.salt.equals(fromB64(salt))) throw new ProtocolError("not_allowed");
}
