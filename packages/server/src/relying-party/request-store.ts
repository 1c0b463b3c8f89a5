/** What relying parties read of requests. Every statement is bound to the client that asks. */
import type { ClientId, CompanyId, RequestId, UserId } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";

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
    ])
    .where("r.id", "=", request)
    .where("r.client_id", "=", client)
    .where("r.kind", "=", "sign-in")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { user_id, user_name, company_id, company_name, device_status, tries, tries_allowed, ...found } = row;
  return {
    ...found,
    user: { id: user_id, name: user_name },
    company: { id: company_id, name: company_name },
    device: { status: device_status, tries, tries_allowed },
  };
}

/** The company comes from the user's own row: no caller could name another. */
export async function findCompanyOf(queries: Queries, user: UserId): Promise<CompanyId | undefined> {
  const row = await queries
    .selectFrom("users")
    .select("company_id")
    .where("id", "=", user)
    .executeTakeFirst();
  return row?.company_id;
}
