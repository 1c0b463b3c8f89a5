/**
 * What the audit log says about requests, and its signed checkpoints (docs/protocol.md §9).
 */
import * as v from "valibot";
import { hashSchema, originSchema, timeSchema, wholeNumber } from "./fields.ts";
import { companyIdSchema, deviceIdSchema, requestIdSchema, userIdSchema } from "./ids.ts";

/** An instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instantSchema = v.pipe(
  v.string(),
  v.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/),
);

/** Schema of the audit entry that records a decision. Its text is the JSON that is hashed into the log. */
export const decisionEntrySchema = v.strictObject({
  at: instantSchema,
  kind: v.picklist(["request.approved", "request.refused"]),
  company: companyIdSchema,
  user: userIdSchema,
  device: deviceIdSchema,
  request: requestIdSchema,
  receipt: hashSchema,
});

/** A decision, as the audit log has it: `receipt` is the hash of the receipt's token. */
export type DecisionEntry = v.InferOutput<typeof decisionEntrySchema>;

/** Schema of `mtoken-checkpoint+jws`. */
export const checkpointSchema = v.strictObject({
  iss: originSchema,
  size: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  root: hashSchema,
  iat: timeSchema,
});

/** The identity key's word on how the whole log stood at a time. */
export type Checkpoint = v.InferOutput<typeof checkpointSchema>;
