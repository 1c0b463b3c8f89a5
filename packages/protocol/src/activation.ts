/**
 * Activation (docs/protocol.md §4): the link, the signed offer, the phone's message with its two proofs, the answer.
 * Both secrets are proven by HMACs over one transcript and never travel themselves.
 */
import * as v from "valibot";
import { decodeBase32, encodeBase32, parseRegistrationCode } from "./base32.ts";
import type { Bytes } from "./bytes.ts";
import { fromB64, hmacSha512, sha512, utf8 } from "./bytes.ts";
import {
  argon2Schema,
  bytesSchema,
  groupElementSchema,
  hashSchema,
  isOrigin,
  originSchema,
  timeSchema,
  wholeNumber,
} from "./fields.ts";
import type { ActivationId, DeviceId } from "./ids.ts";
import { activationIdSchema, deviceIdSchema, isActivationId, withoutPrefix } from "./ids.ts";
import { rsaBitsSchema, rsaPublicJwkSchema } from "./jwk.ts";
import { suiteIdSchema } from "./suite.ts";
import { tuple } from "./tuple.ts";

/** The link secret has 128 bits. */
const secretLength = 16;

/** What an activation link carries: the server's origin, the activation, and a secret that no server sees. */
export interface ActivationLink {
  origin: string;
  activation: ActivationId;
  secret: Uint8Array;
}

/** The link as text. The secret lies in the fragment, which browsers never send. */
export function formatActivationLink({ origin, activation, secret }: ActivationLink): string {
  if (secret.length !== secretLength) throw new TypeError("formatActivationLink: the secret has 16 bytes");
  return `${origin}/a#${withoutPrefix(activation)}.${encodeBase32(secret).toLowerCase()}`;
}

const linkForm = /^(https?:\/\/[^/?#]+)\/a#([^.]{26})\.(.{26})$/i;

/** Reads an activation link; undefined when the text is not one. Whose server it names is the caller's to check. */
export function parseActivationLink(text: string): ActivationLink | undefined {
  const [, address = "", id = "", code = ""] = linkForm.exec(text.trim()) ?? [];
  const origin = address.toLowerCase();
  const activation = `act_${id.toLowerCase()}`;
  const secret = decodeBase32(code, secretLength);
  if (!isOrigin(origin) || !isActivationId(activation) || secret === undefined) return undefined;
  return { origin, activation, secret };
}

const mpinLength = wholeNumber(5, 12);

/** How many digits an mPIN may have. */
export const mpinBoundsSchema = v.pipe(
  v.strictObject({ min: mpinLength, max: mpinLength }),
  v.check(({ min, max }) => min <= max, "must have the least number first"),
);

/** Schema of `mtoken-offer+jws`. */
export const offerSchema = v.strictObject({
  iss: originSchema,
  activation: activationIdSchema,
  activation_key: rsaPublicJwkSchema,
  suite: suiteIdSchema,
  group: v.picklist([2048, 3072, 4096]),
  rsa_bits: rsaBitsSchema,
  mpin: mpinBoundsSchema,
  iat: timeSchema,
  exp: timeSchema,
});

/** What the server offers: the key to seal the answer to, the group, the size of the phone's keys, and how long an mPIN may be. */
export type Offer = v.InferOutput<typeof offerSchema>;

/** Schema of `mtoken-activation+jws`, which the device key in it has signed. */
export const activationSchema = v.strictObject({
  aud: originSchema,
  activation: activationIdSchema,
  suite: suiteIdSchema,
  offer: hashSchema,
  device_key: rsaPublicJwkSchema,
  salt: bytesSchema(16),
  argon2: argon2Schema,
  verifier: groupElementSchema,
  answer_key: bytesSchema(64),
  link_proof: hashSchema,
  code_proof: hashSchema,
  iat: timeSchema,
});

/** The phone's part: its key, its verifier, both proofs. */
export type ActivationMessage = v.InferOutput<typeof activationSchema>;

/** Schema of `mtoken-activation-answer+jws`. */
export const activationAnswerSchema = v.strictObject({
  iss: originSchema,
  activation: activationIdSchema,
  device: deviceIdSchema,
  activation_message: hashSchema,
  status: v.literal("pending"),
});

/** The server has taken the activation message of this hash. */
export type ActivationAnswer = v.InferOutput<typeof activationAnswerSchema>;

/** What {@link activationTranscript} covers: the members of the activation message, and the device they make. */
export interface ActivationTranscriptFields
  extends Pick<
    ActivationMessage,
    "aud" | "activation" | "suite" | "offer" | "salt" | "argon2" | "verifier" | "answer_key"
  > {
  device: DeviceId;
}

/**
 * The activation transcript `T`: both proofs cover everything the phone says, so that whoever changes a member, the
 * verifier or the answer key most of all, has proven nothing.
 */
export function activationTranscript(fields: ActivationTranscriptFields): Promise<Bytes> {
  const { m, t, p } = fields.argon2;
  return sha512(
    tuple(
      "mtoken-1/activation",
      fields.suite,
      fields.aud,
      fields.activation,
      fields.device,
      fromB64(fields.offer),
      fromB64(fields.salt),
      `${m},${t},${p}`,
      fromB64(fields.verifier),
      fromB64(fields.answer_key),
    ),
  );
}

/** Proves the link: `secret` is its 16 bytes. */
export function linkProof(secret: Uint8Array, transcript: Uint8Array): Promise<Bytes> {
  return hmacSha512(secret, tuple("mtoken-1/link-proof", transcript));
}

/**
 * Proves the registration code, however it was typed.
 *
 * @throws {TypeError} when the text is no registration code: parse it first, and say so to the user.
 */
export async function codeProof(code: string, transcript: Uint8Array): Promise<Bytes> {
  const characters = parseRegistrationCode(code);
  if (characters === undefined) throw new TypeError("codeProof: not a registration code");
  return hmacSha512(utf8(characters), tuple("mtoken-1/code-proof", transcript));
}
