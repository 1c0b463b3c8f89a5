/**
 * Bytes and what everything else is made of: text, base64url, integers, hashes (docs/protocol.md §1, §2).
 * All of it runs in browsers and in Node; secrets are compared in constant time.
 */
import { platform } from "#platform";
import { ProtocolError } from "./errors.ts";
import type { CryptoKey } from "./jwk.ts";
import type { Bytes, HkdfOptions } from "./platform/platform.ts";

export type { Bytes, HkdfOptions } from "./platform/platform.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/**
 * The text of UTF-8 bytes.
 *
 * @throws {ProtocolError} `malformed_message` when the bytes are not valid UTF-8.
 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new ProtocolError("malformed_message", { cause });
  }
}

/** All parts, one after the other: what docs/protocol.md writes as `‖`. */
export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** base64url without padding (RFC 4648 §5). */
export function b64(bytes: Uint8Array): string {
  return platform.encodeB64(bytes);
}

/**
 * Reads base64url, and only its one canonical form: no padding, no blanks, unused bits zero. A token whose
 * last character could be another would verify under two hashes.
 *
 * @throws {ProtocolError} `malformed_message`
 */
export function fromB64(text: string): Bytes {
  const bytes = decodeB64(text);
  if (bytes === undefined || platform.encodeB64(bytes) !== text) throw new ProtocolError("malformed_message");
  return bytes;
}

function decodeB64(text: string): Bytes | undefined {
  try {
    return platform.decodeB64(text);
  } catch {
    return undefined;
  }
}

/** Whether both are the same bytes, in a time that depends on their lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

/** Bytes from the platform's secure generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** `H` of docs/protocol.md: SHA-512, 64 bytes. */
export async function sha512(bytes: Uint8Array): Promise<Bytes> {
  return platform.sha512(plain(bytes));
}

/**
 * HMAC-SHA-512, 64 bytes. The key is raw bytes, or a non-extractable key such as the phone's device secret.
 *
 * @throws {TypeError} when raw key bytes are empty: a key that is missing must never pass for one.
 */
export async function hmacSha512(key: CryptoKey | Uint8Array, data: Uint8Array): Promise<Bytes> {
  if (!(key instanceof Uint8Array)) return platform.hmacSha512(key, plain(data));
  if (key.length === 0) throw new TypeError("hmacSha512: the key is empty");
  return platform.hmacSha512(plain(key), plain(data));
}

/** HKDF-SHA-512 (RFC 5869). */
export async function hkdfSha512(options: HkdfOptions): Promise<Bytes> {
  return platform.hkdfSha512(options);
}

/** A big-endian, unsigned integer. No bytes at all are zero. */
export function bigIntFromBytes(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/**
 * A big-endian integer, left-padded with zeros to `length` bytes: `PAD` of docs/protocol.md.
 *
 * @throws {TypeError} when the value is negative or does not fit.
 */
export function bigIntToBytes(value: bigint, length: number): Bytes {
  const digits = value.toString(16).padStart(length * 2, "0");
  if (value < 0n || digits.length > length * 2) {
    throw new TypeError(`bigIntToBytes: the value does not fit ${length} bytes`);
  }
  return platform.fromHex(digits);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return platform.toHex(bytes);
}

/**
 * The bytes of a hexadecimal text of even length.
 *
 * @throws {TypeError} when the text is anything else.
 */
export function fromHex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new TypeError("fromHex: not hexadecimal");
  return platform.fromHex(text);
}

/** The same bytes typed for WebCrypto; copied only when they lie in shared memory. */
function plain(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes);
}
