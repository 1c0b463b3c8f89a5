/**
 * Evidence (docs/protocol.md §9): one file that shows, without any server and years later, what was shown, who
 * decided on it, with which key, and when; and what verifying it can say.
 */
import * as v from "valibot";
import type { Approval, Receipt } from "./approval.ts";
import type { Checkpoint, DecisionEntry } from "./audit.ts";
import type { Certificate } from "./certificate.ts";
import type { Envelope } from "./envelope.ts";
import { envelopeTokenSchema, hashSchema, tokenSchema, wholeNumber } from "./fields.ts";

/** Schema of an evidence file. */
export const evidenceSchema = v.strictObject({
  format: v.literal("mtoken-evidence-1"),
  envelope: envelopeTokenSchema,
  approval: tokenSchema(),
  certificate: tokenSchema(),
  receipt: tokenSchema(),
  audit: v.strictObject({
    index: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    entry: v.pipe(v.string(), v.maxLength(4096)),
    proof: v.pipe(v.array(hashSchema), v.maxLength(64)),
    checkpoint: tokenSchema(),
  }),
});

/** An evidence file. */
export type Evidence = v.InferOutput<typeof evidenceSchema>;

/** What can be broken in evidence. */
export type EvidenceLink =
  | "format"
  | "envelope"
  | "certificate"
  | "approval"
  | "receipt"
  | "audit-entry"
  | "inclusion-proof"
  | "checkpoint"
  | "key-validity";

/** Evidence that holds: all that it says, opened. */
export interface SoundEvidence {
  ok: true;
  envelope: Envelope;
  approval: Approval;
  certificate: Certificate;
  receipt: Receipt;
  entry: DecisionEntry;
  checkpoint: Checkpoint;
  /**
   * Identity keys in it that were revoked after its checkpoint. Who stole such a key could have dated a checkpoint
   * back: compare this one with a checkpoint that was kept elsewhere before the revocation.
   */
  revokedKeys: string[];
}

/** Evidence that does not hold, and where. */
export interface BrokenEvidence {
  ok: false;
  broken: EvidenceLink;
  message: string;
}
