/**
 * Invitations that are open end with who sent them: when they are frozen, removed or given another role, and when the phone ends that
 * they were signed in by. Those of a company's people end when it is stopped.
 */
import type { DeviceId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import type { Topic } from "../events/bus.ts";
import { type InvitationsOf, revokeActivations } from "./store.ts";

/** As the log has it. */
type Why =
  | "inviter-frozen"
  | "inviter-removed"
  | "inviter-ended"
  | "inviting-phone-ended"
  | "company-stopped";

/** That they have sent. For who holds their row. Whom to tell after the commit. */
export function endInvitationsBy(
  transaction: Transaction,
  { author, reason, at }: { author: UserId; reason: Why; at: Date },
): Promise<Topic[]> {
  return end(transaction, { of: { author }, reason, at });
}

/** That were sent with this phone. For who holds its row. */
export function endInvitationsWith(
  transaction: Transaction,
  { device, at }: { device: DeviceId; at: Date },
): Promise<Topic[]> {
  return end(transaction, { of: { device }, reason: "inviting-phone-ended", at });
}

/** That were sent to them. For who holds their rows, and not yet their devices', as an activation that is being completed takes them. */
export function endInvitationsOf(
  transaction: Transaction,
  { users, at }: { users: readonly UserId[]; at: Date },
): Promise<Topic[]> {
  return end(transaction, { of: { users }, reason: "company-stopped", at });
}

async function end(
  transaction: Transaction,
  { of, reason, at }: { of: InvitationsOf; reason: Why; at: Date },
): Promise<Topic[]> {
  const ended = await revokeActivations(transaction, of);
  for (const { id: activation, user_id: user, company_id: company } of ended)
    await recordAudit(transaction, at, { kind: "activation.revoked", company, user, activation, reason });
  return ended.map(({ id }): Topic => `activation:${id}`);
}
