/** Policies of companies and the operator's limits to them: looking at them, and proposing others, which takes two people. */
import { isDeepStrictEqual } from "node:util";
import type { CompanyId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import {
  beyondLimits,
  type CompanyPolicy,
  effectivePolicy,
  type LimitsEffect,
  type MadeProposal,
  type Noted,
  type PolicyLimits,
} from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { changedBeyond } from "../policy/changed-beyond.ts";
import { holdLimits, limitsOf, lockLimits, policyColumns } from "../policy/store.ts";
import { actAlone, type Wanted } from "../proposal/act-alone.ts";
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

/** Throws `policy_refused` for one that would be changed to what is beyond the limits, and `already_decided` where it is so already. */
export function proposePolicy(
  { database, clock }: Acting,
  caller: Caller,
  { company, policy, note }: Noted & { company: CompanyId; policy: CompanyPolicy },
): Promise<MadeProposal> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    const wanted = await wantPolicy(transaction, caller, { company, changes: policy });
    return propose(transaction, caller, { ...wanted, note, at });
  });
}

/** The same at the command line, at once. What is left out stays. */
export function changePolicy(
  context: Context,
  caller: Caller,
  { company, changes, ...noted }: Noted & { company: CompanyId; changes: Partial<CompanyPolicy> },
): Promise<void> {
  const want = (transaction: Transaction) => wantPolicy(transaction, caller, { company, changes });
  return actAlone(context, caller, { ...noted, want });
}

async function wantPolicy(
  transaction: Transaction,
  caller: Caller,
  { company, changes }: { company: CompanyId; changes: Partial<CompanyPolicy> },
): Promise<Wanted> {
  const kind = "policy.change";
  await holdCompany(transaction, caller, { act: kind, company });
  const { policy: from } = await transaction
    .selectFrom("companies")
    .select("policy")
    .where("id", "=", company)
    .executeTakeFirstOrThrow();
  const to = { ...from, ...changes };
  const [path] = changedBeyond({ from, to }, await holdLimits(transaction));
  if (path !== undefined) throw new ProtocolError("policy_refused", { details: { path } });
  if (isDeepStrictEqual(from, to)) throw new ProtocolError("already_decided");
  return { company, content: { kind, from, to } };
}

export async function readLimits(
  { database }: Pick<Context, "database">,
  caller: Caller,
): Promise<{ limits: PolicyLimits }> {
  requireReach(caller, "limits.read");
  return { limits: await limitsOf(database.kysely) };
}

/** What these limits would do to the policies that there are. Companies have the same few. */
export async function previewLimits(
  { database }: Pick<Context, "database">,
  caller: Caller,
  wanted: PolicyLimits,
): Promise<LimitsEffect> {
  requireReach(caller, "limits.read");
  const { rows } = await sql<{ policy: CompanyPolicy; count: number }>`
    select policy, count(*)::integer as count from companies
    where ${companyWithinReach(caller, "company.read")} group by policy
  `.execute(database.kysely);
  const limits = await limitsOf(database.kysely);
  const countOf = (counts: (policy: CompanyPolicy) => boolean) =>
    rows.reduce((sum, { policy, count }) => (counts(policy) ? sum + count : sum), 0);
  const isHeld = (policy: CompanyPolicy, by: PolicyLimits) => beyondLimits(policy, by).length > 0;
  return {
    companies: countOf(() => true),
    held_back: countOf((policy) => isHeld(policy, wanted)),
    held_back_now: countOf((policy) => isHeld(policy, limits)),
    freed: countOf((policy) => isHeld(policy, limits) && !isHeld(policy, wanted)),
  };
}

export function proposeLimits(
  { database, clock }: Acting,
  caller: Caller,
  { limits, note }: Noted & { limits: PolicyLimits },
): Promise<MadeProposal> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    const wanted = await wantLimits(transaction, caller, limits);
    return propose(transaction, caller, { ...wanted, note, at });
  });
}

/** The same at the command line, at once. What is left out stays. */
export function changeLimits(
  context: Context,
  caller: Caller,
  { changes, ...noted }: Noted & { changes: Partial<PolicyLimits> },
): Promise<void> {
  const want = (transaction: Transaction) => wantLimits(transaction, caller, changes);
  return actAlone(context, caller, { ...noted, want });
}

async function wantLimits(
  transaction: Transaction,
  caller: Caller,
  changes: Partial<PolicyLimits>,
): Promise<Wanted> {
  const kind = "limits.change";
  const { company } = caller;
  await holdCompany(transaction, caller, { act: kind, company });
  const from = await lockLimits(transaction);
  const to = { ...from, ...changes };
  if (isDeepStrictEqual(from, to)) throw new ProtocolError("already_decided");
  return { company, content: { kind, from, to } };
}
