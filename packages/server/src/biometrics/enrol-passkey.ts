/**
 * `factor.enrol` (docs/protocol.md §5): a passkey becomes a factor, in a channel in which the mPIN was proven for exactly this one. A
 * session alone, which a thief may hold, enrols nothing. A passkey of before is replaced, and what it has under way ends.
 */
import type { DeviceId, FactorEnrolment } from "@mtoken/protocol";
import {
  factorEnrolmentBinding,
  fromB64,
  isSoundVerifier,
  ProtocolError,
  srpGroupOf,
} from "@mtoken/protocol";
import { activeDeviceLock } from "../approval/store.ts";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { sendTogether } from "../database/send.ts";
import { findDevice } from "../handshake/store.ts";
import { limitNotices } from "../notice/limit-notices.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { holdPolicyOf } from "../policy/store.ts";
import { longestIdleSeconds } from "../session/idle-seconds.ts";
import type { Caller } from "../session/methods.ts";
import { channelLock } from "../session/store.ts";
import { endPasskeysWork, findChallenge, passkeyQuery, putPasskey, takeChallenge } from "./store.ts";
import { verifyRegistration } from "./verify-passkey.ts";

export async function enrolPasskey(
  context: Context,
  { session, device: caller }: Caller,
  enrolment: FactorEnrolment,
): Promise<Record<never, never>> {
  const { config, database, clock, sealer } = context;
  const device = caller.id;
  if ((await factorEnrolmentBinding(enrolment)) !== session.binding) throw new ProtocolError("not_allowed");
  await requireFitting(context, device, enrolment);
  const at = clock.now();
  const challenge = await findChallenge(database.kysely, {
    device,
    idleSince: later(at, -longestIdleSeconds),
  });
  if (challenge === undefined) throw new ProtocolError("session_ended");
  const { serverOrigin } = config;
  const registered = await verifyRegistration(enrolment.registration, { challenge, serverOrigin });
  if (registered === undefined) throw new ProtocolError("registration_refused");
  const place = { table: "biometric_factors", column: "sealed_verifier", row: device } as const;
  const passkey = {
    ...{ device_id: device, ...registered, enrolled_at: at },
    salt: Buffer.from(fromB64(enrolment.salt)),
    sealed_verifier: sealer.seal(place, fromB64(enrolment.verifier)),
  };
  await database.kysely.transaction().execute(async (transaction) => {
    // The company's row before the device's, as everywhere.
    const { biometrics, idle_seconds: idleSeconds } = await holdPolicyOf(transaction, caller.company_id);
    const held = { session: session.id, device, purpose: "enrol", at } as const;
    const [active, used] = await sendTogether(transaction, activeDeviceLock({ device }), channelLock(held));
    if (active.length === 0 || used.length === 0) throw new ProtocolError("session_ended");
    if (active[0]?.frozen) throw new ProtocolError("user_frozen");
    if (!biometrics) throw new ProtocolError("biometrics_refused");
    const taken = await takeChallenge(transaction, {
      ...{ device, challenge },
      idleSince: later(at, -idleSeconds),
    });
    if (!taken) throw new ProtocolError("session_ended");
    const { user_id: user, company_id: company } = caller;
    await limitNotices(transaction, { user, device, kind: "biometrics.added", at });
    await recordAudit(transaction, at, {
      kind: "factor.enrolled",
      company,
      ...{ user, device, session: session.id, factor: "biometric" },
    });
    await writeNotice(transaction, { kind: "biometrics.added", data: { device }, user, company, at });
    await putPasskey(transaction, passkey);
    // With the channel that this call came in.
    await endPasskeysWork(transaction, device);
  });
  return {};
}

/** In the group of the device, and under a salt of its own: message 2 tells the phone by its salt which passkey counts. */
async function requireFitting(
  { database, sealer }: Context,
  device: DeviceId,
  { salt, verifier }: FactorEnrolment,
): Promise<void> {
  const [current, before] = await Promise.all([
    findDevice(database.kysely, device),
    passkeyQuery({ device }).first(database.kysely),
  ]);
  if (!current?.sealed_verifier) throw new ProtocolError("session_ended");
  const place = { table: "devices", column: "sealed_verifier", row: device } as const;
  const proven = sealer.open(place, current.sealed_verifier);
  const isSound = isSoundVerifier(srpGroupOf(proven), fromB64(verifier));
  proven.fill(0);
  const isUsed = [current.salt, before?.salt].some((used) => used?.equals(fromB64(salt)));
  if (!isSound || isUsed) throw new ProtocolError("not_allowed");
}
