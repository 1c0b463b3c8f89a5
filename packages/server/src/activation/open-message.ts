/**
 * The phone's activation message, opened and verified as far as a stranger could have made it (docs/protocol.md §4):
 * sealed to this activation's key, signed by the device key inside, about this offer, and with the link's proof. It
 * costs nothing, and whatever is wrong is `activation_refused`.
 */
import type { ActivationMessage, DeviceId } from "@mtoken/protocol";
import {
  activationSchema,
  activationTranscript,
  deviceIdOf,
  equalBytes,
  fromB64,
  hashToken,
  importVerifyKey,
  isSoundVerifier,
  linkProof,
  offerSchema,
  openWithKey,
  ProtocolError,
  parseWith,
  readUnverified,
  rsaBitsOf,
  rsaPublicJwkSchema,
  srpGroup,
  thumbprint,
  verifyToken,
} from "@mtoken/protocol";
import * as v from "valibot";
import type { Context } from "../context.ts";
import { openSecret } from "./open-secret.ts";
import type { ActivationRow, OpenActivation } from "./store.ts";

export interface OpenedMessage {
  message: ActivationMessage;
  device: DeviceId;
  /** The hash of the message as its device signed it. */
  hash: string;
  transcript: Uint8Array;
}

export async function openMessage(
  context: Context,
  activation: OpenActivation,
  sealed: string,
): Promise<OpenedMessage> {
  try {
    const token = await unseal(context, activation, sealed);
    const opened = await verify(context, activation, token);
    await requireLinkProof(context, activation, opened);
    return opened;
  } catch (error) {
    if (error instanceof ProtocolError) throw new ProtocolError("activation_refused", { cause: error });
    throw error;
  }
}

async function unseal(context: Context, activation: OpenActivation, sealed: string) {
  const opened = openSecret(context, activation, "sealed_activation_key");
  const jwk: unknown = JSON.parse(opened.toString());
  opened.fill(0);
  const { privateKey, kid } = await importActivationKey(jwk);
  return openWithKey({ token: sealed, privateKey, kid, typ: "mtoken-activation+jwe" });
}

const privateJwkSchema = v.looseObject({ kty: v.literal("RSA"), n: v.string(), e: v.string() });

async function importActivationKey(stored: unknown) {
  const jwk = v.parse(privateJwkSchema, stored);
  const algorithm = { name: "RSA-OAEP", hash: "SHA-512" };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["decrypt"]);
  const { kty, n, e } = jwk;
  return { privateKey, kid: await thumbprint(v.parse(rsaPublicJwkSchema, { kty, n, e })) };
}

async function verify({ config }: Context, activation: ActivationRow, token: string): Promise<OpenedMessage> {
  const form = { token, typ: "mtoken-activation+jws", schema: activationSchema } as const;
  const { device_key } = readUnverified(form);
  const key = await importVerifyKey(device_key);
  const message = await verifyToken({ ...form, key, aud: config.serverOrigin });
  if (message.activation !== activation.id) throw new ProtocolError("activation_refused");
  if (message.offer !== (await hashToken(activation.offer))) throw new ProtocolError("activation_refused");
  requireOffered(activation, message);
  const device = await deviceIdOf(message.device_key);
  const transcript = await activationTranscript({ ...message, device });
  return { message, device, hash: await hashToken(token), transcript };
}

/** Sizes as this offer has them, whatever was configured since. */
function requireOffered({ offer }: ActivationRow, { device_key, verifier }: ActivationMessage): void {
  // The server's own, from its database: there is nothing to verify.
  const [, payload = ""] = offer.split(".");
  const { group, rsa_bits } = parseWith(
    offerSchema,
    JSON.parse(Buffer.from(payload, "base64url").toString()),
  );
  if (rsaBitsOf(device_key) !== rsa_bits) throw new ProtocolError("activation_refused");
  if (!isSoundVerifier(srpGroup(group), fromB64(verifier))) throw new ProtocolError("activation_refused");
}

async function requireLinkProof(
  context: Context,
  activation: OpenActivation,
  { message, transcript }: OpenedMessage,
): Promise<void> {
  const secret = openSecret(context, activation, "sealed_link_secret");
  const expected = await linkProof(secret, transcript);
  secret.fill(0);
  if (!equalBytes(expected, fromB64(message.link_proof))) throw new ProtocolError("activation_refused");
}
