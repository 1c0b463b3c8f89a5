/** The operator's own people: whoever of its officers is there learns of somebody new. */
import type { UserId } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { type InsertedUser, insertUser, type NewUser } from "./users.ts";

/** For the command line: people are proposed, and another officer confirms (decisions 23 and 25). Throws as `createUser` does. */
export function addStaff(
  { database, clock }: Pick<Context, "database" | "clock">,
  person: NewUser,
): Promise<UserId> {
  const at = clock.now();
  return database.kysely.transaction().execute((transaction) => insertStaff(transaction, { ...person, at }));
}

export async function insertStaff(transaction: Transaction, person: InsertedUser): Promise<UserId> {
  const id = await insertUser(transaction, person);
  await tellReaders(transaction, { kind: "staff.created", data: {}, readers: "officers", at: person.at });
  return id;
}
