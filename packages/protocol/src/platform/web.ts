/** The protocol's cryptography by WebCrypto and jose: in browsers, and wherever else there is no node:crypto. */
import type { CryptoKey } from "jose";
import {
  base64url,
  CompactEncrypt,
  CompactSign,
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
} from "jose";
import type { Bytes, Platform } from "./platform.ts";

const signing = { name: "RSA-PSS", hash: "SHA-512" };
const hmac = { name: "HMAC", hash: "SHA-512" };

export const platform: Platform = {
  encodeB64: (bytes) => base64url.encode(bytes),
  decodeB64: (text) => base64url.decode(text) as Bytes,
  toHex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
  fromHex: (text) =>
    Uint8Array.from({ length: text.length / 2 }, (_, index) =>
      Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
    ),
  sha512: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-512", bytes)),

  async hmacSha512(key, data) {
    const usable =
      key instanceof Uint8Array ? await crypto.subtle.importKey("raw", key, hmac, false, ["sign"]) : key;
    return new Uint8Array(await crypto.subtle.sign("HMAC", usable, data));
  },

  async hkdfSha512({ key, salt, info, length }) {
    const material = await crypto.subtle.importKey("raw", plain(key), "HKDF", false, ["deriveBits"]);
    const label = new TextEncoder().encode(info);
    const algorithm = { name: "HKDF", hash: "SHA-512", salt: plain(salt), info: label };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, length * 8));
  },

  thumbprint: (jwk) => calculateJwkThumbprint({ ...jwk }, "sha256"),
  importVerifyKey: (jwk): Promise<CryptoKey> =>
    crypto.subtle.importKey("jwk", { ...jwk }, signing, true, ["verify"]),
  sign: ({ header, payload, key }) =>
    new CompactSign(payload).setProtectedHeader({ ...header, alg: "PS512" }).sign(key),

  async verify(token, key) {
    await compactVerify(token, key, { algorithms: ["PS512"] });
  },

  seal: ({ header, plaintext, key }) =>
    new CompactEncrypt(plaintext)
      .setProtectedHeader({ ...header, alg: "dir", enc: "A256CBC-HS512" })
      .encrypt(key),

  async open(token, key) {
    const allowed = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256CBC-HS512"] };
    return (await compactDecrypt(token, key, allowed)).plaintext;
  },
};

function plain(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes);
}
