/** What relying parties read of requests. Every statement is bound to the client that asks. */
import type { ClientId, CompanyId, UserId } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";
import { reaches } from "./reach.ts";

/**
 * The company comes from the user's own row: no caller could name another. To a client that does not reach it there is
 * no such user.
 */
export async function findCompanyOf(
  queries: Queries,
  { user, client }: { user: UserId; client: ClientId },
): Promise<CompanyId | undefined> {
  const row = await queries
    .selectFrom("users")
    .innerJoin("clients", (join) => join.on("clients.id", "=", client))
    .select(["users.company_id", "clients.companies"])
    .where("users.id", "=", user)
    .executeTakeFirst();
  return row && reaches(row.companies, row.company_id) ? row.company_id : undefined;
}
