/**
 * Signatures and sealed messages with their randomness given (RFC 8017 §8.1 and §7.1, RFC 7518 §5.2.2), for
 * vectors that are the same each time they are written. Nothing here is constant in time, and none of it
 * shares code with what it is there to check: never use it for a true key.
 */
import type { Bytes } from "../bytes.ts";
import { b64, bigIntFromBytes, bigIntToBytes, concat, fromB64, hmacSha512, sha512, utf8 } from "../bytes.ts";
import type { RsaPublicJwk } from "../jwk.ts";
import type { SealedType } from "../sealed.ts";
import { modPow } from "../srp.ts";
import type { TokenType } from "../token.ts";
import type { TestKey } from "./test-keys.ts";
import type { VectorSource } from "./vector-source.ts";

const hashLength = 64;

/**
 * What {@link signFixed} takes. `header` replaces the right header, for tokens that must be refused, and text stands
 * for the JSON that no object writes.
 */
export interface SignFixedOptions {
  source: VectorSource;
  typ: TokenType;
  payload: object | string;
  key: TestKey;
  kid?: string | undefined;
  header?: object | string | undefined;
}

/** A token that `verifyToken` accepts, with a salt from the source. */
export async function signFixed(options: SignFixedOptions): Promise<string> {
  const { source, typ, payload, key, kid } = options;
  const header = options.header ?? { alg: "PS512", typ, ...(kid === undefined ? {} : { kid }) };
  const input = `${encodeJson(header)}.${encodeJson(payload)}`;
  const encoded = await encodePss(utf8(input), await source.bytes(hashLength), modulusLength(key));
  return `${input}.${b64(privateOperation(key, encoded))}`;
}

/** What {@link sealFixed} takes: `jwk` for RSA-OAEP-512, or `key` (64 bytes) for `dir`. */
export interface SealFixedOptions {
  source: VectorSource;
  plaintext: string;
  typ: SealedType;
  recipient: { jwk: RsaPublicJwk } | { key: Uint8Array };
  kid?: string | undefined;
  seq?: number | undefined;
  header?: object | undefined;
}

/** A message that `openWithKey` or `openDirect` opens, with key and iv from the source. */
export async function sealFixed(options: SealFixedOptions): Promise<string> {
  const { source, plaintext, typ, recipient, kid, seq } = options;
  const iv = await source.bytes(16);
  const key = "key" in recipient ? recipient.key : await source.bytes(64);
  const sealedKey =
    "key" in recipient
      ? new Uint8Array()
      : await sealOaep(recipient.jwk, key, await source.bytes(hashLength));
  const alg = "key" in recipient ? "dir" : "RSA-OAEP-512";
  const right = {
    alg,
    enc: "A256CBC-HS512",
    typ,
    ...(kid === undefined ? {} : { kid }),
    ...(seq === undefined ? {} : { seq }),
  };
  const header = encodeJson(options.header ?? right);
  const { ciphertext, tag } = await encryptThenMac({
    key,
    iv,
    header: utf8(header),
    plaintext: utf8(plaintext),
  });
  return [header, ...[sealedKey, iv, ciphertext, tag].map(b64)].join(".");
}

function encodeJson(value: object | string): string {
  return b64(utf8(typeof value === "string" ? value : JSON.stringify(value)));
}

function modulusLength(jwk: RsaPublicJwk): number {
  return fromB64(jwk.n).length;
}

function privateOperation(key: TestKey, message: Uint8Array): Bytes {
  const [n, d] = [bigIntFromBytes(fromB64(key.n)), bigIntFromBytes(fromB64(key.d))];
  return bigIntToBytes(modPow(bigIntFromBytes(message), d, n), modulusLength(key));
}

/** EMSA-PSS (RFC 8017 §9.1.1) for a modulus of whole bytes: one bit less than that many. */
async function encodePss(message: Uint8Array, salt: Uint8Array, length: number): Promise<Bytes> {
  const hash = await sha512(concat(new Uint8Array(8), await sha512(message), salt));
  const filling = new Uint8Array(length - salt.length - hashLength - 2);
  const block = concat(filling, Uint8Array.of(1), salt);
  const masked = xor(block, await mgf1(hash, block.length));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return concat(masked, hash, Uint8Array.of(0xbc));
}

/** RSAES-OAEP (RFC 8017 §7.1.1) with an empty label. */
async function sealOaep(jwk: RsaPublicJwk, message: Uint8Array, seed: Uint8Array): Promise<Bytes> {
  const length = modulusLength(jwk);
  const filling = new Uint8Array(length - message.length - 2 * hashLength - 2);
  const block = concat(await sha512(new Uint8Array()), filling, Uint8Array.of(1), message);
  const maskedBlock = xor(block, await mgf1(seed, block.length));
  const maskedSeed = xor(seed, await mgf1(maskedBlock, hashLength));
  const encoded = bigIntFromBytes(concat(maskedSeed, maskedBlock));
  return bigIntToBytes(modPow(encoded, 65_537n, bigIntFromBytes(fromB64(jwk.n))), length);
}

/** MGF1 (RFC 8017 §B.2.1) with SHA-512. */
async function mgf1(seed: Uint8Array, length: number): Promise<Bytes> {
  const blocks: Uint8Array[] = [];
  for (let counter = 0; counter * hashLength < length; counter += 1) {
    blocks.push(await sha512(concat(seed, bigIntToBytes(BigInt(counter), 4))));
  }
  return concat(...blocks).slice(0, length);
}

interface Encryption {
  key: Uint8Array;
  iv: Bytes;
  header: Uint8Array;
  plaintext: Bytes;
}

/**
 * AES_256_CBC_HMAC_SHA_512 (RFC 7518 §5.2.2.1): the first half of the key is the MAC's, the second the
 * cipher's.
 */
async function encryptThenMac({ key, iv, header, plaintext }: Encryption) {
  const cipherKey = await crypto.subtle.importKey("raw", key.slice(32), "AES-CBC", false, ["encrypt"]);
  const ciphertext = new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-CBC", iv }, cipherKey, plaintext),
  );
  const headerBits = bigIntToBytes(BigInt(header.length * 8), 8);
  const mac = await hmacSha512(key.slice(0, 32), concat(header, iv, ciphertext, headerBits));
  return { ciphertext, tag: mac.slice(0, 32) };
}

function xor(left: Uint8Array, right: Uint8Array): Bytes {
  return Uint8Array.from(left, (byte, index) => byte ^ (right[index] ?? 0));
}
