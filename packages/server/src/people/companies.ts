/** Companies: the tenants that users, devices and requests belong to. */
import { type CompanyId, nameSchema, newCompanyId } from "@mtoken/protocol";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { CompanyPolicy } from "../database/tables.ts";

/** docs/protocol.md §4: six digits or more, unless the company wants it otherwise. */
const usualMpin = { min: 6, max: 12 };

export interface NewCompany {
  name: string;
  /** Whether a new device waits for an administrator (M21). */
  approval?: boolean;
  mpin?: CompanyPolicy["mpin"];
}

/** Throws valibot's ValiError for a name that people could not read or could be fooled by. */
export async function createCompany(
  { database, clock }: Pick<Context, "database" | "clock">,
  { name, approval = false, mpin = usualMpin }: NewCompany,
): Promise<CompanyId> {
  const id = newCompanyId();
  const at = clock.now();
  const company = {
    id,
    name: v.parse(nameSchema, name),
    policy: JSON.stringify({ mpin, approval } satisfies CompanyPolicy),
    created_at: at,
  };
  await database.kysely.transaction().execute(async (transaction) => {
    await transaction.insertInto("companies").values(company).execute();
    await recordAudit(transaction, at, { kind: "company.created", company: id, approval });
  });
  return id;
}
