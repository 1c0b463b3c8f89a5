/**
 * Enrolling a computer (docs/protocol.md §8): the server's statement of what a browser asked for after a sign-in, and the
 * device's signed answer. The phone shows the statement alone; who keeps both can show later who let the computer in.
 */
import * as v from "valibot";
import { decisionSchema } from "./approval.ts";
import { encodeBase32 } from "./base32.ts";
import { fromB64 } from "./bytes.ts";
import { computerSchema } from "./envelope.ts";
import { hashSchema, nameSchema, originSchema, timeSchema } from "./fields.ts";
import type { ComputerId } from "./ids.ts";
import {
  companyIdSchema,
  deviceIdSchema,
  enrolmentIdSchema,
  handshakeIdSchema,
  userIdSchema,
} from "./ids.ts";
import { relyingPartySchema } from "./request-summary.ts";
import { suiteIdSchema } from "./suite.ts";

const { id, description } = computerSchema.entries;

/** Schema of `mtoken-enrolment+jws`. */
export const enrolmentSchema = v.strictObject({
  iss: originSchema,
  suite: suiteIdSchema,
  enrolment: enrolmentIdSchema,
  user: v.strictObject({ id: userIdSchema, name: nameSchema }),
  company: v.strictObject({ id: companyIdSchema, name: nameSchema }),
  device: deviceIdSchema,
  relying_party: relyingPartySchema,
  origin: originSchema,
  computer: v.strictObject({ id, description }),
  iat: timeSchema,
  exp: timeSchema,
});

/** Which computer asks to be known to whom, after which sign-in. */
export type Enrolment = v.InferOutput<typeof enrolmentSchema>;

/** Schema of `mtoken-enrolment-approval+jws`. */
export const enrolmentApprovalSchema = v.strictObject({
  aud: originSchema,
  enrolment: hashSchema,
  computer: id,
  device: deviceIdSchema,
  decision: decisionSchema,
  handshake: handshakeIdSchema,
  iat: timeSchema,
});

/** The user's answer, by the signing key, over the hash of the statement's exact bytes. */
export type EnrolmentApproval = v.InferOutput<typeof enrolmentApprovalSchema>;

/** Schema of a computer of the user's, as the phone lists it. */
export const ownComputerSchema = v.strictObject({
  id,
  description,
  status: v.picklist(["known", "waiting", "refused"]),
  since: timeSchema,
  /** The last sign-in on it, of one that is known. */
  used: v.nullable(timeSchema),
});
export type OwnComputer = v.InferOutput<typeof ownComputerSchema>;

/** As with a device's: shorter ones could be ground out by who makes key after key. */
const fingerprintBits = 100;

/**
 * A computer's fingerprint, which its own page shows, for people to compare: the first 100 bits of its key's thumbprint.
 *
 * @example "7KQX-M2P4-9D0F-WT3H-ZB51"
 */
export function computerFingerprint(computer: ComputerId): string {
  const characters = encodeBase32(fromB64(computer.slice("cpt_".length)), fingerprintBits);
  return characters.match(/.{4}/g)?.join("-") ?? "";
}
