/** What relying parties read of requests. Every statement is bound to the client that asks. */
import type { ClientId, CompanyId, RequestId, UserId } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";
import { reaches } from "./reach.ts";

export type SignedInRow = NonNullable<Awaited<ReturnType<typeof findSignedIn>>>;

/** A sign-in with who it was; only one that a device had claimed has all of it. */
export async function findSignedIn(
  queries: Queries,
  { client, request }: { client: ClientId; request: RequestId },
) {
  const row = await queries
    .selectFrom("requests as r")
    .innerJoin("users as u", "u.id", "r.user_id")
    .innerJoin("companies as c", "c.id", "u.company_id")
    .innerJoin("devices as d", "d.id", "r.device_id")
    .innerJoin("clients as p", "p.id", "r.client_id")
    .select([
      "r.id",
      "r.status",
      "r.envelope",
      "r.factor",
      "r.decided_at",
      "u.id as user_id",
      "u.name as user_name",
      "c.id as company_id",
      "c.name as company_name",
      "d.status as device_status",
      "d.tries",
      "d.tries_allowed",
      "p.companies",
    ])
    .where("r.id", "=", request)
    .where("r.client_id", "=", client)
    .where("r.kind", "=", "sign-in")
    .executeTakeFirst();
  if (row === undefined || !reaches(row.companies, row.company_id)) return undefined;
  const { user_id, user_name, company_id, company_name, device_status, tries, tries_allowed, ...found } = row;
  return {
    ...found,
    user: { id: user_id, name: user_name },
    company: { id: company_id, name: company_name },
    device: { status: device_status, tries, tries_allowed },
  };
}

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
