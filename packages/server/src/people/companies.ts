/** Companies: the tenants that users, devices and requests belong to. */
import { type CompanyId, nameSchema, newCompanyId } from "@mtoken/protocol";
import {
  beyondLimits,
  type CompanyPolicy,
  effectivePolicy,
  type OrganizationKind,
  usualPolicy,
} from "@mtoken/protocol/people";
import { sql } from "kysely";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { OperatorError } from "../operator-error.ts";
import { holdLimits } from "../policy/store.ts";
import { searchWords, sortName } from "./search-words.ts";

export interface NewCompany {
  name: string;
  /** A client when left out. */
  kind?: OrganizationKind;
  /** What is left out is as usual, or stricter where the operator's limits are. */
  policy?: Partial<CompanyPolicy>;
}

/**
 * Throws valibot's ValiError for a name that people could not read or could be fooled by, and OperatorError for a second operator.
 */
export function createCompany(
  { database, clock }: Pick<Context, "database" | "clock">,
  company: NewCompany,
): Promise<CompanyId> {
  const at = clock.now();
  return database.kysely
    .transaction()
    .execute((transaction) => insertCompany(transaction, { ...company, at }));
}

export interface InsertedCompany extends NewCompany {
  /** Who does it, and by which way, where somebody does. */
  by?: string;
  via?: string;
  at: Date;
}

export async function insertCompany(
  transaction: Transaction,
  { name, kind = "client", policy = {}, by, via, at }: InsertedCompany,
): Promise<CompanyId> {
  const id = newCompanyId();
  const company = {
    id,
    kind,
    name: v.parse(nameSchema, name),
    ...{ sort_name: sortName(name), search_words: searchWords(name) },
    created_at: at,
  };
  const stored = await newPolicy(transaction, policy);
  const inserted = await transaction
    .insertInto("companies")
    .values({ ...company, policy: JSON.stringify(stored) })
    // There is one operator.
    .onConflict((conflict) => conflict.column("kind").where("kind", "=", sql.lit("operator")).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n)
    throw new OperatorError(
      "This server has its operator already. mtoken user list shows its people, mtoken user invite invites one anew.",
    );
  const facts = { company: id, organization: kind, approval: stored.approval, by, via };
  await recordAudit(transaction, at, { kind: "company.created", ...facts });
  return id;
}

async function newPolicy(transaction: Transaction, wanted: Partial<CompanyPolicy>): Promise<CompanyPolicy> {
  const limits = await holdLimits(transaction);
  const policy = { ...effectivePolicy(usualPolicy, limits), ...wanted };
  const [field] = beyondLimits(policy, limits);
  if (field !== undefined) throw new OperatorError(`The limits to all policies do not allow this ${field}.`);
  return policy;
}
