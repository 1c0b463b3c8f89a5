/**
 * The device's signed answer to an envelope, and the server's receipt for it (docs/protocol.md §7). Both name the
 * exact bytes they are about by hash.
 */
import * as v from "valibot";
import { hashSchema, originSchema, timeSchema } from "./fields.ts";
import { factorSchema } from "./handshake.ts";
import { companyIdSchema, deviceIdSchema, handshakeIdSchema, requestIdSchema, userIdSchema } from "./ids.ts";
import { requestKindSchema } from "./request-summary.ts";

/** Why a user refuses. */
export const refusalReasonSchema = v.picklist(["not-me", "wrong-content", "changed-mind", "other"]);
export type RefusalReason = v.InferOutput<typeof refusalReasonSchema>;

/** How a request was decided. */
export const decisionSchema = v.picklist(["approve", "refuse"]);
export type Decision = v.InferOutput<typeof decisionSchema>;

/** The two digits that an unknown computer shows. */
export const digitsSchema = v.pipe(v.string(), v.regex(/^[0-9]{2}$/, "must be two digits"));

const approvalMembers = {
  aud: originSchema,
  request: requestIdSchema,
  device: deviceIdSchema,
  envelope: hashSchema,
  handshake: handshakeIdSchema,
  iat: timeSchema,
};

/** Schema of `mtoken-approval+jws`. */
export const approvalSchema = v.variant("decision", [
  v.strictObject({
    ...approvalMembers,
    decision: v.literal("approve"),
    digits: v.exactOptional(digitsSchema),
  }),
  v.strictObject({
    ...approvalMembers,
    decision: v.literal("refuse"),
    reason: v.exactOptional(refusalReasonSchema),
  }),
]);

/** The user's decision, by the signing key. `digits` only with `approve`, `reason` only with `refuse`. */
export type Approval = v.InferOutput<typeof approvalSchema>;

/** Schema of `mtoken-receipt+jws`. */
export const receiptSchema = v.strictObject({
  iss: originSchema,
  request: requestIdSchema,
  kind: requestKindSchema,
  decision: decisionSchema,
  envelope: hashSchema,
  approval: hashSchema,
  certificate: hashSchema,
  device: deviceIdSchema,
  user: userIdSchema,
  company: companyIdSchema,
  factor: factorSchema,
  handshake: handshakeIdSchema,
  iat: timeSchema,
});

/** The identity key's word on when a decision came, and which factor the server itself had verified. */
export type Receipt = v.InferOutput<typeof receiptSchema>;
