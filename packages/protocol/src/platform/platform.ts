/**
 * What a platform's cryptography does for the protocol (docs/protocol.md §2). There are two: WebCrypto with jose, which runs
 * everywhere, and node:crypto, which `#platform` (package.json) puts in its place in Node. A hash takes microseconds, and
 * WebCrypto's way to another thread and back twenty times that: a server that makes hundreds of them feels it. The
 * vectors hold on both, and platform.test.ts holds each against the other.
 */
import type { CryptoKey } from "jose";

/** Bytes as WebCrypto takes them: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What HKDF-SHA-512 takes. `key` is its input keying material; `length` counts bytes. */
export interface HkdfOptions {
  key: Uint8Array;
  salt: Uint8Array;
  info: string;
  length: number;
}

/** The header of a compact serialisation, as it is to be written. */
type Header = Readonly<Record<string, string | number>>;

/** The public members of an RSA key. */
interface RsaMembers {
  kty: "RSA";
  n: string;
  e: string;
}

/** The protocol's cryptography on one platform. Whatever does not verify or open throws; who calls says what that means. */
export interface Platform {
  /** base64url without padding. */
  encodeB64(bytes: Uint8Array): string;
  /** What an encoder could have written as this text, and maybe did not: the caller encodes it again and compares. */
  decodeB64(text: string): Bytes;
  /** Lower-case hexadecimal. */
  toHex(bytes: Uint8Array): string;
  /** Of whole pairs of hexadecimal digits: who calls has made sure. */
  fromHex(text: string): Bytes;
  sha512(bytes: Bytes): Promise<Bytes>;
  hmacSha512(key: CryptoKey | Bytes, data: Bytes): Promise<Bytes>;
  hkdfSha512(options: HkdfOptions): Promise<Bytes>;
  /** RFC 7638, SHA-256. */
  thumbprint(jwk: RsaMembers): Promise<string>;
  /** The key that verifies PS512. */
  importVerifyKey(jwk: RsaMembers): Promise<CryptoKey>;
  /** A compact JWS, PS512. */
  sign(options: { header: Header; payload: Bytes; key: CryptoKey }): Promise<string>;
  /** Resolves when the compact JWS carries a PS512 signature by this key. Its header has been looked at before. */
  verify(token: string, key: CryptoKey): Promise<void>;
  /** A compact JWE, `dir`, A256CBC-HS512: `key` has 64 bytes. */
  seal(options: { header: Header; plaintext: Bytes; key: Bytes }): Promise<string>;
  /** What {@link Platform.seal} sealed. The header has been looked at before. */
  open(token: string, key: Bytes): Promise<Uint8Array>;
}
