/**
 * The keys that a phone makes for itself (docs/protocol.md §3): DK and ds at activation, SK once it has its share.
 * None can be exported, unless the vault is a file; SK is unwrapped for a session and gone with it.
 */
import type { Bytes, CryptoKey, RsaBits, WrappingKeyOptions } from "@mtoken/protocol";
import {
  deviceIdOf,
  exportPublicJwk,
  generateSigningKeyPair,
  randomBytes,
  unwrapPrivateKey,
  wrapPrivateKey,
} from "@mtoken/protocol";
import { DeviceError } from "./errors.ts";
import type { DeviceKeys, WrappedSigningKey } from "./vault-record.ts";

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
  keys: Pick<DeviceKeys, "device" | "deviceSecret">;
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
  const { wrapped, iv } = await wrapPrivateKey({ ...wrapping(options), privateKey, iv: randomBytes(12) });
  return { publicKey: await exportPublicJwk(publicKey), wrapped, iv };
}

/**
 * The signing key, for use and not for export.
 *
 * @throws {DeviceError} `vault_damaged` when share, device secret and wrapped key don't belong together.
 */
export async function unwrapSigningKey(
  options: WrappingOptions & { signingKey: WrappedSigningKey },
): Promise<CryptoKey> {
  try {
    return await unwrapPrivateKey({ ...wrapping(options), ...options.signingKey });
  } catch (cause) {
    throw new DeviceError("vault_damaged", { cause });
  }
}

/** KEK comes from the share and ds, and never from the mPIN, which is why it isn't asked for here. */
function wrapping({ keys, share }: WrappingOptions): WrappingKeyOptions {
  return { deviceSecret: keys.deviceSecret, device: keys.device, share };
}
