/** What somebody proposed ends with them: when they are frozen, removed or given another role, and when their company is stopped. */
import type { CompanyId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { voidProposals } from "./store.ts";

/** For who holds the author's row. */
export function endProposalsBy(
  transaction: Transaction,
  { author, at }: { author: UserId; at: Date },
): Promise<void> {
  return end(transaction, { author }, at);
}

/** Of all of a company's people, for who holds its row. */
export function endProposalsOf(
  transaction: Transaction,
  { company, at }: { company: CompanyId; at: Date },
): Promise<void> {
  return end(transaction, { company }, at);
}

async function end(
  transaction: Transaction,
  of: { author: UserId } | { company: CompanyId },
  at: Date,
): Promise<void> {
  for (const { id, company_id: company, proposed_by, kind: act } of await voidProposals(transaction, {
    of,
    at,
  }))
    await recordAudit(transaction, at, { kind: "proposal.void", company, proposal: id, act, proposed_by });
}
