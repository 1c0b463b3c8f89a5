/**
 * A right proof (docs/protocol.md §5, message 4): in one transaction the factor's tries are given back and the session is
 * opened. For purpose `session` the phone gets its share and what it shows first; for every other a channel for one call,
 * within a minute, about what it was bound to.
 */
import type { Handshake4, HandshakeKeys } from "@mtoken/protocol";
import { b64, concat, ProtocolError, sealDirect, triesAllowed } from "@mtoken/protocol";
import { summaryOf } from "../approval/list-requests.ts";
import { type ListedRow, listedQuery } from "../approval/store.ts";
import { auditRow } from "../audit/record.ts";
import type { MpinTries } from "../biometrics/store.ts";
import { openingEntry, passkeyOpening } from "../biometrics/store.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { sendWithCommit, sendWithNext } from "../database/send.ts";
import { isLive, standingOf } from "../device/standing.ts";
import { frozenOf } from "../freeze/store.ts";
import type { Sealer } from "../keys/sealer.ts";
import { readPolicy } from "../policy/store.ts";
import type { NewSession, ProfileRow } from "../session/opening-store.ts";
import { profileOf, profileQuery, sessionOpening } from "../session/opening-store.ts";
import { remember } from "../session/recent-sessions.ts";
import type { Attempt } from "./prove-handshake.ts";
import type { Reply } from "./refusal.ts";
import { refusalCode, signRefusal } from "./refusal.ts";
import type { HandshakeRow } from "./store.ts";
import { findDevice, liveDeviceLock } from "./store.ts";
import type { LiveDevice } from "./tries-store.ts";
import { triesReset } from "./tries-store.ts";

/** How long a channel of another purpose than `session` waits for its call. */
const channelSeconds = 60;

/** A wrong mPIN counts for a year, whatever was right meanwhile. */
export const wrongProofSeconds = 365 * 86_400;

export interface Proven {
  attempt: Attempt;
  keys: HandshakeKeys;
  M2: Uint8Array;
  /** Of the passkey; 0 where there is none. */
  signCount: number;
}

export async function acceptProof(context: Context, { M2, ...proven }: Proven): Promise<Reply> {
  const { attempt, keys } = proven;
  const opened = await openSession(context, proven);
  if (opened === undefined) return refuseEnded(context, attempt);
  const { device, shown } = opened;
  const plaintext: Handshake4 = {
    M2: b64(M2),
    status: device.status,
    // As the reset has left it: the phone knows neither the cap on wrong ones of a year nor their sum.
    tries_left: attempt.passkey ? triesAllowed : device.tries_allowed,
    ...(shown && sessionMembers(context, device, shown)),
    ...(shown && "mpin_wrong_tries" in device && mpinMember(device)),
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

/** What a session's phone shows first; a channel's phone shows what it showed before. */
interface Shown {
  profile: ProfileRow | undefined;
  requests: ListedRow[];
}

interface Opened {
  device: LiveDevice | (LiveDevice & MpinTries);
  shown?: Shown;
}

async function openSession(
  { config, database, clock, sealer }: Context,
  { attempt: { handshake, device, passkey }, keys, signCount }: Omit<Proven, "M2">,
): Promise<Opened | undefined> {
  const at = clock.now();
  const session = newSession(sealer, { handshake, keys, at });
  const { purpose, factor } = session;
  const entry = auditRow(at, {
    kind: "session.opened",
    company: device.company_id,
    ...{ user: device.user_id, device: device.id, session: session.id, purpose, factor },
  });
  const since = later(at, -wrongProofSeconds);
  const { salt } = device;
  const { row: provenPasskey } = passkey ?? {};
  const writes = provenPasskey
    ? ([
        passkeyOpening({ ...session, deviceSalt: salt, passkeySalt: provenPasskey.salt, signCount }),
        openingEntry({ ...entry, session: session.id }),
      ] as const)
    : ([
        triesReset({
          device: device.id,
          salt,
          app: handshake.app,
          at,
          since,
          most: config.wrongProofsPerYear,
        }),
        sessionOpening({ ...session, ...entry, salt }),
      ] as const);
  const opened = await database.kysely.transaction().execute(async (transaction) => {
    if (provenPasskey) await sendWithNext(transaction, liveDeviceLock({ device: device.id }));
    // For a device that has ended, or has another mPIN or passkey, nothing is written, so there is nothing to roll back.
    if (purpose !== "session") {
      const [[live], [session]] = await sendWithCommit(transaction, ...writes);
      return live && session && { device: live };
    }
    const [[live], [session], [profile], requests] = await sendWithCommit(
      transaction,
      ...writes,
      profileQuery({ user: device.user_id, device: device.id }),
      listedQuery({ ...device, at }),
    );
    return live && session && { device: live, shown: { profile, requests } };
  });
  // Its first call most likely comes to this process.
  if (opened)
    remember(database, { ...session, company_id: device.company_id, told: toldBy(session, opened) });
  return opened;
}

/** Up to which wrong mPIN its phone is told: of a passkey's the statement that opened it says so. */
function toldBy({ told }: NewSession, { device, shown }: Opened): number {
  return shown && "mpin_told" in device ? device.mpin_told : told;
}

interface Agreed {
  handshake: HandshakeRow;
  keys: HandshakeKeys;
  at: Date;
}

function newSession(sealer: Sealer, { handshake, keys, at }: Agreed): NewSession {
  const { id, device_id, app, factor, purpose, binding, message_1, told } = handshake;
  const channelKeys = concat(keys.deviceToServer, keys.serverToDevice);
  const sealedKeys = sealer.seal({ table: "sessions", column: "sealed_keys", row: id }, channelKeys);
  channelKeys.fill(0);
  return {
    ...{ id, device_id, app, factor, purpose, binding, message_1 },
    sealed_keys: sealedKeys,
    used_at: at,
    expires_at: purpose === "session" ? null : later(at, channelSeconds),
    created_at: at,
    // Where no session is opened, nothing is shown.
    told: purpose === "session" ? told : 0,
  };
}

function sessionMembers(
  context: Context,
  device: LiveDevice,
  { profile, requests }: Shown,
): Partial<Handshake4> {
  const share = openShare(context, device);
  if (device.status !== "active") return { share };
  if (profile === undefined) throw new Error("A device has no user.");
  const frozen = frozenOf(profile);
  const { biometrics, mpin, idle_seconds } = readPolicy(profile);
  return {
    ...(frozen && { frozen }),
    ...{ share, profile: profileOf(profile), features: profile.features },
    requests: requests.map(summaryOf),
    unread: profile.unread,
    biometrics: { allowed: biometrics, salt: profile.factor_salt && b64(profile.factor_salt) },
    policy: { mpin, idle_seconds },
  };
}

/** A passkey says nothing of it in message 2, and whoever guesses at the mPIN meanwhile is to be noticed. */
function mpinMember(device: MpinTries): Pick<Handshake4, "mpin"> {
  return { mpin: { tries_left: device.mpin_tries_left, wrong_tries: device.mpin_wrong_tries } };
}

function openShare({ sealer }: Context, { id, sealed_share }: LiveDevice): string {
  if (sealed_share === null) throw new Error("A live device has no share.");
  const share = sealer.open({ table: "devices", column: "sealed_share", row: id }, sealed_share);
  const text = b64(share);
  share.fill(0);
  return text;
}

/**
 * The device ended between the charge and the proof, its mPIN or passkey was changed, or its app withdrawn: it gets no session,
 * however right the proof.
 */
async function refuseEnded(context: Context, { device, handshake, message1 }: Attempt): Promise<Reply> {
  const ended = await findDevice(context.database.kysely, device.id);
  const standing = ended && standingOf(ended);
  if (ended && standing && isLive(standing))
    throw new ProtocolError(await refusalCode(context, { app: handshake.app, company: device.company_id }));
  const reason = standing === "blocked" ? "blocked" : "deactivated";
  return {
    kind: "refusal",
    token: await signRefusal(context, { message1, reason }),
  };
}
