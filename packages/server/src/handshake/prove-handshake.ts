/**
 * Message 3 to message 4 (docs/protocol.md §5). First everything that a stranger could forge is verified, and charges
 * nothing. Then the try is charged and committed, and only then is the proof looked at: whatever runs side by side, and
 * wherever the server dies, no more proofs are looked at than are allowed, and no try comes back unearned.
 */
import type { HandshakeId } from "@mtoken/protocol";
import {
  equalBytes,
  fromB64,
  handshake3Schema,
  ProtocolError,
  proofM1,
  proofM2,
  readUnverified,
} from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { isLive, standingOf } from "../device/standing.ts";
import { acceptProof } from "./accept-proof.ts";
import type { Derived } from "./derive-keys.ts";
import { deriveKeys } from "./derive-keys.ts";
import type { Reply } from "./refusal.ts";
import { refusalCode, signRefusal } from "./refusal.ts";
import { rejectProof } from "./reject-proof.ts";
import type { Charged, DeviceRow, HandshakeRow } from "./store.ts";
import { chargeTry, findAttempt, findDevice } from "./store.ts";
import type { DeviceVerifier } from "./verify-device.ts";
import { verifyDeviceMessage } from "./verify-device.ts";

/** A handshake whose message 3 is by its device and about nothing else. */
export interface Attempt {
  device: DeviceRow;
  handshake: HandshakeRow;
  message1: string;
  M1: Uint8Array;
}

export interface ProveHandshake {
  handshake: HandshakeId;
  token: string;
  verifier: DeviceVerifier;
}

export async function proveHandshake(context: Context, options: ProveHandshake): Promise<Reply> {
  const attempt = await verifyAttempt(context, options);
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
  if (derived === undefined || !(await isRight(derived, attempt.M1))) {
    return rejectProof(context, { device, message1: attempt.message1, charged });
  }
  const { transcript, keys } = derived;
  const M2 = await proofM2({ key: keys.confirmServer, transcript, M1: attempt.M1 });
  return acceptProof(context, { attempt, keys, M2 });
}

async function verifyAttempt(
  context: Context,
  { handshake: id, token, verifier }: ProveHandshake,
): Promise<Attempt> {
  const form = { token, typ: "mtoken-handshake-3+jws", schema: handshake3Schema } as const;
  readUnverified(form);
  const { handshake, device: found } = await findAttempt(context.database.kysely, id);
  const { message, device } = await verifyDeviceMessage(context, { ...form, device: found, verifier });
  if (handshake === undefined) throw new ProtocolError("handshake_refused");
  const message1 = handshake.message_1;
  const same =
    message.handshake === id &&
    message.message_1 === message1 &&
    message.message_2 === handshake.message_2 &&
    context.clock.now() < handshake.expires_at;
  if (!same) throw new ProtocolError("handshake_refused");
  return { device, handshake, message1, M1: fromB64(message.M1) };
}

/** Opened before the charge: a row that can't be opened is the server's fault, and no try of the user's. */
function openSecrets({ sealer }: Context, { device, handshake }: Attempt) {
  if (device.sealed_verifier === null) return undefined;
  return {
    verifier: sealer.open(
      { table: "devices", column: "sealed_verifier", row: device.id },
      device.sealed_verifier,
    ),
    b: sealer.open(
      { table: "handshakes", column: "sealed_server_secret", row: handshake.id },
      handshake.sealed_server_secret,
    ),
  };
}

/** Committed when this returns. */
function charge({ database, clock }: Context, { device, handshake }: Attempt): Promise<Charged | undefined> {
  const tried = { handshake: handshake.id, device: device.id };
  return chargeTry(database.kysely, { ...tried, at: clock.now() });
}

/** Another message 3 was faster, or the device ended meanwhile: the phone is told which. */
async function refuseAttempt(context: Context, { device, message1 }: Attempt): Promise<Reply> {
  const now = await findDevice(context.database.kysely, device.id);
  const standing = now && standingOf(now);
  if (now === undefined || standing === undefined || isLive(standing))
    throw new ProtocolError(await refusalCode(context, now?.app ?? null));
  return {
    kind: "refusal",
    token: await signRefusal(context, { message1, reason: standing }),
  };
}

async function isRight({ transcript, keys }: Derived, M1: Uint8Array): Promise<boolean> {
  return equalBytes(await proofM1({ key: keys.confirmDevice, transcript }), M1);
}
