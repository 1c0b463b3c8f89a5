/**
 * A right proof (docs/protocol.md §5, message 4): in one transaction the tries are given back and the session is
 * opened. For purpose `session` the phone gets its share and what it shows first; for `approve` a channel for one
 * call, within a minute, about one envelope.
 */
import type { Handshake4, HandshakeKeys } from "@mtoken/protocol";
import { b64, concat, sealDirect } from "@mtoken/protocol";
import { summaryOf } from "../approval/list-requests.ts";
import { listedQuery } from "../approval/store.ts";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { sendTogether } from "../database/send.ts";
import type { Attempt } from "./prove-handshake.ts";
import type { Reply } from "./refusal.ts";
import { signRefusal } from "./refusal.ts";
import type { LiveDevice } from "./store.ts";
import { findDevice, insertSession, profileOf, profileQuery, resetTries } from "./store.ts";

/** How long a channel of purpose `approve` waits for its call. */
const channelSeconds = 60;

/** A wrong mPIN counts for a year, whatever was right meanwhile. */
export const wrongProofSeconds = 365 * 86_400;

export interface Proven {
  attempt: Attempt;
  keys: HandshakeKeys;
  M2: Uint8Array;
}

export async function acceptProof(context: Context, { attempt, keys, M2 }: Proven): Promise<Reply> {
  const device = await openSession(context, attempt, keys);
  if (device === undefined) return refuseEnded(context, attempt);
  const plaintext: Handshake4 = {
    M2: b64(M2),
    status: device.status,
    // As the reset has left it: the phone knows neither the cap on wrong ones of a year nor their sum.
    tries_left: device.tries_allowed,
    ...(attempt.handshake.purpose === "session" && (await sessionMembers(context, device))),
  };
  const token = await sealDirect({
    plaintext: JSON.stringify(plaintext),
    key: keys.serverToDevice,
    typ: "mtoken-handshake-4+jwe",
    kid: attempt.handshake.id,
    seq: 0,
  });
  return { kind: "message", token };
}

async function openSession(
  { config, database, clock, sealer }: Context,
  { handshake }: Attempt,
  keys: HandshakeKeys,
): Promise<LiveDevice | undefined> {
  const at = clock.now();
  const channelKeys = concat(keys.deviceToServer, keys.serverToDevice);
  const place = { table: "sessions", column: "sealed_keys", row: handshake.id } as const;
  const sealedKeys = sealer.seal(place, channelKeys);
  channelKeys.fill(0);
  const { id, device_id, factor, purpose, binding, message_1 } = handshake;
  const session = {
    ...{ id, device_id, factor, purpose, binding, message_1 },
    sealed_keys: sealedKeys,
    used_at: at,
    expires_at: purpose === "session" ? null : later(at, channelSeconds),
    created_at: at,
  };
  return database.kysely.transaction().execute(async (transaction) => {
    const device = await resetTries(transaction, {
      ...{ device: device_id, at, since: later(at, -wrongProofSeconds) },
      most: config.wrongProofsPerYear,
    });
    if (device === undefined) return undefined;
    await insertSession(transaction, session);
    await recordAudit(transaction, at, {
      kind: "session.opened",
      company: device.company_id,
      ...{ user: device.user_id, device: device.id, session: id, purpose, factor },
    });
    return device;
  });
}

async function sessionMembers(context: Context, device: LiveDevice): Promise<Partial<Handshake4>> {
  const share = openShare(context, device);
  if (device.status !== "active") return { share };
  const { kysely } = context.database;
  const listed = { ...device, at: context.clock.now() };
  const [profiles, rows] = await sendTogether(
    kysely,
    profileQuery({ user: device.user_id }),
    listedQuery(listed),
  );
  const [profile] = profiles;
  if (profile === undefined) throw new Error("A device has no user.");
  return {
    ...{ share, profile: profileOf(profile), features: profile.features },
    requests: rows.map(summaryOf),
  };
}

function openShare({ sealer }: Context, { id, sealed_share }: LiveDevice): string {
  if (sealed_share === null) throw new Error("A live device has no share.");
  const share = sealer.open({ table: "devices", column: "sealed_share", row: id }, sealed_share);
  const text = b64(share);
  share.fill(0);
  return text;
}

/** The device ended between the charge and the proof: it gets no session, however right the proof. */
async function refuseEnded(context: Context, { device, message1 }: Attempt): Promise<Reply> {
  const ended = await findDevice(context.database.kysely, device.id);
  const reason = ended?.status === "blocked" ? "blocked" : "deactivated";
  return {
    kind: "refusal",
    token: await signRefusal(context, { message1, reason }),
  };
}
