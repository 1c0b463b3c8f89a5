/**
 * Sealed messages (docs/protocol.md §2), all under AES-256-CBC with HMAC-SHA-512, encrypt-then-MAC: to a
 * public key before a session exists (RSA-OAEP-512), or directly under a key that both sides have (`dir`).
 */
import { CompactEncrypt, compactDecrypt } from "jose";
import { platform } from "#platform";
import type { Bytes } from "./bytes.ts";
import { fromUtf8, utf8 } from "./bytes.ts";
import type { UnverifiedHeader } from "./compact.ts";
import { largestOf, readCompact, requireHeader } from "./compact.ts";
import { ProtocolError } from "./errors.ts";
import type { CryptoKey, RsaPublicJwk } from "./jwk.ts";
import { importSealingKey } from "./jwk.ts";

/** The kinds of sealed messages. */
export type SealedType =
  | "mtoken-activation+jwe"
  | "mtoken-activation-answer+jwe"
  | "mtoken-handshake-4+jwe"
  | "mtoken-call+jwe"
  | "mtoken-answer+jwe";

const encryption = "A256CBC-HS512";
const keyEncryption = "RSA-OAEP-512";
/** A256CBC-HS512 takes 32 bytes for the MAC and 32 for the cipher (RFC 7518 §5.2.5). */
const directKeyLength = 64;

/** What {@link sealToKey} takes. `kid` is the thumbprint of the key. */
export interface SealToKeyOptions {
  plaintext: string;
  jwk: RsaPublicJwk;
  kid: string;
  typ: SealedType;
}

/** Seals a text so that only the holder of the private key reads it. */
export async function sealToKey({ plaintext, jwk, kid, typ }: SealToKeyOptions): Promise<string> {
  return new CompactEncrypt(utf8(plaintext))
    .setProtectedHeader({ alg: keyEncryption, enc: encryption, typ, kid })
    .encrypt(await importSealingKey(jwk));
}

/** What {@link openWithKey} takes. */
export interface OpenWithKeyOptions {
  token: string;
  privateKey: CryptoKey;
  kid: string;
  typ: SealedType;
}

/**
 * Opens what {@link sealToKey} sealed.
 *
 * @throws {ProtocolError} `message_too_large`, `malformed_message`; `message_refused`, always alike, for
 *   anything wrong in header, key or ciphertext.
 */
export async function openWithKey({ token, privateKey, kid, typ }: OpenWithKeyOptions): Promise<string> {
  const expected = { alg: keyEncryption, enc: encryption, typ, kid };
  requireHeader(readCompact(token, 5, largestOf(typ)).header, expected);
  const allowed = { keyManagementAlgorithms: [keyEncryption], contentEncryptionAlgorithms: [encryption] };
  return opened(compactDecrypt(token, privateKey, allowed).then(({ plaintext }) => plaintext));
}

/** What {@link sealDirect} takes: a key of 64 bytes; `kid` and `seq` in a session, neither outside of it. */
export interface SealDirectOptions {
  plaintext: string;
  key: Uint8Array;
  typ: SealedType;
  kid?: string | undefined;
  seq?: number | undefined;
}

/** Seals a text under a key that both sides have. */
export async function sealDirect({ plaintext, key, typ, kid, seq }: SealDirectOptions): Promise<string> {
  const header = directHeader({ typ, kid, seq });
  return platform.seal({ header, plaintext: utf8(plaintext), key: directKey(key) });
}

/** What {@link openDirect} takes. With `kid`, the header must have it and a `seq`; without, neither. */
export interface OpenDirectOptions {
  token: string;
  key: Uint8Array;
  typ: SealedType;
  kid?: string | undefined;
}

/**
 * Opens what {@link sealDirect} sealed.
 *
 * @returns the text, and the `seq` of a message in a session. Whether that `seq` is in order is for the
 *   caller to check.
 * @throws {ProtocolError} as {@link openWithKey} does.
 */
export async function openDirect(options: OpenDirectOptions): Promise<{ plaintext: string; seq?: number }> {
  const { token, typ, kid } = options;
  const key = directKey(options.key);
  const { header } = readCompact(token, 5, largestOf(typ));
  if (kid === undefined) {
    requireHeader(header, directHeader({ typ }));
    return { plaintext: await opened(platform.open(token, key)) };
  }
  const seq = sequenceOf(header);
  requireHeader(header, directHeader({ typ, kid, seq }));
  return { plaintext: await opened(platform.open(token, key)), seq };
}

/** `kid` and `seq` of a sealed message in a session, unverified: only to find the key that opens it. */
export function readSealedHeader(token: string, typ: SealedType): { kid: string; seq: number } {
  const { header } = readCompact(token, 5, largestOf(typ));
  const { kid } = header;
  if (typeof kid !== "string") throw new ProtocolError("message_refused");
  const seq = sequenceOf(header);
  requireHeader(header, directHeader({ typ, kid, seq }));
  return { kid, seq };
}

function directHeader({ typ, kid, seq }: Pick<SealDirectOptions, "typ" | "kid" | "seq">) {
  const header = { alg: "dir", enc: encryption, typ } as const;
  return { ...header, ...(kid === undefined ? {} : { kid }), ...(seq === undefined ? {} : { seq }) };
}

function sequenceOf({ seq }: UnverifiedHeader): number {
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 0)
    throw new ProtocolError("message_refused");
  return seq;
}

function directKey(key: Uint8Array): Bytes {
  if (key.length !== directKeyLength)
    throw new TypeError(`a key of A256CBC-HS512 has ${directKeyLength} bytes`);
  return key.buffer instanceof ArrayBuffer ? (key as Bytes) : new Uint8Array(key);
}

/** Whatever is wrong with a message that does not open, it is refused alike. */
async function opened(plaintext: Promise<Uint8Array>): Promise<string> {
  const bytes = await plaintext.catch((cause: unknown) => {
    throw new ProtocolError("message_refused", { cause });
  });
  return fromUtf8(bytes);
}
