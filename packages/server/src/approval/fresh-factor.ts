/**
 * What an approval takes beside the session (docs/protocol.md §7): nothing, a fresh proof by either factor, or by the mPIN. A
 * signature always takes a fresh one (RTS article 5), above the company's amounts the mPIN; a sign-in does where the company wants it.
 * It is looked at when the envelope is issued, which says it, and when the decision comes, by what holds then.
 */
import type { Content, FreshFactor, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { biometricsSuffice, type CompanyPolicy } from "@mtoken/protocol/people";
import { type Given, prepare } from "../database/prepare.ts";
import { policyColumns } from "../policy/store.ts";
import type { RequestRow } from "../request/store.ts";
import type { OpenedSession } from "../session/recent-sessions.ts";

/** Of whoever decides: what their company asks of them, and what of the app they may use, as both are now. */
export const approverQuery = prepare((queries, { user }: Given<{ user: UserId }>) =>
  queries
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .select(["users.features", ...policyColumns])
    .where("users.id", "=", user),
);

export function freshFactorFor(
  policy: CompanyPolicy,
  { kind, content }: Pick<RequestRow, "kind" | "content">,
): FreshFactor {
  if (kind === "sign-in" && policy.sign_in_factor === "session") return "none";
  const suffices =
    policy.biometrics && amountsOf(content).every((amount) => biometricsSuffice(policy, amount));
  return suffices ? "any" : "mpin";
}

function amountsOf(content: Content | null): { currency: string; amount: string }[] {
  if (content?.type === "payment") return [content];
  return content?.type === "batch" ? content.totals : [];
}

/** That an approval came in a channel that was opened for this very envelope, by a factor that is enough. */
export function requireFreshFactor(
  { purpose, binding, factor }: Pick<OpenedSession, "purpose" | "binding" | "factor">,
  { takes, envelope }: { takes: Exclude<FreshFactor, "none">; envelope: string },
): void {
  // The handshake was made for another envelope: its mPIN was entered for something else.
  if (purpose !== "approve" || binding !== envelope) throw new ProtocolError("fresh_factor_required");
  if (takes === "mpin" && factor !== "mpin") throw new ProtocolError("mpin_required");
}
