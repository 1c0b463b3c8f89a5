/**
 * Evidence (docs/protocol.md §9): one file that shows, without any server and years later, what was shown, who
 * decided on it, with which key, and when. Every link is checked; the answer names the one that is broken.
 */
import * as v from "valibot";
import type { Approval, Receipt } from "./approval.ts";
import { approvalSchema, receiptSchema } from "./approval.ts";
import type { Checkpoint, DecisionEntry } from "./audit.ts";
import { checkpointSchema, decisionEntrySchema } from "./audit.ts";
import { b64, fromB64, utf8 } from "./bytes.ts";
import type { Certificate } from "./certificate.ts";
import { certificateSchema } from "./certificate.ts";
import { parseJson, parseWith } from "./compact.ts";
import type { Envelope } from "./envelope.ts";
import { envelopeSchema } from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import { envelopeTokenSchema, hashSchema, tokenSchema, wholeNumber } from "./fields.ts";
import type { IdentityJwk, IdentityJwks } from "./identity.ts";
import { importVerifyKey, thumbprint } from "./jwk.ts";
import { rootFromInclusionProof } from "./merkle.ts";
import type { TokenType } from "./token.ts";
import { hashToken, readKid, verifyToken } from "./token.ts";

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

class BrokenLink extends Error {
  readonly link: EvidenceLink;

  constructor(link: EvidenceLink, message: string) {
    super(message);
    this.link = link;
  }
}

function requireThat(holds: boolean, link: EvidenceLink, message: string): void {
  if (!holds) throw new BrokenLink(link, message);
}

/** Runs a check that throws our coded errors; whatever it refuses breaks this link. */
async function linked<T>(link: EvidenceLink, message: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof ProtocolError) throw new BrokenLink(link, message);
    throw error;
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
  await requireInclusion(file, opened.checkpoint);
  return { ok: true, ...opened, entry, revokedKeys: revokedKeys(signed, at) };
}

/** A token by an identity key: what it says and the key that said it. */
interface Signed<T> {
  payload: T;
  key: IdentityJwk;
}

interface SignedTokens {
  envelope: Signed<Envelope>;
  certificate: Signed<Certificate>;
  receipt: Signed<Receipt>;
  checkpoint: Signed<Checkpoint>;
}

async function openTokens(file: Evidence, jwks: IdentityJwks): Promise<SignedTokens> {
  return {
    envelope: await openSigned({
      link: "envelope",
      token: file.envelope,
      typ: "mtoken-envelope+jws",
      schema: envelopeSchema,
      jwks,
    }),
    certificate: await openSigned({
      link: "certificate",
      token: file.certificate,
      typ: "mtoken-certificate+jws",
      schema: certificateSchema,
      jwks,
    }),
    receipt: await openSigned({
      link: "receipt",
      token: file.receipt,
      typ: "mtoken-receipt+jws",
      schema: receiptSchema,
      jwks,
    }),
    checkpoint: await openSigned({
      link: "checkpoint",
      token: file.audit.checkpoint,
      typ: "mtoken-checkpoint+jws",
      schema: checkpointSchema,
      jwks,
    }),
  };
}

/**
 * Verifies a token by an identity key, whatever the key's dates are: those are looked at once all tokens are read,
 * since a revoked key is judged by the checkpoint's time.
 */
function openSigned<T>(options: {
  link: EvidenceLink;
  token: string;
  typ: TokenType;
  schema: v.GenericSchema<unknown, T>;
  jwks: IdentityJwks;
}): Promise<Signed<T>> {
  const { link, token, typ, schema, jwks } = options;
  return linked(link, `The ${link} is not signed by an identity key of this server.`, async () => {
    const kid = readKid(token);
    const key = jwks.keys.find((candidate) => candidate.kid === kid);
    // A kid is only a claim: the key has to have that thumbprint.
    if (key === undefined || (await thumbprint(key)) !== kid) throw new ProtocolError("message_refused");
    const { kty, n, e } = key;
    const payload = await verifyToken({ token, typ, schema, key: await importVerifyKey({ kty, n, e }), kid });
    return { payload, key };
  });
}

function requireValidKeys(signed: SignedTokens, at: number | undefined): void {
  const until = signed.checkpoint.payload.iat;
  for (const { payload, key } of Object.values(signed)) {
    const { iat } = payload;
    const good = key.nbf <= iat && iat < key.exp && (at === undefined || iat <= at);
    requireThat(good, "key-validity", "A token is dated outside of the time for which its key was valid.");
    const { revoked } = key;
    // Only the log shows that a token is older than a revocation: its own date could have been written by a thief.
    const inTime = revoked === undefined || (iat < revoked && until < revoked);
    requireThat(
      inTime,
      "key-validity",
      "A key was revoked, and no earlier checkpoint covers what it signed.",
    );
  }
}

/** Keys whose revocation was known at the instant that counts. */
function revokedKeys(signed: SignedTokens, at: number | undefined): string[] {
  const keys = Object.values(signed).map(({ key }) => key);
  const revoked = keys.filter((key) => key.revoked !== undefined && (at === undefined || key.revoked <= at));
  return [...new Set(revoked.map(({ kid }) => kid))];
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
