/**
 * What holds for a company's people: the stricter of its own policy and the operator's limits (docs/console-api.md). The limits are one
 * row, so that a statement which reads a company's row anyway reads both (`policyColumns`), at the cost of a row more.
 */
import type { CompanyId } from "@mtoken/protocol";
import { type CompanyPolicy, effectivePolicy, type PolicyLimits } from "@mtoken/protocol/people";
import { type AliasedRawBuilder, type RawBuilder, sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { Given } from "../database/prepare.ts";

/** As a statement reads it. */
export interface PolicyRow {
  policy: CompanyPolicy;
  limits: PolicyLimits;
}

const limitsNow = sql<PolicyLimits>`(select limits from policy_limits)`;

/** For a statement that reads `companies`: what it gives goes through `readPolicy`, and never further as it is. */
export const policyColumns: readonly ["companies.policy", AliasedRawBuilder<PolicyLimits, "limits">] = [
  "companies.policy",
  limitsNow.as("limits"),
];

export function readPolicy({ policy, limits }: PolicyRow): CompanyPolicy {
  return effectivePolicy(policy, limits);
}

/** The one answer to "what holds for this company's people?". */
export async function policyOf(queries: Queries, company: CompanyId): Promise<CompanyPolicy> {
  const row = await queries
    .selectFrom("companies")
    .select(policyColumns)
    .where("id", "=", company)
    .executeTakeFirstOrThrow();
  return readPolicy(row);
}

/** The same, held: a change of the policy or of the limits waits until this transaction is over, or is seen. */
export async function holdPolicyOf(transaction: Transaction, company: CompanyId): Promise<CompanyPolicy> {
  const row = await transaction
    .selectFrom("companies")
    .innerJoin("policy_limits", (join) => join.onTrue())
    .select(["companies.policy", "policy_limits.limits"])
    .where("companies.id", "=", company)
    .forShare()
    .executeTakeFirstOrThrow();
  return readPolicy(row);
}

/** For who stores a policy: the limits stay as they are until this transaction is over. */
export async function holdLimits(transaction: Transaction): Promise<PolicyLimits> {
  const { limits } = await transaction
    .selectFrom("policy_limits")
    .select("limits")
    .forShare()
    .executeTakeFirstOrThrow();
  return limits;
}

/** For a condition: how long, in seconds, a session of this company lasts without activity. */
export function idleSecondsOf(company: Given<{ company: CompanyId }>["company"]): RawBuilder<number> {
  return sql<number>`(
    select least((policy->'idle_seconds')::int, (select (limits->'idle_seconds')::int from policy_limits))
    from companies where companies.id = ${company}
  )`;
}

/** For who changes them. */
export async function lockLimits(transaction: Transaction): Promise<PolicyLimits> {
  const { limits } = await transaction
    .selectFrom("policy_limits")
    .select("limits")
    .forUpdate()
    .executeTakeFirstOrThrow();
  return limits;
}

export async function limitsOf(queries: Queries): Promise<PolicyLimits> {
  const { limits } = await queries.selectFrom("policy_limits").select("limits").executeTakeFirstOrThrow();
  return limits;
}

/** For a statement that reads `devices` or `users`: whether their company is stopped, so that nobody of it signs in or signs. */
export function isStopped(company: "devices.company_id" | "users.company_id"): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from companies where companies.id = ${sql.ref(company)} and companies.stopped_at is not null
  )`;
}

export async function isCompanyStopped(queries: Queries, company: CompanyId): Promise<boolean> {
  const row = await queries
    .selectFrom("companies")
    .select("stopped_at")
    .where("id", "=", company)
    .executeTakeFirst();
  return row !== undefined && row.stopped_at !== null;
}

/** For a condition on `companies`: whether a passkey opens anything there. */
export const biometricsHold: RawBuilder<boolean> = sql<boolean>`(
  (companies.policy->'biometrics')::boolean
  and (select (limits->'biometrics_allowed')::boolean from policy_limits)
)`;
