/**
 * Message 1 to message 2 (docs/protocol.md §5). The device's signature comes before everything: without it nobody
 * opens or displaces a handshake, or learns anything about a device.
 */
import type { Handshake1, Handshake2, Refusal } from "@mtoken/protocol";
import {
  b64,
  fromB64,
  handshake1Schema,
  hashToken,
  newHandshakeId,
  ProtocolError,
  readGroupElement,
  readUnverified,
  srpGroupOf,
} from "@mtoken/protocol";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { isLive, standingOf } from "../device/standing.ts";
import type { ProvenFactor } from "./proven-factor.ts";
import { barOf, findProver, provenFactorOf } from "./proven-factor.ts";
import type { Reply } from "./refusal.ts";
import { refusalCode, signRefusal } from "./refusal.ts";
import type { DeviceRow } from "./store.ts";
import { insertHandshake, isActivationOpen } from "./store.ts";
import type { DeviceVerifier } from "./verify-device.ts";
import { verifyDeviceMessage } from "./verify-device.ts";

const handshakeSeconds = 60;

export async function openHandshake(
  context: Context,
  verifier: DeviceVerifier,
  token: string,
): Promise<Reply> {
  const form = { token, typ: "mtoken-handshake-1+jws", schema: handshake1Schema } as const;
  const claimed = readUnverified(form);
  const { device: found, passkey } = await findProver(context.database.kysely, claimed);
  const { message, device } = await verifyDeviceMessage(context, { ...form, device: found, verifier });

  const standing = standingOf(device);
  if (!isLive(standing)) return refuse(context, token, standing);
  // The statement that opens the handshake decides; this only saves the work for a plain replay.
  if (message.counter <= device.counter) throw new ProtocolError("handshake_refused");
  if (message.purpose !== "session" && standing !== "active") throw new ProtocolError("not_allowed");
  if (standing === "pending") await requireOpenActivation(context, device);
  const bar = passkey && barOf(passkey);
  if (bar) return refuse(context, token, bar);
  const factor = provenFactorOf(device, passkey);
  // A live device has a verifier: the table's own constraint says so.
  if (factor === undefined) throw new ProtocolError("handshake_refused");
  return { kind: "message", token: await answer(context, { device, factor, message, token }) };
}

async function refuse(context: Context, token: string, reason: Refusal["reason"]): Promise<Reply> {
  const message1 = await hashToken(token);
  return { kind: "refusal", token: await signRefusal(context, { message1, reason }) };
}

async function requireOpenActivation({ database, clock }: Context, device: DeviceRow): Promise<void> {
  const open = await isActivationOpen(database.kysely, {
    activation_id: device.activation_id,
    at: clock.now(),
  });
  if (!open) throw new ProtocolError("activation_closed");
}

interface Opening {
  device: DeviceRow;
  factor: ProvenFactor;
  message: Handshake1;
  token: string;
}

async function answer(context: Context, { device, factor, message, token }: Opening): Promise<string> {
  const { config, clock, database, identity, sealer } = context;
  const handshake = newHandshakeId();
  const expiresAt = later(clock.now(), handshakeSeconds);
  const { A, b, B } = await exchangePublics(context, factor, message);
  const message2: Handshake2 = {
    iss: config.serverOrigin,
    suite: device.suite,
    message_1: await hashToken(token),
    handshake,
    salt: b64(factor.salt),
    ...(factor.argon2 && { argon2: factor.argon2 }),
    B: b64(B),
    tries_left: factor.triesLeft,
    wrong_tries: factor.wrongTries,
    exp: toNumericDate(expiresAt),
  };
  const token2 = await identity.sign("mtoken-handshake-2+jws", message2);
  const sealedB = sealer.seal({ table: "handshakes", column: "sealed_server_secret", row: handshake }, b);
  b.fill(0);
  const opened = await insertHandshake(database.kysely, {
    handshake: {
      id: handshake,
      device_id: device.id,
      app: message.app,
      factor: message.factor,
      purpose: message.purpose,
      binding: message.purpose === "session" ? null : message.binding,
      client_public: A,
      server_public: Buffer.from(B),
      sealed_server_secret: sealedB,
      message_1: message2.message_1,
      message_2: await hashToken(token2),
      expires_at: expiresAt,
      told: factor.told,
    },
    counter: message.counter,
    salt: device.salt,
    passkeySalt: message.factor === "biometric" ? factor.salt : undefined,
  });
  if (!opened)
    throw new ProtocolError(await refusalCode(context, { app: message.app, company: device.company_id }));
  return token2;
}

/**
 * The group is the one that the device was activated with, whatever is configured now: its verifier is as long as N.
 * RFC 5054 §2.5.4: with A mod N = 0 the secret would be known to everybody.
 */
async function exchangePublics({ modexp, sealer }: Context, factor: ProvenFactor, message: Handshake1) {
  const verifier = sealer.open(factor.verifier.place, factor.verifier.sealed);
  const A = Buffer.from(fromB64(message.A));
  readGroupElement(srpGroupOf(verifier), A);
  const pair = await modexp.serverPublic(verifier);
  verifier.fill(0);
  return { A, ...pair };
}
