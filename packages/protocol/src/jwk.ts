/**
 * RSA keys as the protocol carries them (RFC 7517, RFC 7518 §6.3) and their thumbprints (RFC 7638): 2048 to
 * 4096 bits, exponent 65537, nothing else.
 */
import type { CryptoKey } from "jose";
import * as v from "valibot";
import { platform } from "#platform";
import { fromB64 } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

export type { CryptoKey } from "jose";

/** A public and a private key. */
export interface KeyPair {
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

/** Schema of the sizes of RSA keys that mtoken makes. */
export const rsaBitsSchema = v.picklist([2048, 3072, 4096]);

/** The sizes of RSA keys that mtoken makes. */
export type RsaBits = v.InferOutput<typeof rsaBitsSchema>;

/** In bits. The largest is as many characters as the schema allows: 683 for 4096 bits. */
const smallestModulus = 2048;
const publicExponent = new Uint8Array([1, 0, 1]);

/** Schema of an RSA public key. Private members, or any others, refuse it. */
export const rsaPublicJwkSchema = v.strictObject({
  kty: v.literal("RSA"),
  n: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{342,683}$/, "must be a modulus of 2048 to 4096 bits")),
  e: v.literal("AQAB"),
});

/** An RSA public key. `n` is base64url of the modulus, `e` is 65537. */
export type RsaPublicJwk = v.InferOutput<typeof rsaPublicJwkSchema>;

const signingAlgorithm = { name: "RSA-PSS", hash: "SHA-512" };
const sealingAlgorithm = { name: "RSA-OAEP", hash: "SHA-512" };

/** What a key pair is made with. A key that is not extractable never leaves the platform's keeping. */
export interface KeyPairOptions {
  bits: RsaBits;
  extractable: boolean;
}

/** A new key pair for signatures (RSA-PSS, SHA-512). */
export function generateSigningKeyPair({ bits, extractable }: KeyPairOptions): Promise<KeyPair> {
  const algorithm = { ...signingAlgorithm, modulusLength: bits, publicExponent };
  return crypto.subtle.generateKey(algorithm, extractable, ["sign", "verify"]);
}

/** A new key pair that messages are sealed to (RSA-OAEP, SHA-512), such as an activation key. */
export function generateSealingKeyPair({ bits, extractable }: KeyPairOptions): Promise<KeyPair> {
  const algorithm = { ...sealingAlgorithm, modulusLength: bits, publicExponent };
  return crypto.subtle.generateKey(algorithm, extractable, ["encrypt", "decrypt"]);
}

/** The public key as a JWK of `kty`, `n` and `e` alone. */
export async function exportPublicJwk(key: CryptoKey): Promise<RsaPublicJwk> {
  if (key.type !== "public") throw new TypeError("exportPublicJwk: not a public key");
  const { kty, n, e } = await crypto.subtle.exportKey("jwk", key);
  return v.parse(rsaPublicJwkSchema, { kty, n, e });
}

/**
 * The key that verifies signatures made by the owner of this JWK.
 *
 * @throws {ProtocolError} `malformed_message` for a modulus below 2048 or above 4096 bits, an exponent other
 *   than 65537, or a JWK that is not canonical.
 */
export function importVerifyKey(jwk: RsaPublicJwk): Promise<CryptoKey> {
  return importPublicKey(jwk, (members) => platform.importVerifyKey(members));
}

/** The key that seals messages to the owner of this JWK; refuses what {@link importVerifyKey} refuses. */
export function importSealingKey(jwk: RsaPublicJwk): Promise<CryptoKey> {
  return importPublicKey(jwk, (members) =>
    crypto.subtle.importKey("jwk", members, sealingAlgorithm, true, ["encrypt"]),
  );
}

async function importPublicKey(
  jwk: RsaPublicJwk,
  importMembers: (members: RsaPublicJwk) => Promise<CryptoKey>,
): Promise<CryptoKey> {
  const { kty, n, e } = checkedJwk(jwk);
  try {
    return await importMembers({ kty, n, e });
  } catch (cause) {
    throw new ProtocolError("malformed_message", { cause });
  }
}

function checkedJwk(jwk: unknown): RsaPublicJwk {
  const parsed = v.safeParse(rsaPublicJwkSchema, jwk);
  if (!parsed.success) throw new ProtocolError("malformed_message");
  if (rsaBitsOf(parsed.output) < smallestModulus) throw new ProtocolError("malformed_message");
  return parsed.output;
}

/** The length of the key's modulus in bits. */
export function rsaBitsOf({ n }: RsaPublicJwk): number {
  return modulusBits(fromB64(n));
}

/**
 * RFC 7518 §6.3.1.1: a leading zero byte would give the same key a second thumbprint, so it counts as no
 * bits.
 */
function modulusBits(modulus: Uint8Array): number {
  const first = modulus[0] ?? 0;
  return first === 0 ? 0 : modulus.length * 8 - Math.clz32(first) + 24;
}

/** The RFC 7638 SHA-256 thumbprint, base64url: the name of a key. */
export function thumbprint(jwk: RsaPublicJwk): Promise<string> {
  return platform.thumbprint({ kty: jwk.kty, n: jwk.n, e: jwk.e });
}
