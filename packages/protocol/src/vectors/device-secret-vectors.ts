/**
 * Vectors of what the phone derives from its device secret (docs/protocol.md §3). The expected values are computed from
 * the formulas of that clause; the check holds the code that phones run against them, and that nothing but the right
 * share, ds and device opens the signing key.
 */
import * as v from "valibot";
import { bigIntFromBytes, bigIntToBytes, fromHex, hkdfSha512, hmacSha512, toHex, utf8 } from "../bytes.ts";
import { deriveExponent, unwrapPrivateKey } from "../device-secrets.ts";
import { argon2Schema, originSchema } from "../fields.ts";
import { factorSchema } from "../handshake.ts";
import { deviceIdOf, deviceIdSchema } from "../ids.ts";
import type { CryptoKey } from "../jwk.ts";
import { importVerifyKey } from "../jwk.ts";
import { computeVerifier } from "../srp.ts";
import { srpGroup } from "../srp-groups.ts";
import { suiteIdSchema } from "../suite.ts";
import { tuple } from "../tuple.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const members = { name: v.string(), device: deviceIdSchema, device_secret: v.string() };

const exponentSchema = v.strictObject({
  ...members,
  operation: v.literal("x"),
  suite: suiteIdSchema,
  factor: factorSchema,
  server_origin: originSchema,
  mpin: v.string(),
  argon2: argon2Schema,
  salt: v.string(),
  stretched: v.string(),
  x: v.string(),
  group: v.picklist([2048, 3072, 4096]),
  verifier: v.string(),
});

const wrappingSchema = v.strictObject({
  ...members,
  operation: v.literal("wrap"),
  share: v.string(),
  kek: v.string(),
  iv: v.string(),
  pkcs8: v.string(),
  wrapped: v.string(),
});

const schema = v.variant("operation", [exponentSchema, wrappingSchema]);

type ExponentVector = v.InferOutput<typeof exponentSchema>;
type WrappingVector = v.InferOutput<typeof wrappingSchema>;

/** From Argon2id's result to `x` and the verifier; from the share to KEK and the wrapped signing key. */
export const deviceSecretVectors = defineKind({
  name: "device-secrets",
  clause: "docs/protocol.md §3",
  schema,
  async make(source) {
    return [await makeExponent(source), await makeWrapping(source)];
  },
  async check(vector) {
    await (vector.operation === "x" ? checkExponent(vector) : checkWrapping(vector));
  },
});

/** Argon2id is no part of this package: its result is written here, and the device's tests compute it. */
const stretched = "bebbb24686eea878ba184794bbaaaca06f1d5887ed739e1d22e847495510601f";

async function makeExponent(source: VectorSource): Promise<ExponentVector> {
  const vector = {
    name: "an mPIN's exponent and verifier",
    operation: "x",
    suite: "mtoken-1",
    factor: "mpin",
    device: await deviceIdOf(testKeys.device),
    server_origin: "https://phone.bank.example",
    mpin: "482917",
    argon2: { m: 19_456, t: 2, p: 1 },
    salt: "000102030405060708090a0b0c0d0e0f",
    stretched,
    device_secret: toHex(await source.bytes(64)),
    group: 3072,
  } as const;
  const text = tuple(
    "mtoken-1/x",
    vector.suite,
    vector.factor,
    vector.device,
    vector.server_origin,
    fromHex(vector.salt),
    fromHex(vector.stretched),
  );
  const x = await hmacSha512(fromHex(vector.device_secret), text);
  return { ...vector, x: toHex(x), verifier: verifierOf(vector.group, bigIntFromBytes(x)) };
}

async function checkExponent(vector: ExponentVector): Promise<void> {
  const x = await deriveExponent({
    deviceSecret: await importSecret(vector.device_secret),
    suite: vector.suite,
    factor: vector.factor,
    device: vector.device,
    serverOrigin: vector.server_origin,
    salt: fromHex(vector.salt),
    stretched: fromHex(vector.stretched),
  });
  requireSame("x", toHex(bigIntToBytes(x, 64)), vector.x);
  requireSame("verifier", verifierOf(vector.group, x), vector.verifier);
}

function verifierOf(bits: ExponentVector["group"], x: bigint): string {
  const group = srpGroup(bits);
  return toHex(bigIntToBytes(computeVerifier({ group, x }), bits / 8));
}

async function makeWrapping(source: VectorSource): Promise<WrappingVector> {
  const device = await deviceIdOf(testKeys.device);
  const device_secret = await source.bytes(64);
  const share = await source.bytes(32);
  const iv = await source.bytes(12);
  const kek = await hkdfSha512({
    key: share,
    salt: await hmacSha512(device_secret, tuple("mtoken-1/kek", device)),
    info: "mtoken-1/kek",
    length: 32,
  });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", await importSigningKey()));
  const key = await crypto.subtle.importKey("raw", kek, "AES-GCM", false, ["encrypt"]);
  const gcm = { name: "AES-GCM", iv, additionalData: utf8(device) };
  const wrapped = new Uint8Array(await crypto.subtle.encrypt(gcm, key, pkcs8));
  return {
    name: "a signing key under the server's share",
    operation: "wrap",
    device,
    device_secret: toHex(device_secret),
    share: toHex(share),
    kek: toHex(kek),
    iv: toHex(iv),
    pkcs8: toHex(pkcs8),
    wrapped: toHex(wrapped),
  };
}

async function checkWrapping(vector: WrappingVector): Promise<void> {
  const right = {
    deviceSecret: await importSecret(vector.device_secret),
    device: vector.device,
    share: fromHex(vector.share),
    wrapped: fromHex(vector.wrapped),
    iv: fromHex(vector.iv),
  };
  await requireSigningKey(await unwrapPrivateKey(right));
  const other = await deviceIdOf(testKeys.stranger);
  await requireClosed("another share", { ...right, share: fromHex("00".repeat(32)) });
  await requireClosed("another ds", { ...right, deviceSecret: await importSecret("00".repeat(64)) });
  await requireClosed("another device", { ...right, device: other });
}

/** The unwrapped key has to be the signing key of the test keys: its public half verifies what it signs. */
async function requireSigningKey(key: CryptoKey): Promise<void> {
  const pss = { name: "RSA-PSS", saltLength: 64 };
  const message = utf8("mtoken");
  const signature = await crypto.subtle.sign(pss, key, message);
  const { kty, n, e } = testKeys.signing;
  const verifyKey = await importVerifyKey({ kty, n, e });
  requireSame("what opens", await crypto.subtle.verify(pss, verifyKey, signature, message), true);
}

async function requireClosed(what: string, options: Parameters<typeof unwrapPrivateKey>[0]): Promise<void> {
  const opened = await unwrapPrivateKey(options).then(
    () => true,
    () => false,
  );
  requireSame(`the key opens with ${what}`, opened, false);
}

function importSecret(hex: string): Promise<CryptoKey> {
  const hmac = { name: "HMAC", hash: "SHA-512" };
  return crypto.subtle.importKey("raw", fromHex(hex), hmac, false, ["sign"]);
}

function importSigningKey(): Promise<CryptoKey> {
  const { kty, n, e, d, p, q, dp, dq, qi } = testKeys.signing;
  const jwk = { kty, n, e, d, p, q, dp, dq, qi };
  return crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-512" }, true, ["sign"]);
}
