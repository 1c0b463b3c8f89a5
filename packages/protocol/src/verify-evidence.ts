/**
 * Verifies evidence offline (docs/protocol.md §9). Every link is checked; the answer names the first that is broken.
 */
import type { Approval } from "./approval.ts";
import { approvalSchema } from "./approval.ts";
import type { Checkpoint, DecisionEntry } from "./audit.ts";
import { decisionEntrySchema } from "./audit.ts";
import { BrokenLink, linked, requireThat } from "./broken-link.ts";
import { b64, fromB64, utf8 } from "./bytes.ts";
import type { Certificate } from "./certificate.ts";
import { parseJson, parseWith } from "./compact.ts";
import type { BrokenEvidence, Evidence, SoundEvidence } from "./evidence.ts";
import { evidenceSchema } from "./evidence.ts";
import { openTokens, requireValidKeys, revokedKeys } from "./evidence-tokens.ts";
import type { IdentityJwks } from "./identity.ts";
import { importVerifyKey } from "./jwk.ts";
import { rootFromInclusionProof } from "./merkle.ts";
import { hashToken, verifyToken } from "./token.ts";

/** What {@link verifyEvidence} takes. */
export interface VerifyEvidenceOptions {
  /** The file, parsed as JSON. */
  evidence: unknown;
  /** The server's identity keys, past ones included. */
  jwks: IdentityJwks;
  /** Verify as of this instant, NumericDate: what is dated later breaks, later revocations are not named. */
  at?: number | undefined;
}

/**
 * Verifies evidence offline.
 *
 * @returns what the evidence shows, or its first broken link.
 * @example
 * const result = await verifyEvidence({ evidence: JSON.parse(file), jwks });
 * if (!result.ok) throw new Error(`${result.broken}: ${result.message}`);
 */
export async function verifyEvidence(
  options: VerifyEvidenceOptions,
): Promise<SoundEvidence | BrokenEvidence> {
  try {
    return await verifyLinks(options);
  } catch (error) {
    if (!(error instanceof BrokenLink)) throw error;
    return { ok: false, broken: error.link, message: error.message };
  }
}

async function verifyLinks({ evidence, jwks, at }: VerifyEvidenceOptions): Promise<SoundEvidence> {
  const file = await linked("format", "This is not an evidence file of format mtoken-evidence-1.", () =>
    parseWith(evidenceSchema, evidence),
  );
  const signed = await openTokens(file, jwks);
  requireValidKeys(signed, at);
  const { envelope, certificate, receipt, checkpoint } = signed;
  const approval = await openApproval(file, certificate.payload);
  const opened = {
    envelope: envelope.payload,
    approval,
    certificate: certificate.payload,
    receipt: receipt.payload,
    checkpoint: checkpoint.payload,
  };
  requireOneServer(opened);
  requireSameDevice(opened);
  await requireApprovalOf(file, opened);
  await requireReceiptOf(file, opened);
  const entry = await requireEntry(file, opened);
  requireLaterCheckpoint(opened);
  await requireInclusion(file, opened.checkpoint);
  return { ok: true, ...opened, entry, revokedKeys: revokedKeys(signed, at) };
}

function openApproval(file: Evidence, certificate: Certificate): Promise<Approval> {
  return linked("approval", "The approval is not signed by the key that the certificate names.", async () =>
    verifyToken({
      token: file.approval,
      typ: "mtoken-approval+jws",
      schema: approvalSchema,
      key: await importVerifyKey(certificate.signing_key),
    }),
  );
}

type Opened = Omit<SoundEvidence, "ok" | "entry" | "revokedKeys">;

function requireOneServer({ envelope, approval, certificate, receipt, checkpoint }: Opened): void {
  const { iss } = envelope;
  requireThat(certificate.iss === iss, "certificate", "The certificate comes from another server.");
  requireThat(approval.aud === iss, "approval", "The approval was made for another server.");
  requireThat(receipt.iss === iss, "receipt", "The receipt comes from another server.");
  requireThat(checkpoint.iss === iss, "checkpoint", "The checkpoint comes from another server.");
}

function requireSameDevice({ envelope, approval, certificate, receipt }: Opened): void {
  const { device, user, company } = certificate;
  const certified =
    envelope.device === device && envelope.user.id === user && envelope.company.id === company;
  requireThat(certified, "certificate", "The certificate is not of the device and user that were asked.");
  requireThat(approval.device === device, "approval", "The approval names another device.");
  const received = receipt.device === device && receipt.user === user && receipt.company === company;
  requireThat(received, "receipt", "The receipt names another device, user or company.");
}

async function requireApprovalOf(file: Evidence, { envelope, approval }: Opened): Promise<void> {
  const same =
    approval.envelope === (await hashToken(file.envelope)) && approval.request === envelope.request;
  requireThat(same, "approval", "The approval is of another envelope.");
  const missing = envelope.digits && approval.decision === "approve" && approval.digits === undefined;
  requireThat(!missing, "approval", "The approval lacks the digits that the envelope asked for.");
}

async function requireReceiptOf(file: Evidence, { envelope, approval, receipt }: Opened): Promise<void> {
  const hashes =
    receipt.envelope === (await hashToken(file.envelope)) &&
    receipt.approval === (await hashToken(file.approval)) &&
    receipt.certificate === (await hashToken(file.certificate));
  requireThat(hashes, "receipt", "The receipt is for another envelope, approval or certificate.");
  const members =
    receipt.request === envelope.request &&
    receipt.kind === envelope.kind &&
    receipt.decision === approval.decision &&
    receipt.handshake === approval.handshake;
  requireThat(members, "receipt", "The receipt says otherwise than the approval.");
  const proven =
    approval.decision === "refuse" || envelope.fresh_factor !== "mpin" || receipt.factor === "mpin";
  requireThat(proven, "receipt", "The approval was not proven by the mPIN that the envelope asked for.");
  requireThat(receipt.iat <= envelope.exp, "receipt", "The decision came after the request had run out.");
}

const entryKinds = { approve: "request.approved", refuse: "request.refused" } as const;

async function requireEntry(file: Evidence, { approval, receipt }: Opened): Promise<DecisionEntry> {
  const entry = await linked("audit-entry", "The audit entry does not record a decision.", () =>
    parseWith(decisionEntrySchema, parseJson(utf8(file.audit.entry))),
  );
  const same =
    entry.receipt === (await hashToken(file.receipt)) &&
    entry.kind === entryKinds[approval.decision] &&
    entry.request === receipt.request &&
    entry.device === receipt.device &&
    entry.user === receipt.user &&
    entry.company === receipt.company;
  requireThat(same, "audit-entry", "The audit entry records another decision.");
  return entry;
}

/** A log can't hold what was yet to happen; and its date decides what a revoked key's signature is worth. */
function requireLaterCheckpoint({ receipt, checkpoint }: Opened): void {
  const later = checkpoint.iat >= receipt.iat;
  requireThat(later, "checkpoint", "The checkpoint is dated before the decision that it covers.");
}

async function requireInclusion({ audit }: Evidence, { size, root }: Checkpoint): Promise<void> {
  const message = "The audit entry is not in the log that the checkpoint signs.";
  const found = await linked("inclusion-proof", message, () =>
    rootFromInclusionProof({
      index: audit.index,
      size,
      entry: utf8(audit.entry),
      proof: audit.proof.map(fromB64),
    }),
  );
  requireThat(b64(found) === root, "inclusion-proof", message);
}
