/**
 * Evidence of a decision (docs/protocol.md §9): one file that anyone can verify offline. The audit entry may have been
 * written a moment ago, so the log is sequenced first where its place is still missing.
 */
import type { Evidence, RequestId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { inclusionProof } from "../audit/proof.ts";
import { findCheckpointOver, findEntry } from "../audit/store.ts";
import type { Context } from "../context.ts";

/** Throws `evidence_not_ready` while nothing is decided. */
export async function buildEvidence(context: Context, request: RequestId): Promise<Evidence> {
  const row = await findDecision(context, request);
  if (row === undefined) throw new ProtocolError("evidence_not_ready");
  const { auditId, ...tokens } = row;
  return { format: "mtoken-evidence-1", ...tokens, audit: await proveEntry(context, auditId) };
}

async function findDecision({ database }: Context, request: RequestId) {
  const row = await database.kysely
    .selectFrom("requests")
    .innerJoin("devices", "devices.id", "requests.device_id")
    .select(["envelope", "approval", "receipt", "audit_id", "certificate"])
    .where("requests.id", "=", request)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { envelope, approval, receipt, certificate, audit_id: auditId } = row;
  if (envelope === null || approval === null || receipt === null) return undefined;
  if (certificate === null || auditId === null) return undefined;
  return { envelope, approval, certificate, receipt, auditId };
}

async function proveEntry({ database, sequencer }: Context, id: string): Promise<Evidence["audit"]> {
  const { kysely } = database;
  let found = await findEntry(kysely, id);
  if (found?.position === null) {
    await sequencer.sequenceNow();
    found = await findEntry(kysely, id);
  }
  if (found === undefined || found.position === null)
    throw new Error(`The audit entry ${id} has no place in the log.`);
  const { position, entry } = found;
  const checkpoint = await findCheckpointOver(kysely, position);
  if (checkpoint === undefined) throw new Error(`No checkpoint covers the audit entry ${id}.`);
  const proof = await inclusionProof(kysely, position, checkpoint.size);
  return { index: position, entry, proof, checkpoint: checkpoint.token };
}
