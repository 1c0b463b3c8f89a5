/** Companies: the tenants that users, devices and requests belong to. */
import { type CompanyId, nameSchema, newCompanyId } from "@mtoken/protocol";
import type { OrganizationKind } from "@mtoken/protocol/people";
import { sql } from "kysely";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { CompanyPolicy } from "../database/tables.ts";
import { OperatorError } from "../operator-error.ts";
import { searchWords, sortName } from "./search-words.ts";

/** docs/protocol.md §4: six digits or more, unless the company wants it otherwise. */
const usualMpin = { min: 6, max: 12 };

export interface NewCompany {
  name: string;
  /** A client when left out. */
  kind?: OrganizationKind;
  /** Whether a new device waits for an administrator (M21). */
  approval?: boolean;
  mpin?: CompanyPolicy["mpin"];
}

/**
 * Throws valibot's ValiError for a name that people could not read or could be fooled by, and OperatorError for a second operator.
 */
export async function createCompany(
  { database, clock }: Pick<Context, "database" | "clock">,
  { name, kind = "client", approval = false, mpin = usualMpin }: NewCompany,
): Promise<CompanyId> {
  const id = newCompanyId();
  const at = clock.now();
  const company = {
    id,
    kind,
    name: v.parse(nameSchema, name),
    ...{ sort_name: sortName(name), search_words: searchWords(name) },
    policy: JSON.stringify({ mpin, approval } satisfies CompanyPolicy),
    created_at: at,
  };
  await database.kysely.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto("companies")
      .values(company)
      // There is one operator.
      .onConflict((conflict) => conflict.column("kind").where("kind", "=", sql.lit("operator")).doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n)
      throw new OperatorError("This server has its operator already.");
    await recordAudit(transaction, at, {
      kind: "company.created",
      company: id,
      organization: kind,
      approval,
    });
  });
  return id;
}

export interface AllowBiometrics {
  company: CompanyId;
  allowed: boolean;
}

/**
 * Whether the company's users may use a passkey in the mPIN's place. Where they may not, it opens nothing from now on; those that are
 * enrolled stay, and are good again when it is allowed again.
 */
export async function allowBiometrics(
  { database, clock }: Pick<Context, "database" | "clock">,
  { company, allowed }: AllowBiometrics,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const changed = await transaction
      .updateTable("companies")
      .set({ biometrics: allowed })
      .where("id", "=", company)
      .returning("id")
      .executeTakeFirst();
    if (!changed) throw new OperatorError(`There is no company ${company}.`);
    await recordAudit(transaction, at, { kind: "company.changed", company, biometrics: allowed });
  });
}
