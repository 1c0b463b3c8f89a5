/** Computers, as they are listed, approved, added and made unknown. */
import * as v from "valibot";
import { computerSchema } from "../envelope.ts";
import { nameSchema, timeSchema } from "../fields.ts";
import { companyIdSchema, computerIdSchema, userIdSchema } from "../ids.ts";
import { reasonSchema } from "../reason.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";

/** Known to its user, waiting for an administrator, or refused to its user for a day. */
export const computerStatuses = ["known", "waiting", "refused"] as const;

/** A computer as it stands to one user: the same one may be listed for several. */
export const listedComputerSchema = v.strictObject({
  id: computerIdSchema,
  status: v.picklist(computerStatuses),
  user: v.strictObject({ id: userIdSchema, name: nameSchema }),
  company: companyNameSchema,
  /** The server's own words for its browser, which anybody may forge. */
  description: computerSchema.entries.description,
  /** What the computer's own sign-in page shows too. */
  fingerprint: v.string(),
  since: timeSchema,
  /** The last sign-in on it, of one that is known. */
  used: v.nullable(timeSchema),
  /** When this ends by itself; a sign-in on a known one puts it off. */
  until: timeSchema,
});
export type ListedComputer = v.InferOutput<typeof listedComputerSchema>;

export const computerListQuerySchema = v.strictObject({
  ...listEntries,
  company: v.exactOptional(companyIdSchema),
  user: v.exactOptional(userIdSchema),
  /** `approvable`: those that wait for the caller to let them in. */
  status: v.exactOptional(v.picklist([...computerStatuses, "approvable"])),
});
export type ComputerListQuery = v.InferOutput<typeof computerListQuerySchema>;

export const computerPageSchema = pageSchema(listedComputerSchema);

/** As it is read off the computer itself, however it was typed. */
const typedFingerprint = v.pipe(v.string(), v.maxLength(64));

/** Lets a computer that waits be used by its user. */
export const computerApprovalSchema = v.strictObject({ user: userIdSchema, fingerprint: typedFingerprint });

/** Adds a computer to a user that did not wait. */
export const addedComputerSchema = v.strictObject({ fingerprint: typedFingerprint });

/** Whose computer it is about, and why. */
export const computerReasonSchema = v.strictObject({ user: userIdSchema, ...reasonSchema.entries });
