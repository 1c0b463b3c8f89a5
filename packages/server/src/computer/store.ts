/** Computers in the database: each browser that showed a QR code, by its key; and which of them a user knows. */
import type { ComputerId, RsaPublicJwk, UserId } from "@mtoken/protocol";
import type { Queries, Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";

export interface SeenComputer {
  id: ComputerId;
  key: RsaPublicJwk;
  description: string;
  at: Date;
}

/** The id is the key's thumbprint, so a computer that is there already has this very key. */
export async function saveComputer(
  transaction: Transaction,
  { id, key, description, at }: SeenComputer,
): Promise<void> {
  const insert = transaction
    .insertInto("computers")
    .values({ id, computer_key: JSON.stringify(key), description, created_at: at, used_at: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ description, used_at: at }));
  await sendWithNext(transaction, insert);
}

/** Since when the user knows this computer; undefined when it is a stranger to this user. */
export async function knownSince(
  queries: Queries,
  { user, computer }: { user: UserId; computer: ComputerId },
): Promise<Date | undefined> {
  const row = await queries
    .selectFrom("known_computers")
    .select("known_since")
    .where("user_id", "=", user)
    .where("computer_id", "=", computer)
    .executeTakeFirst();
  return row?.known_since;
}

/** A row for a computer that somebody has enrolled, none for any other. */
export function knownComputerQuery(queries: Queries, computer: ComputerId) {
  return queries
    .selectFrom("known_computers")
    .select("computer_id")
    .where("computer_id", "=", computer)
    .limit(1);
}
