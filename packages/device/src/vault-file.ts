/**
 * A vault as JSON, for a storage that is a file (the command line's phone): keys as JWKs, bytes as base64url. It
 * takes a device that was opened with `extractableKeys`, and whoever reads the file holds the phone: guarding it is
 * the storage's part. An mPIN can't be tested with it, and its signing key is wrapped as everywhere else.
 */
import type { Bytes, CryptoKey, KeyPair } from "@mtoken/protocol";
import {
  activationIdSchema,
  argon2Schema,
  b64,
  bytesSchema,
  companyIdSchema,
  deviceIdSchema,
  fromB64,
  hashSchema,
  identityJwksSchema,
  originSchema,
  rsaPublicJwkSchema,
  tokenSchema,
  triesAllowed,
  userIdSchema,
  wholeNumber,
} from "@mtoken/protocol";
import * as v from "valibot";
import { DeviceError } from "./errors.ts";
import type {
  ActivationStep,
  DeviceKeys,
  PasskeyKeys,
  VaultRecord,
  WrappedSigningKey,
} from "./vault-record.ts";

const base64Schema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/));
/** JWKs are checked by the import, which refuses what is none. */
const jwkSchema = v.record(v.string(), v.unknown());

const mpinKeysMembers = { salt: bytesSchema(16), argon2: argon2Schema };
const passkeySchema = v.strictObject({ credential: base64Schema, salt: bytesSchema(16) });
const keysSchema = v.strictObject({
  ...mpinKeysMembers,
  device: deviceIdSchema,
  deviceKey: v.strictObject({ publicKey: jwkSchema, privateKey: jwkSchema }),
  deviceSecret: jwkSchema,
  group: v.picklist([2048, 3072, 4096]),
  next: v.exactOptional(v.strictObject(mpinKeysMembers)),
  passkey: v.exactOptional(passkeySchema),
  nextPasskey: v.exactOptional(passkeySchema),
  counter: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  triesLeft: wholeNumber(0, triesAllowed),
});
const signingKeySchema = v.strictObject({
  publicKey: rsaPublicJwkSchema,
  wrapped: base64Schema,
  iv: bytesSchema(12),
});
const stepSchema = v.variant("name", [
  v.strictObject({ name: v.literal("register") }),
  v.strictObject({
    name: v.literal("send"),
    message: v.string(),
    messageHash: hashSchema,
    answerKey: bytesSchema(64),
  }),
  v.strictObject({ name: v.literal("prove") }),
]);
const livingMembers = {
  schema: v.literal(1),
  server: v.strictObject({
    origin: originSchema,
    pins: v.array(v.string()),
    jwks: identityJwksSchema,
    fetchedAt: v.number(),
  }),
  keys: keysSchema,
  mpin: v.strictObject({ min: wholeNumber(5, 12), max: wholeNumber(5, 12) }),
};
const vaultFileSchema = v.variant("kind", [
  v.strictObject({
    ...livingMembers,
    kind: v.literal("activating"),
    activation: activationIdSchema,
    step: stepSchema,
    signingKey: v.nullable(signingKeySchema),
  }),
  v.strictObject({
    ...livingMembers,
    kind: v.literal("activated"),
    signingKey: signingKeySchema,
    certificate: tokenSchema(),
    owner: v.strictObject({ user: userIdSchema, company: companyIdSchema }),
    status: v.picklist(["active", "awaiting-approval"]),
  }),
  v.strictObject({
    schema: v.literal(1),
    kind: v.literal("ended"),
    reason: v.picklist(["blocked", "deactivated"]),
    origin: originSchema,
  }),
]);

/** The JSON of a {@link VaultRecord}: the same members, keys as JWKs and bytes as base64url. */
export type VaultFile = v.InferOutput<typeof vaultFileSchema>;
type FileKeys = v.InferOutput<typeof keysSchema>;
type FilePasskey = v.InferOutput<typeof passkeySchema>;
type FileSigningKey = v.InferOutput<typeof signingKeySchema>;
type FileStep = v.InferOutput<typeof stepSchema>;

const signing = { name: "RSA-PSS", hash: "SHA-512" };
const hmac = { name: "HMAC", hash: "SHA-512" };

/**
 * A record as JSON.
 *
 * @throws {TypeError} when its keys can't be exported.
 */
export async function exportVault(record: VaultRecord): Promise<VaultFile> {
  switch (record.kind) {
    case "ended":
      return record;
    case "activated":
      return {
        ...record,
        keys: await exportKeys(record.keys),
        signingKey: exportSigningKey(record.signingKey),
      };
    case "activating":
      return {
        ...record,
        keys: await exportKeys(record.keys),
        step: exportStep(record.step),
        signingKey: record.signingKey === null ? null : exportSigningKey(record.signingKey),
      };
  }
}

/**
 * The record of a JSON that {@link exportVault} made; its keys can be exported again.
 *
 * @throws {DeviceError} `vault_damaged` for anything else.
 */
export async function importVault(json: unknown): Promise<VaultRecord> {
  const parsed = v.safeParse(vaultFileSchema, json);
  if (!parsed.success) throw new DeviceError("vault_damaged");
  const file = parsed.output;
  try {
    return await importFile(file);
  } catch (cause) {
    throw new DeviceError("vault_damaged", { cause });
  }
}

async function importFile(file: VaultFile): Promise<VaultRecord> {
  switch (file.kind) {
    case "ended":
      return file;
    case "activated":
      return { ...file, keys: await importKeys(file.keys), signingKey: importSigningKey(file.signingKey) };
    case "activating":
      return {
        ...file,
        keys: await importKeys(file.keys),
        step: importStep(file.step),
        signingKey: file.signingKey === null ? null : importSigningKey(file.signingKey),
      };
  }
}

async function exportKeys(keys: DeviceKeys): Promise<FileKeys> {
  const { deviceKey, deviceSecret, salt, next, passkey, nextPasskey, ...rest } = keys;
  return {
    ...rest,
    ...(next && { next: { ...next, salt: b64(next.salt) } }),
    ...(passkey && { passkey: exportPasskey(passkey) }),
    ...(nextPasskey && { nextPasskey: exportPasskey(nextPasskey) }),
    deviceKey: {
      publicKey: await exportJwk(deviceKey.publicKey),
      privateKey: await exportJwk(deviceKey.privateKey),
    },
    deviceSecret: await exportJwk(deviceSecret),
    salt: b64(salt),
  };
}

async function importKeys(keys: FileKeys): Promise<DeviceKeys> {
  const { deviceKey, deviceSecret, salt, next, passkey, nextPasskey, ...rest } = keys;
  return {
    ...rest,
    ...(next && { next: { ...next, salt: fromB64(next.salt) } }),
    ...(passkey && { passkey: importPasskey(passkey) }),
    ...(nextPasskey && { nextPasskey: importPasskey(nextPasskey) }),
    deviceKey: await importPair(deviceKey),
    deviceSecret: await crypto.subtle.importKey("jwk", deviceSecret, hmac, true, ["sign"]),
    salt: fromB64(salt),
  };
}

async function importPair({ publicKey, privateKey }: FileKeys["deviceKey"]): Promise<KeyPair> {
  return {
    publicKey: await crypto.subtle.importKey("jwk", publicKey, signing, true, ["verify"]),
    privateKey: await crypto.subtle.importKey("jwk", privateKey, signing, true, ["sign"]),
  };
}

async function exportJwk(key: CryptoKey): Promise<Record<string, unknown>> {
  if (!key.extractable) throw new TypeError("exportVault: the device was not opened with extractableKeys");
  return { ...(await crypto.subtle.exportKey("jwk", key)) };
}

function exportPasskey({ credential, salt }: PasskeyKeys): FilePasskey {
  return { credential: b64(credential), salt: b64(salt) };
}

function importPasskey({ credential, salt }: FilePasskey): PasskeyKeys {
  return { credential: fromB64(credential), salt: fromB64(salt) };
}

function exportSigningKey({ publicKey, wrapped, iv }: WrappedSigningKey): FileSigningKey {
  return { publicKey, wrapped: b64(wrapped), iv: b64(iv) };
}

function importSigningKey({ publicKey, wrapped, iv }: FileSigningKey): WrappedSigningKey {
  return { publicKey, wrapped: fromB64(wrapped), iv: fromB64(iv) };
}

function exportStep(step: ActivationStep): FileStep {
  return step.name === "send" ? { ...step, answerKey: b64(step.answerKey) } : step;
}

function importStep(step: FileStep): ActivationStep {
  return step.name === "send" ? { ...step, answerKey: fromB64(step.answerKey) as Bytes } : step;
}
