/** Policies of companies and the operator's limits to them: looking at them, and proposing others, which takes two people. */
import { isDeepStrictEqual } from "node:util";
import type { CompanyId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import {
  beyondLimits,
  type CompanyPolicy,
  effectivePolicy,
  type MadeProposal,
  type Noted,
  type PolicyLimits,
} from "@mtoken/protocol/people";
import type { Context } from "../context.ts";
import { holdLimits, limitsOf, lockLimits, policyColumns } from "../policy/store.ts";
import { propose } from "../proposal/propose.ts";
import type { Caller } from "./caller.ts";
import { holdCompany } from "./hold.ts";
import { companyWithinReach, requireReach } from "./reach.ts";

type Acting = Pick<Context, "database" | "clock">;

interface StatedPolicy {
  policy: CompanyPolicy;
  limits: PolicyLimits;
  effective: CompanyPolicy;
}

export async function readCompanyPolicy(
  { database }: Pick<Context, "database">,
  caller: Caller,
  company: CompanyId,
): Promise<StatedPolicy> {
  const row = await database.kysely
    .selectFrom("companies")
    .select(policyColumns)
    .where("id", "=", company)
    .where(companyWithinReach(caller, "company.read"))
    .executeTakeFirst();
  if (row === undefined) throw new ProtocolError("not_found");
  const { policy, limits } = row;
  return { policy, limits, effective: effectivePolicy(policy, limits) };
}

/** Throws `policy_refused` for one beyond the limits, and `already_decided` where it is so already. */
export function proposePolicy(
  { database, clock }: Acting,
  caller: Caller,
  { company, policy, note }: Noted & { company: CompanyId; policy: CompanyPolicy },
): Promise<MadeProposal> {
  const kind = "policy.change";
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: kind, company });
    const { policy: from } = await transaction
      .selectFrom("companies")
      .select("policy")
      .where("id", "=", company)
      .executeTakeFirstOrThrow();
    const [path] = beyondLimits(policy, await holdLimits(transaction));
    if (path !== undefined) throw new ProtocolError("policy_refused", { details: { path } });
    if (isDeepStrictEqual(from, policy)) throw new ProtocolError("already_decided");
    return propose(transaction, caller, { company, content: { kind, from, to: policy }, note, at });
  });
}

export async function readLimits(
  { database }: Pick<Context, "database">,
  caller: Caller,
): Promise<{ limits: PolicyLimits }> {
  requireReach(caller, "limits.read");
  return { limits: await limitsOf(database.kysely) };
}

export function proposeLimits(
  { database, clock }: Acting,
  caller: Caller,
  { limits, note }: Noted & { limits: PolicyLimits },
): Promise<MadeProposal> {
  const kind = "limits.change";
  const at = clock.now();
  const { company } = caller;
  return database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: kind, company });
    const from = await lockLimits(transaction);
    if (isDeepStrictEqual(from, limits)) throw new ProtocolError("already_decided");
    return propose(transaction, caller, { company, content: { kind, from, to: limits }, note, at });
  });
}
