/**
 * Message 3 to message 4 (docs/protocol.md §5). First everything that a stranger could forge is verified, and charges
 * nothing. Then the try is charged and committed, and only then is the proof looked at: whatever runs side by side, and
 * wherever the server dies, no more proofs are looked at than are allowed, and no try comes back unearned.
 */
import type { HandshakeId, PasskeyAssertion, Refusal } from "@mtoken/protocol";
import {
  assertionChallenge,
  equalBytes,
  fromB64,
  handshake3Schema,
  ProtocolError,
  proofM1,
  proofM2,
  readUnverified,
} from "@mtoken/protocol";
import { chargePasskey } from "../biometrics/store.ts";
import { verifyAssertion } from "../biometrics/verify-passkey.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../database/database.ts";
import { isLive, standingOf } from "../device/standing.ts";
import { acceptProof } from "./accept-proof.ts";
import type { Derived } from "./derive-keys.ts";
import { deriveKeys } from "./derive-keys.ts";
import type { FoundPasskey } from "./proven-factor.ts";
import { barOf, findPasskeyAttempt, provenFactorOf } from "./proven-factor.ts";
import type { Reply } from "./refusal.ts";
import { refusalCode, signRefusal } from "./refusal.ts";
import { rejectProof } from "./reject-proof.ts";
import type { DeviceRow, HandshakeRow } from "./store.ts";
import { findAttempt, findDevice } from "./store.ts";
import type { Charged } from "./tries-store.ts";
import { chargeTry } from "./tries-store.ts";
import type { DeviceVerifier } from "./verify-device.ts";
import { verifyDeviceMessage } from "./verify-device.ts";

/** A handshake whose message 3 is by its device and about nothing else. */
export interface Attempt {
  device: DeviceRow;
  handshake: HandshakeRow;
  message1: string;
  M1: Uint8Array;
  /** Where a passkey is what is proven. */
  passkey: (FoundPasskey & { assertion: PasskeyAssertion }) | undefined;
}

export interface ProveHandshake {
  handshake: HandshakeId;
  token: string;
  verifier: DeviceVerifier;
}

export async function proveHandshake(context: Context, options: ProveHandshake): Promise<Reply> {
  const attempt = await verifyAttempt(context, options);
  const bar = attempt.passkey && barOf(attempt.passkey);
  if (bar) return refuse(context, attempt, bar);
  const secrets = openSecrets(context, attempt);
  const charged = await charge(context, attempt);
  if (charged === undefined || secrets === undefined) return refuseAttempt(context, attempt);

  const { device, handshake } = attempt;
  const derived = await deriveKeys(context, {
    handshake,
    suite: device.suite,
    device: device.id,
    ...secrets,
  });
  const asserted = await assertedOf(context, attempt);
  if (derived === undefined || !(await isRight(derived, attempt.M1)) || asserted === undefined) {
    const { factor } = handshake;
    return rejectProof(context, { device, factor, message1: attempt.message1, charged });
  }
  const { transcript, keys } = derived;
  const M2 = await proofM2({ key: keys.confirmServer, transcript, M1: attempt.M1 });
  return acceptProof(context, { attempt, keys, M2, signCount: asserted });
}

async function verifyAttempt(
  context: Context,
  { handshake: id, token, verifier }: ProveHandshake,
): Promise<Attempt> {
  const form = { token, typ: "mtoken-handshake-3+jws", schema: handshake3Schema } as const;
  const { assertion } = readUnverified(form);
  const { handshake, device: found, passkey } = await findAttempted(context.database.kysely, id, assertion);
  const { message, device } = await verifyDeviceMessage(context, { ...form, device: found, verifier });
  if (handshake === undefined) throw new ProtocolError("handshake_refused");
  const message1 = handshake.message_1;
  const same =
    message.handshake === id &&
    message.message_1 === message1 &&
    message.message_2 === handshake.message_2 &&
    (message.assertion !== undefined) === (handshake.factor === "biometric") &&
    context.clock.now() < handshake.expires_at;
  if (!same) throw new ProtocolError("handshake_refused");
  return { device, handshake, message1, M1: fromB64(message.M1), passkey };
}

/** With an assertion comes the passkey that it has to be of, in the same round trip. */
async function findAttempted(
  queries: Queries,
  id: HandshakeId,
  assertion: PasskeyAssertion | undefined,
): Promise<Awaited<ReturnType<typeof findAttempt>> & Pick<Attempt, "passkey">> {
  if (assertion === undefined) return { ...(await findAttempt(queries, id)), passkey: undefined };
  const { found, ...attempted } = await findPasskeyAttempt(queries, id);
  // Between the two reads the handshake may have been used up: then it is as gone as if both had missed it.
  if (found === undefined) return { ...attempted, handshake: undefined, passkey: undefined };
  return { ...attempted, passkey: { ...found, assertion } };
}

/** Opened before the charge: a row that can't be opened is the server's fault, and no try of the user's. */
function openSecrets({ sealer }: Context, { device, handshake, passkey }: Attempt) {
  const factor = provenFactorOf(device, passkey);
  if (factor === undefined) return undefined;
  return {
    verifier: sealer.open(factor.verifier.place, factor.verifier.sealed),
    b: sealer.open(
      { table: "handshakes", column: "sealed_server_secret", row: handshake.id },
      handshake.sealed_server_secret,
    ),
  };
}

/** Committed when this returns. */
function charge(
  { database, clock }: Context,
  { device, handshake, passkey }: Attempt,
): Promise<Charged | undefined> {
  const tried = { handshake: handshake.id, device: device.id, at: clock.now() };
  if (passkey === undefined) return chargeTry(database.kysely, tried);
  const { row } = passkey;
  return row ? chargePasskey(database.kysely, { ...tried, salt: row.salt }) : Promise.resolve(undefined);
}

/** Another message 3 was faster, or the device ended meanwhile: the phone is told which. */
async function refuseAttempt(context: Context, attempt: Attempt): Promise<Reply> {
  const now = await findDevice(context.database.kysely, attempt.device.id);
  const standing = now && standingOf(now);
  if (now === undefined || standing === undefined || isLive(standing))
    throw new ProtocolError(
      await refusalCode(context, { app: attempt.handshake.app, company: attempt.device.company_id }),
    );
  return refuse(context, attempt, standing);
}

async function refuse(context: Context, { message1 }: Attempt, reason: Refusal["reason"]): Promise<Reply> {
  return { kind: "refusal", token: await signRefusal(context, { message1, reason }) };
}

/** The passkey's sign counter after this; undefined where its signature is not right. Without a passkey there is nothing to look at. */
async function assertedOf(
  { config: { serverOrigin } }: Context,
  { passkey, handshake: { message_1: message1, message_2: message2 } }: Attempt,
): Promise<number | undefined> {
  if (passkey === undefined) return 0;
  const { assertion, row } = passkey;
  if (row === undefined) return undefined;
  const challenge = await assertionChallenge({ message1, message2 });
  return verifyAssertion(assertion, { challenge, serverOrigin, passkey: row });
}

async function isRight({ transcript, keys }: Derived, M1: Uint8Array): Promise<boolean> {
  return equalBytes(await proofM1({ key: keys.confirmDevice, transcript }), M1);
}
