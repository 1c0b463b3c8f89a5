/**
 * What the phone derives from its device secret ds (docs/protocol.md §3): `x`, its secret in SRP, and KEK, under which
 * its signing key is stored. ds is in both: who has stolen only the database can't search a verifier for the mPIN, and
 * who has stolen only the phone holds nothing that would tell him a right mPIN from a wrong one.
 */
import type { Bytes } from "./bytes.ts";
import { bigIntFromBytes, hmacSha512, utf8 } from "./bytes.ts";
import type { Factor } from "./handshake.ts";
import type { DeviceId } from "./ids.ts";
import type { CryptoKey } from "./jwk.ts";
import type { SuiteId } from "./suite.ts";
import { tuple } from "./tuple.ts";

/** What {@link deriveExponent} takes. */
export interface ExponentOptions {
  /** ds: an HMAC-SHA-512 key that never leaves the phone. */
  deviceSecret: CryptoKey;
  suite: SuiteId;
  factor: Factor;
  device: DeviceId;
  serverOrigin: string;
  salt: Uint8Array;
  /** Argon2id of the mPIN and the salt, or the passkey's PRF output: 32 bytes. */
  stretched: Uint8Array;
}

/** `x`: the exponent of one mPIN, or of one passkey, on one device, for one server. */
export async function deriveExponent(options: ExponentOptions): Promise<bigint> {
  const { deviceSecret, suite, factor, device, serverOrigin, salt, stretched } = options;
  const text = tuple("mtoken-1/x", suite, factor, device, serverOrigin, salt, stretched);
  return bigIntFromBytes(await hmacSha512(deviceSecret, text));
}

/** What {@link deriveWrappingKey} takes. */
export interface WrappingKeyOptions {
  deviceSecret: CryptoKey;
  device: DeviceId;
  /** 32 bytes that only the server keeps. */
  share: Bytes;
}

/**
 * KEK: from the share and ds, and never from the mPIN. With the mPIN in it, a share that leaked would test mPINs [F].
 * It wraps and unwraps, and can't be exported.
 */
export async function deriveWrappingKey(options: WrappingKeyOptions): Promise<CryptoKey> {
  const { deviceSecret, device, share } = options;
  const salt = await hmacSha512(deviceSecret, tuple("mtoken-1/kek", device));
  const material = await crypto.subtle.importKey("raw", share, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-512", salt, info: utf8("mtoken-1/kek") };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [
    "wrapKey",
    "unwrapKey",
  ]);
}

/** A private key as it is stored: PKCS #8 under AES-256-GCM. */
export interface WrappedKey {
  wrapped: Bytes;
  iv: Bytes;
}

/** Wraps a signing key under KEK, bound to its device. `iv` is 12 bytes, never the same twice. */
export async function wrapPrivateKey(
  options: WrappingKeyOptions & { privateKey: CryptoKey; iv: Bytes },
): Promise<WrappedKey> {
  const { device, privateKey, iv } = options;
  const kek = await deriveWrappingKey(options);
  const wrapped = await crypto.subtle.wrapKey("pkcs8", privateKey, kek, gcm(device, iv));
  return { wrapped: new Uint8Array(wrapped), iv };
}

/**
 * The signing key again, for use and not for export. Rejects with WebCrypto's `OperationError` when share, ds, device
 * and wrapped key don't belong together.
 */
export async function unwrapPrivateKey(options: WrappingKeyOptions & WrappedKey): Promise<CryptoKey> {
  const { device, wrapped, iv } = options;
  const kek = await deriveWrappingKey(options);
  const signing = { name: "RSA-PSS", hash: "SHA-512" };
  return crypto.subtle.unwrapKey("pkcs8", wrapped, kek, gcm(device, iv), signing, false, ["sign"]);
}

function gcm(device: DeviceId, iv: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(device) };
}
