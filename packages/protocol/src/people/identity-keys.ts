/** The server's identity keys (docs/protocol.md §3), as the operator's people see them. */
import * as v from "valibot";
import { timeSchema } from "../fields.ts";

/** How an identity key stands: it signs, begins to later, is kept for what it signed, or is believed no more. */
export const identityKeyStatuses = ["signing", "coming", "kept", "revoked"] as const;

export const identityKeySchema = v.strictObject({
  /** Its thumbprint. */
  key: v.string(),
  status: v.picklist(identityKeyStatuses),
  /** When it begins to sign, and when it ends. */
  begins: timeSchema,
  ends: timeSchema,
  revoked: v.nullable(timeSchema),
});
export type ListedIdentityKey = v.InferOutput<typeof identityKeySchema>;

/** All there ever were, the newest first. */
export const identityKeysSchema = v.strictObject({ items: v.array(identityKeySchema) });
