/**
 * Biometrics (docs/protocol.md §5): a platform passkey whose PRF output takes the place of the stretched mPIN, and whose
 * assertion the server verifies beside the proof. What WebAuthn itself fixes (clientDataJSON, authenticator data, attestation
 * object) travels as it is; what ours adds is here. The PRF's output never leaves the phone.
 */
import * as v from "valibot";
import type { Bytes } from "./bytes.ts";
import { b64, fromB64, sha512 } from "./bytes.ts";
import { bytesSchema, bytesUpToSchema, groupElementSchema } from "./fields.ts";
import type { DeviceId } from "./ids.ts";
import { tuple } from "./tuple.ts";

/** A passkey's id, as the authenticator chose it (WebAuthn Level 3 §4: at most 1023 bytes). */
export const credentialIdSchema = bytesUpToSchema(1023);

const clientDataSchema = bytesUpToSchema(2048);

/** Schema of what `navigator.credentials.create` gave. */
export const passkeyRegistrationSchema = v.strictObject({
  attestation_object: bytesUpToSchema(8192),
  client_data: clientDataSchema,
});

/** A passkey's registration: the authenticator's and the browser's part, exactly as they came. */
export type PasskeyRegistration = v.InferOutput<typeof passkeyRegistrationSchema>;

/** Schema of what `navigator.credentials.get` gave, in message 3. */
export const passkeyAssertionSchema = v.strictObject({
  credential: credentialIdSchema,
  authenticator_data: bytesUpToSchema(2048),
  client_data: clientDataSchema,
  signature: bytesUpToSchema(1024),
});

/** The passkey's signature over {@link assertionChallenge}. */
export type PasskeyAssertion = v.InferOutput<typeof passkeyAssertionSchema>;

/** Schema of what `factor.enrol` takes. */
export const factorEnrolmentSchema = v.strictObject({
  registration: passkeyRegistrationSchema,
  salt: bytesSchema(16),
  verifier: groupElementSchema,
});

/** A passkey, and what the phone made of its PRF output. */
export type FactorEnrolment = v.InferOutput<typeof factorEnrolmentSchema>;

/** The `binding` of purpose `enrol`, base64url: whoever changes a member has proven no mPIN for it. */
export async function factorEnrolmentBinding(enrolment: FactorEnrolment): Promise<string> {
  const { registration, salt, verifier } = enrolment;
  const { attestation_object, client_data } = registration;
  const parts = [attestation_object, client_data, salt, verifier].map(fromB64);
  return b64(await sha512(tuple("mtoken-1/factor-enrolment", ...parts)));
}

/** One device at one server. */
export interface PasskeyPlace {
  device: DeviceId;
  serverOrigin: string;
}

/**
 * What the passkey's PRF is evaluated at (`eval.first`), 64 bytes: another device, server or salt has another output of the same
 * passkey, so that one that a phone's maker copies to the user's other phones says nothing there.
 */
export function prfInput({
  device,
  serverOrigin,
  salt,
}: PasskeyPlace & { salt: Uint8Array }): Promise<Bytes> {
  return sha512(tuple("mtoken-1/prf", device, serverOrigin, salt));
}

/**
 * The user handle of a device's passkey, 32 bytes and no personal data. Always the same, so that an authenticator puts a newer
 * passkey of this device in the place of the older one.
 */
export async function passkeyUserHandle({ device, serverOrigin }: PasskeyPlace): Promise<Bytes> {
  const hash = await sha512(tuple("mtoken-1/passkey-user", device, serverOrigin));
  return hash.slice(0, 32);
}

/** The challenge of the assertion in message 3: it is about these two messages, and about no others. */
export function assertionChallenge(hashes: { message1: string; message2: string }): Promise<Bytes> {
  return sha512(tuple("mtoken-1/assertion", fromB64(hashes.message1), fromB64(hashes.message2)));
}

/** The relying party id of the passkeys of a server: the host of its origin (WebAuthn §5.1.3). */
export function passkeyHost(serverOrigin: string): string {
  return new URL(serverOrigin).hostname;
}
