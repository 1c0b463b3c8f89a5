/** What relying parties read of requests. Every statement is bound to the client that asks. */
import type { ClientId, CompanyId, UserId } from "@mtoken/protocol";
import type { Transaction } from "../database/database.ts";
import { isStopped } from "../policy/store.ts";
import { reaches } from "./reach.ts";

/**
 * Who is to sign. The company comes from the user's own row: no caller could name another. To a client that does not reach it
 * there is no such user. Whoever freezes the user comes before this or after it.
 */
export async function holdAddressee(
  transaction: Transaction,
  { user, client }: { user: UserId; client: ClientId },
): Promise<{ company: CompanyId; frozen: boolean; stopped: boolean } | undefined> {
  const row = await transaction
    .selectFrom("users")
    .innerJoin("clients", (join) => join.on("clients.id", "=", client))
    .select(["users.company_id", "users.organization", "users.frozen_at"])
    .select(["clients.companies", "clients.kind as client_kind"])
    .select(isStopped("users.company_id").as("stopped"))
    .where("users.id", "=", user)
    .where("users.removed_at", "is", null)
    .forShare("users")
    .executeTakeFirst();
  if (!row || !reaches(row)) return undefined;
  return { company: row.company_id, frozen: row.frozen_at !== null, stopped: row.stopped };
}
