/**
 * The device certificate (docs/protocol.md §4): the identity key's word that a signing key belongs to one device of
 * one user; its fingerprint, for people to compare; and the signing key's proof of itself.
 */
import * as v from "valibot";
import { encodeBase32 } from "./base32.ts";
import { sha512, utf8 } from "./bytes.ts";
import { originSchema, timeSchema } from "./fields.ts";
import {
  activationIdSchema,
  companyIdSchema,
  deviceIdSchema,
  handshakeIdSchema,
  userIdSchema,
} from "./ids.ts";
import { rsaPublicJwkSchema } from "./jwk.ts";
import { suiteIdSchema } from "./suite.ts";

/** Schema of `mtoken-certificate+jws`. */
export const certificateSchema = v.strictObject({
  iss: originSchema,
  suite: suiteIdSchema,
  device: deviceIdSchema,
  signing_key: rsaPublicJwkSchema,
  user: userIdSchema,
  company: companyIdSchema,
  iat: timeSchema,
});

/** Whose signing key it is. It names no end: an activated device has no expiry date (M4). */
export type Certificate = v.InferOutput<typeof certificateSchema>;

/** Schema of `mtoken-signing-key+jws`, which the signing key itself has signed. */
export const signingKeyProofSchema = v.strictObject({
  aud: originSchema,
  device: deviceIdSchema,
  handshake: handshakeIdSchema,
  activation: activationIdSchema,
  iat: timeSchema,
});

/** Shows, within one session, that the device can use the signing key it names. */
export type SigningKeyProof = v.InferOutput<typeof signingKeyProofSchema>;

/** Shorter than this could be ground out by a machine that makes keys until two fingerprints agree. */
const fingerprintBits = 100;

/**
 * The fingerprint of a certificate: 20 characters of base32 in groups of four.
 *
 * @param certificate the token exactly as the server sent it.
 * @example "7KQX-M2P4-9D0F-WT3H-ZB51"
 */
export async function fingerprintOf(certificate: string): Promise<string> {
  const characters = encodeBase32(await sha512(utf8(certificate)), fingerprintBits);
  return characters.match(/.{4}/g)?.join("-") ?? "";
}
