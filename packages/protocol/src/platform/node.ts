/**
 * The protocol's cryptography by node:crypto, on the calling thread: all of it but a large RSA key's signature is done
 * sooner than another thread would have woken. Keys stay WebCrypto's for everybody else.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPublicKey,
  createSecretKey,
  getRandomValues,
  type Hmac,
  hash,
  hkdfSync,
  KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import type { CryptoKey } from "jose";
import { pssKeyOf } from "./node-pss-key.ts";
import type { Bytes, Platform } from "./platform.ts";

/** A256CBC-HS512 (RFC 7518 §5.2.5): 32 bytes for the MAC, 32 for the cipher, and the first 32 of the MAC as the tag. */
const halfKey = 32;
const ivLength = 16;
const pss = { name: "RSA-PSS", saltLength: 64 };

export const platform: Platform = {
  encodeB64: (bytes) => view(bytes).toString("base64url"),
  decodeB64: (text) => copy(Buffer.from(text, "base64url")),
  toHex: (bytes) => view(bytes).toString("hex"),
  fromHex: (text) => copy(Buffer.from(text, "hex")),
  sha512: async (bytes) => copy(hash("sha512", bytes, "buffer")),

  async hmacSha512(key, data) {
    if (key instanceof Uint8Array) return copy(hmac(key).update(data).digest());
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
  },

  hkdfSha512: async ({ key, salt, info, length }) =>
    new Uint8Array(hkdfSync("sha512", createSecretKey(key), salt, info, length)),

  // RFC 7638 §3.2: the members in the order of their names.
  thumbprint: async ({ e, kty, n }) => hash("sha256", JSON.stringify({ e, kty, n }), "base64url"),

  async importVerifyKey({ kty, n, e }) {
    const name = `${e}.${n}`;
    const known = imported.get(name);
    if (known) return known;
    const key = createPublicKey({ key: { kty, n, e }, format: "jwk" });
    const found = key.toCryptoKey({ name: "RSA-PSS", hash: "SHA-512" }, true, ["verify"]) as CryptoKey;
    remember(name, found);
    return found;
  },

  async sign({ header, payload, key }) {
    const message = `${encodeHeader(header)}.${view(payload).toString("base64url")}`;
    const signature = await signatureOf(Buffer.from(message), key);
    return `${message}.${view(signature).toString("base64url")}`;
  },

  async verify(token, key) {
    const end = token.lastIndexOf(".");
    const message = Buffer.from(token.slice(0, end));
    const signature = Buffer.from(token.slice(end + 1), "base64url");
    const good = verify("sha512", message, verifyKeyOf(key), signature);
    if (!good) throw new Error("the signature does not verify");
  },

  async seal({ header, plaintext, key }) {
    const head = encodeHeader(header);
    const iv = getRandomValues(Buffer.alloc(ivLength));
    const cipher = createCipheriv("aes-256-cbc", createSecretKey(key.subarray(halfKey)), iv);
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    const tag = tagOf({ head, iv, sealed, key });
    // The second part, an encrypted key, is empty: both sides have the key.
    return [head, "", ...[iv, sealed, tag].map((part) => part.toString("base64url"))].join(".");
  },

  async open(token, key) {
    const [head = "", encryptedKey, ...rest] = token.split(".");
    const [iv, sealed, tag] = rest.map((part) => Buffer.from(part, "base64url"));
    const isWhole =
      encryptedKey === "" && rest.length === 3 && iv?.length === ivLength && tag?.length === halfKey;
    if (!isWhole || sealed === undefined) throw new Error("not a message of this kind");
    // The tag before anything is deciphered: what is not authentic is never looked into.
    if (!timingSafeEqual(tag, tagOf({ head, iv, sealed, key }))) throw new Error("the tag does not verify");
    const decipher = createDecipheriv("aes-256-cbc", createSecretKey(key.subarray(halfKey)), iv);
    return copy(Buffer.concat([decipher.update(sealed), decipher.final()]));
  },
};

interface Sealed {
  head: string;
  iv: Uint8Array;
  sealed: Uint8Array;
  key: Uint8Array;
}

/** RFC 7518 §5.2.2.1: over the header, the iv, the ciphertext, and the header's length in bits. */
function tagOf({ head, iv, sealed, key }: Sealed): Buffer {
  const bits = Buffer.alloc(8);
  bits.writeBigUInt64BE(BigInt(head.length) * 8n);
  const mac = hmac(key.subarray(0, halfKey));
  return mac.update(head).update(iv).update(sealed).update(bits).digest().subarray(0, halfKey);
}

function encodeHeader(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString("base64url");
}

/** Node 24 makes and catches an exception for a key that comes as bytes: three times what the HMAC itself takes. */
function hmac(key: Uint8Array): Hmac {
  return createHmac("sha512", createSecretKey(key));
}

/** What a key may be used for is looked at once: WebCrypto copies its description each time somebody asks. */
const signingKeys = new WeakMap<CryptoKey, KeyObject>();
const verifyKeys = new WeakMap<CryptoKey, KeyObject>();

function signingKeyOf(key: CryptoKey): KeyObject {
  return keyObjectOf(key, signingKeys, "sign");
}

function verifyKeyOf(key: CryptoKey): KeyObject {
  return keyObjectOf(key, verifyKeys, "verify");
}

/** The same key as node:crypto holds it, for PS512 and nothing else. */
function keyObjectOf(
  key: CryptoKey,
  known: WeakMap<CryptoKey, KeyObject>,
  usage: "sign" | "verify",
): KeyObject {
  const before = known.get(key);
  if (before) return before;
  requireUsage(key, usage);
  const found = pssKeyOf(KeyObject.from(key));
  known.set(key, found);
  return found;
}

/** Up to here a signature takes some 0.3 ms, which is what waking another thread for it takes as well. */
const quickBits = 2048;

/** A key that can't be exported stays with WebCrypto, which signs on another thread. */
async function signatureOf(message: Buffer<ArrayBuffer>, key: CryptoKey): Promise<Uint8Array> {
  if (key.extractable) {
    const quick = signingKeyOf(key);
    const { modulusLength = Number.POSITIVE_INFINITY } = quick.asymmetricKeyDetails ?? {};
    if (modulusLength <= quickBits) return sign("sha512", message, quick);
  }
  requireUsage(key, "sign");
  return new Uint8Array(await crypto.subtle.sign(pss, key, message));
}

/** Public keys that were used lately: importing one takes twice as long as verifying a signature with it. */
const imported = new Map<string, CryptoKey>();
const mostImported = 2000;

function remember(name: string, key: CryptoKey): void {
  const [oldest] = imported.keys();
  if (imported.size >= mostImported && oldest !== undefined) imported.delete(oldest);
  imported.set(name, key);
}

function requireUsage(key: CryptoKey, usage: "sign" | "verify"): void {
  const { algorithm } = key;
  const isFit =
    algorithm.name === pss.name &&
    "hash" in algorithm &&
    isSha512(algorithm.hash) &&
    key.usages.includes(usage);
  if (!isFit) throw new TypeError(`this is no key to ${usage} with PS512`);
}

function isSha512(hash: unknown): boolean {
  return typeof hash === "object" && hash !== null && "name" in hash && hash.name === "SHA-512";
}

/** No copy: the same memory, with Node's encodings. */
function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Plain bytes in memory of their own: Node's small buffers share one, which nobody may wipe or hand to another thread. */
function copy(buffer: Uint8Array): Bytes {
  return new Uint8Array(buffer);
}
