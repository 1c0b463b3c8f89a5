/**
 * `activation.complete` (docs/protocol.md §4): the phone proves its signing key inside the first session. Only then, in
 * one transaction, are both secrets consumed and destroyed, is the certificate issued, and does the device become active,
 * or wait for a second person: where the company wants that (M21), and where it is for somebody who acts on others.
 */
import type { Certificate, Params, Result, RsaPublicJwk } from "@mtoken/protocol";
import {
  fingerprintOf,
  hashToken,
  importVerifyKey,
  ProtocolError,
  rsaBitsOf,
  signingKeyProofSchema,
  thumbprint,
  verifyToken,
} from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { activateDevice, lockDevicesOf, userLock } from "../device/activate-device.ts";
import type { Topic } from "../events/bus.ts";
import { findDevice } from "../handshake/store.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { tellLeft } from "../people/tell-left.ts";
import { holdPolicyOf } from "../policy/store.ts";
import type { Caller } from "../session/methods.ts";
import { sessionLock } from "../session/store.ts";
import { certifyDevice, consumeActivation, takesTwo } from "./store.ts";

type Completed = Result<"activation.complete">;

export async function completeActivation(
  context: Context,
  caller: Caller,
  { signing_key, proof }: Params<"activation.complete">,
): Promise<Completed> {
  await requireProof(context, caller, { signing_key, proof });
  const { status } = caller.device;
  if (status !== "pending") return repeat(caller, signing_key, status);

  await requireSize(context, caller, signing_key);
  const certificate = await issueCertificate(context, caller, signing_key);
  const completed = await context.database.kysely
    .transaction()
    .execute((transaction) => complete(context, { transaction, caller, signing_key, certificate }));
  for (const topic of completed.topics) context.events.publish(topic);
  return { certificate, status: completed.status };
}

async function requireProof(
  { config }: Context,
  { session, device }: Caller,
  { signing_key, proof }: Params<"activation.complete">,
): Promise<void> {
  const key = await importVerifyKey(signing_key);
  const form = { token: proof, typ: "mtoken-signing-key+jws", schema: signingKeyProofSchema } as const;
  const proven = await verifyToken({ ...form, key, aud: config.serverOrigin });
  const same =
    proven.device === device.id &&
    proven.handshake === session.id &&
    proven.activation === device.activation_id &&
    // One key for two purposes would let a signature for the one stand for the other.
    `dev_${await thumbprint(signing_key)}` !== device.id;
  if (!same) throw new ProtocolError("message_refused");
}

/** The device key has the size that the offer asked for, so the signing key must have the device key's. */
async function requireSize(
  { database }: Context,
  { device: { id } }: Caller,
  signingKey: RsaPublicJwk,
): Promise<void> {
  const device = await findDevice(database.kysely, id);
  if (device === undefined || rsaBitsOf(signingKey) !== rsaBitsOf(device.device_key))
    throw new ProtocolError("message_refused");
}

/** The answer was lost: the same signing key gets it again, another one gets nothing. */
async function repeat(
  { device }: Caller,
  signingKey: RsaPublicJwk,
  status: Completed["status"],
): Promise<Completed> {
  const { certificate, signing_key } = device;
  const same = signing_key !== null && (await thumbprint(signing_key)) === (await thumbprint(signingKey));
  if (!same || certificate === null) throw new ProtocolError("not_allowed");
  return { certificate, status };
}

function issueCertificate(
  { config, clock, identity }: Context,
  { device }: Caller,
  signingKey: RsaPublicJwk,
): Promise<string> {
  const certificate: Certificate = {
    iss: config.serverOrigin,
    suite: device.suite,
    device: device.id,
    signing_key: signingKey,
    user: device.user_id,
    company: device.company_id,
    iat: toNumericDate(clock.now()),
  };
  return identity.sign("mtoken-certificate+jws", certificate);
}

interface Completion {
  transaction: Transaction;
  caller: Caller;
  signing_key: RsaPublicJwk;
  certificate: string;
}

async function complete(
  { clock }: Context,
  { transaction, caller, signing_key, certificate }: Completion,
): Promise<{ status: Completed["status"]; topics: Topic[] }> {
  const at = clock.now();
  const { id: device, user_id: user, company_id: company, activation_id: activation } = caller.device;
  const policy = await holdPolicyOf(transaction, company);
  // Before the activation's row, as whoever invites takes them.
  await userLock({ users: [user] }).all(transaction);
  const closed = await consumeActivation(transaction, { activation, device, at });
  if (!closed) throw new ProtocolError("activation_closed");
  await lockDevicesOf(transaction, user);
  const session = await sessionLock({ session: caller.session.id, device }).first(transaction);
  if (session === undefined) throw new ProtocolError("session_ended");
  const approval = policy.approval || (await takesTwo(transaction, activation));
  const status = approval ? "awaiting-approval" : "active";
  const fingerprint = await fingerprintOf(certificate);
  const certified = await certifyDevice(transaction, {
    ...{ device, signing_key, certificate, fingerprint, approval },
  });
  if (!certified) throw new ProtocolError("session_ended");
  const activated = approval
    ? []
    : await activateDevice(transaction, { device, user, from: "pending", by: user, at });
  if (activated === undefined) throw new ProtocolError("session_ended");
  const certificateHash = await hashToken(certificate);
  const event = { company, user, device, activation, status, certificate: certificateHash };
  await recordAudit(transaction, at, { kind: "activation.completed", ...event });
  if (approval) {
    const waits = { kind: "device.awaiting-approval", data: { device } } as const;
    await writeNotice(transaction, { ...waits, user, company, at });
    await tellLeft(transaction, { device, at });
  }
  return {
    status,
    topics: [...new Set<Topic>([`device:${device}`, `activation:${activation}`, ...activated])],
  };
}
