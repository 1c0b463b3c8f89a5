/**
 * What somebody proposed ends with them: when they are frozen, removed or given another role, when the phone ends that they were signed in
 * by, and when their company is stopped.
 */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { type AuthorsOf, voidProposals } from "./store.ts";

/** For who holds the author's row. */
export function endProposalsBy(
  transaction: Transaction,
  { author, at }: { author: UserId; at: Date },
): Promise<void> {
  return end(transaction, { author }, at);
}

/** With this phone, for who holds its row. */
export function endProposalsWith(
  transaction: Transaction,
  { device, at }: { device: DeviceId; at: Date },
): Promise<void> {
  return end(transaction, { device }, at);
}

/** Of all of a company's people, for who holds its row. */
export function endProposalsOf(
  transaction: Transaction,
  { company, at }: { company: CompanyId; at: Date },
): Promise<void> {
  return end(transaction, { company }, at);
}

async function end(transaction: Transaction, of: AuthorsOf, at: Date): Promise<void> {
  const ended = await voidProposals(transaction, { of, at });
  for (const { id, company_id: company, proposed_by, kind: act } of ended)
    await recordAudit(transaction, at, { kind: "proposal.void", company, proposal: id, act, proposed_by });
}
