/**
 * The handshake (docs/protocol.md §5): its four messages, the refusal, the transcript, and the keys and proofs that
 * come of it.
 */
import * as v from "valibot";
import { mpinBoundsSchema } from "./activation.ts";
import { appNameSchema } from "./app-name.ts";
import { passkeyAssertionSchema } from "./biometrics.ts";
import type { Bytes } from "./bytes.ts";
import { fromB64, hkdfSha512, hmacSha512, sha512 } from "./bytes.ts";
import { featuresSchema } from "./features.ts";
import {
  argon2Schema,
  bytesSchema,
  groupElementSchema,
  hashSchema,
  nameSchema,
  originSchema,
  timeSchema,
  wholeNumber,
} from "./fields.ts";
import { frozenSchema } from "./frozen.ts";
import type { DeviceId } from "./ids.ts";
import { companyIdSchema, deviceIdSchema, handshakeIdSchema, userIdSchema } from "./ids.ts";
import { unreadSchema } from "./notice.ts";
import { requestSummarySchema } from "./request-summary.ts";
import type { SuiteId } from "./suite.ts";
import { suiteIdSchema } from "./suite.ts";
import { tuple } from "./tuple.ts";

/** Wrong mPINs in all before a device is blocked for good (M26), and wrong biometric proofs before that factor is removed. */
export const triesAllowed = 5;

/** What a handshake is run for; one purpose never serves another. */
export const purposeSchema = v.picklist(["session", "approve", "change", "enrol"]);
export type Purpose = v.InferOutput<typeof purposeSchema>;

/** What the user proved: knowledge of the mPIN, or a passkey that asks for a fingerprint, a face or the screen lock. */
export const factorSchema = v.picklist(["mpin", "biometric"]);
export type Factor = v.InferOutput<typeof factorSchema>;

const message1Members = {
  aud: originSchema,
  suite: suiteIdSchema,
  device: deviceIdSchema,
  A: groupElementSchema,
  counter: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  app: appNameSchema,
};

/** Schema of `mtoken-handshake-1+jws`. What changes a factor takes the mPIN: no passkey lets another one in. */
export const handshake1Schema = v.variant("purpose", [
  v.strictObject({ ...message1Members, factor: factorSchema, purpose: v.literal("session") }),
  v.strictObject({
    ...message1Members,
    factor: factorSchema,
    purpose: v.literal("approve"),
    binding: hashSchema,
  }),
  v.strictObject({
    ...message1Members,
    factor: v.literal("mpin"),
    purpose: v.picklist(["change", "enrol"]),
    binding: hashSchema,
  }),
]);

/**
 * Message 1, by the device key: opens a handshake. `binding` is the hash of the envelope to approve, `mpinChangeBinding`, or
 * `factorEnrolmentBinding`.
 */
export type Handshake1 = v.InferOutput<typeof handshake1Schema>;

/** Schema of `mtoken-handshake-2+jws`. */
export const handshake2Schema = v.strictObject({
  iss: originSchema,
  suite: suiteIdSchema,
  message_1: hashSchema,
  handshake: handshakeIdSchema,
  salt: bytesSchema(16),
  argon2: v.exactOptional(argon2Schema),
  B: groupElementSchema,
  tries_left: wholeNumber(1, triesAllowed),
  wrong_tries: wholeNumber(0, triesAllowed - 1),
  exp: timeSchema,
});

/**
 * Message 2, by the identity key: without its signature a thief of the database could play the server. Salt and tries are those
 * of the factor that message 1 names; `argon2` is there for the mPIN, and for nothing else.
 */
export type Handshake2 = v.InferOutput<typeof handshake2Schema>;

/** Schema of `mtoken-handshake-3+jws`. */
export const handshake3Schema = v.strictObject({
  aud: originSchema,
  handshake: handshakeIdSchema,
  message_1: hashSchema,
  message_2: hashSchema,
  M1: hashSchema,
  assertion: v.exactOptional(passkeyAssertionSchema),
});

/** Message 3, by the device key: the phone's proof, with the passkey's for factor `biometric`. Only this charges a try. */
export type Handshake3 = v.InferOutput<typeof handshake3Schema>;

/** Where a device stands while it may still do anything. */
export const liveDeviceStatusSchema = v.picklist(["pending", "awaiting-approval", "active"]);
export type LiveDeviceStatus = v.InferOutput<typeof liveDeviceStatusSchema>;

/** Schema of whose device it is. */
export const profileSchema = v.strictObject({
  user: v.strictObject({ id: userIdSchema, name: nameSchema }),
  company: v.strictObject({ id: companyIdSchema, name: nameSchema }),
});

/** Whose device it is. */
export type Profile = v.InferOutput<typeof profileSchema>;

const biometricsSchema = v.strictObject({ allowed: v.boolean(), salt: v.nullable(bytesSchema(16)) });

/** Whether the company allows biometrics, and the salt of the passkey that is enrolled; null where there is none. */
export type Biometrics = v.InferOutput<typeof biometricsSchema>;

const sessionPolicySchema = v.strictObject({
  mpin: mpinBoundsSchema,
  /** Seconds without activity that end the session. */
  idle_seconds: wholeNumber(60, 300),
});

/** What the company asks of this phone: it alone sees the mPIN, and it ends an idle session by itself. */
export type SessionPolicy = v.InferOutput<typeof sessionPolicySchema>;

const mpinStandingSchema = v.strictObject({
  tries_left: wholeNumber(1, triesAllowed),
  wrong_tries: wholeNumber(0, triesAllowed - 1),
});

/** Schema of the plaintext of `mtoken-handshake-4+jwe`. */
export const handshake4Schema = v.strictObject({
  M2: hashSchema,
  status: liveDeviceStatusSchema,
  tries_left: wholeNumber(1, triesAllowed),
  share: v.exactOptional(bytesSchema(32)),
  profile: v.exactOptional(profileSchema),
  features: v.exactOptional(featuresSchema),
  requests: v.exactOptional(v.pipe(v.array(requestSummarySchema), v.maxLength(100))),
  frozen: v.exactOptional(frozenSchema),
  unread: v.exactOptional(unreadSchema),
  biometrics: v.exactOptional(biometricsSchema),
  mpin: v.exactOptional(mpinStandingSchema),
  policy: v.exactOptional(sessionPolicySchema),
});

/**
 * Message 4, sealed: the server's proof, how many tries there are from now on, and under purpose `session` what the
 * phone needs to go on. `mpin` is there for factor `biometric`: the tries of the other one, and who was wrong with it since the
 * last unlocking.
 */
export type Handshake4 = v.InferOutput<typeof handshake4Schema>;

/** Schema of `mtoken-refusal+jws`. */
export const refusalSchema = v.strictObject({
  iss: originSchema,
  message_1: hashSchema,
  reason: v.picklist([
    ...["wrong-mpin", "blocked", "deactivated"],
    ...["wrong-biometric", "biometric-removed", "biometric-refused"],
  ] as const),
  tries_left: wholeNumber(0, triesAllowed),
  iat: timeSchema,
});

/** By the identity key over message 1: the phone counts or wipes on nothing less. */
export type Refusal = v.InferOutput<typeof refusalSchema>;

/** What {@link handshakeTranscript} covers. */
export interface HandshakeTranscriptFields {
  suite: SuiteId;
  serverOrigin: string;
  device: DeviceId;
  factor: Factor;
  purpose: Purpose;
  /** Message 1's `binding` as it was sent, base64url; left out for purpose `session`. */
  binding?: string | undefined;
  /** The hashes of both messages exactly as they were sent, base64url. */
  message1: string;
  message2: string;
}

/** The handshake transcript `T`: 64 bytes over both identities, what the handshake is for, and messages 1 and 2. */
export async function handshakeTranscript(fields: HandshakeTranscriptFields): Promise<Bytes> {
  const binding = fields.binding === undefined ? new Uint8Array() : fromB64(fields.binding);
  return sha512(
    tuple(
      "mtoken-1/handshake",
      fields.suite,
      fields.serverOrigin,
      fields.device,
      fields.factor,
      fields.purpose,
      binding,
      fromB64(fields.message1),
      fromB64(fields.message2),
    ),
  );
}

/** The keys of a handshake, 64 bytes each: one to confirm with and one to seal with, for either direction. */
export interface HandshakeKeys {
  confirmDevice: Bytes;
  confirmServer: Bytes;
  deviceToServer: Bytes;
  serverToDevice: Bytes;
}

/**
 * The four keys of a handshake.
 *
 * @param options.secret SRP's `PAD(S)`, as long as N.
 * @param options.transcript what {@link handshakeTranscript} gave.
 */
export async function deriveHandshakeKeys(options: {
  secret: Uint8Array;
  transcript: Uint8Array;
}): Promise<HandshakeKeys> {
  const key = await sha512(options.secret);
  const derive = (info: string): Promise<Bytes> =>
    hkdfSha512({ key, salt: options.transcript, info, length: 64 });
  const [confirmDevice, confirmServer, deviceToServer, serverToDevice] = await Promise.all([
    derive("mtoken-1/confirm-device"),
    derive("mtoken-1/confirm-server"),
    derive("mtoken-1/device-to-server"),
    derive("mtoken-1/server-to-device"),
  ]);
  return { confirmDevice, confirmServer, deviceToServer, serverToDevice };
}

/** The phone's proof `M1`, under `confirmDevice`. */
export function proofM1(options: { key: Uint8Array; transcript: Uint8Array }): Promise<Bytes> {
  return hmacSha512(options.key, tuple("mtoken-1/M1", options.transcript));
}

/** The server's proof `M2`, under `confirmServer`, over the phone's. */
export function proofM2(options: {
  key: Uint8Array;
  transcript: Uint8Array;
  M1: Uint8Array;
}): Promise<Bytes> {
  return hmacSha512(options.key, tuple("mtoken-1/M2", options.transcript, options.M1));
}
