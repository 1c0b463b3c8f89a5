/**
 * The keys that a phone makes for itself (docs/protocol.md §3): DK and ds at activation, SK once it has its share.
 * None can be exported, unless the vault is a file; SK is unwrapped for a session and gone with it.
 */
import type { Bytes, CryptoKey, RsaBits } from "@mtoken/protocol";
import {
  deviceIdOf,
  exportPublicJwk,
  generateSigningKeyPair,
  hmacSha512,
  randomBytes,
  tuple,
  utf8,
} from "@mtoken/protocol";
import { DeviceError } from "./errors.ts";
import type { DeviceKeys, WrappedSigningKey } from "./vault-record.ts";

const signing = { name: "RSA-PSS", hash: "SHA-512" };

/** A new device key, its device id, and a new device secret. */
export async function makeDeviceKeys(options: {
  bits: RsaBits;
  extractable: boolean;
}): Promise<Pick<DeviceKeys, "device" | "deviceKey" | "deviceSecret">> {
  const deviceKey = await generateSigningKeyPair(options);
  const hmac = { name: "HMAC", hash: "SHA-512", length: 512 };
  const deviceSecret = await crypto.subtle.generateKey(hmac, options.extractable, ["sign"]);
  return { device: await deviceIdOf(await exportPublicJwk(deviceKey.publicKey)), deviceKey, deviceSecret };
}

/** What the signing key is wrapped with. */
export interface WrappingOptions {
  keys: DeviceKeys;
  /** 32 bytes that only the server keeps. */
  share: Bytes;
}

/**
 * Makes a signing key and wraps it. It can be exported for as long as that takes, and its bytes never come into
 * this program's hands; who needs it unwraps it again.
 */
export async function makeSigningKey(
  options: WrappingOptions & { bits: RsaBits },
): Promise<WrappedSigningKey> {
  const { publicKey, privateKey } = await generateSigningKeyPair({ bits: options.bits, extractable: true });
  const iv = randomBytes(12);
  const kek = await wrappingKey(options);
  const wrapped = await crypto.subtle.wrapKey("pkcs8", privateKey, kek, wrapping(options.keys, iv));
  return { publicKey: await exportPublicJwk(publicKey), wrapped: new Uint8Array(wrapped), iv };
}

/**
 * The signing key, for use and not for export.
 *
 * @throws {DeviceError} `vault_damaged` when share, device secret and wrapped key don't belong together.
 */
export async function unwrapSigningKey(
  options: WrappingOptions & { signingKey: WrappedSigningKey },
): Promise<CryptoKey> {
  const { wrapped, iv } = options.signingKey;
  const kek = await wrappingKey(options);
  try {
    return await crypto.subtle.unwrapKey("pkcs8", wrapped, kek, wrapping(options.keys, iv), signing, false, [
      "sign",
    ]);
  } catch (cause) {
    throw new DeviceError("vault_damaged", { cause });
  }
}

/** KEK: from the share and ds, and never from the mPIN. With the mPIN in it, a share that leaked would test mPINs. */
async function wrappingKey({ keys, share }: WrappingOptions): Promise<CryptoKey> {
  const salt = await hmacSha512(keys.deviceSecret, tuple("mtoken-1/kek", keys.device));
  const material = await crypto.subtle.importKey("raw", share, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-512", salt, info: utf8("mtoken-1/kek") };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [
    "wrapKey",
    "unwrapKey",
  ]);
}

function wrapping(keys: DeviceKeys, iv: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: utf8(keys.device) };
}
