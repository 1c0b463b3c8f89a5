/** Computers in the database: each browser that showed a QR code, by its key; and which of them a user knows. */
import type { ComputerId, RsaPublicJwk, UserId } from "@mtoken/protocol";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";

export interface SeenComputer {
  id: ComputerId;
  key: RsaPublicJwk;
  description: string;
  at: Date;
}

type Seen = Given<Omit<SeenComputer, "key"> & { key: string }>;

const computerInsert = prepare((queries, { id, key, description, at }: Seen) =>
  queries
    .insertInto("computers")
    .values({ id, computer_key: key, description, created_at: at, used_at: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ description, used_at: at })),
);

/** The id is the key's thumbprint, so a computer that is there already has this very key. */
export async function saveComputer(transaction: Transaction, computer: SeenComputer): Promise<void> {
  await sendWithNext(transaction, computerInsert({ ...computer, key: JSON.stringify(computer.key) }));
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

/** Whether somebody has enrolled the computer, and whether it is refused; one row, of one that was never seen too. */
export const computerStanding = prepare((queries, { computer }: Given<{ computer: ComputerId }>) =>
  queries.selectNoFrom((is) => [
    is
      .exists(is.selectFrom("known_computers").select("computer_id").where("computer_id", "=", computer))
      .as("known"),
    is.selectFrom("computers").select("refused_until").where("id", "=", computer).as("refused_until"),
  ]),
);

/** Somebody said of a sign-in on it: this wasn't me (freeze/). */
export function isRefused({ refused_until }: { refused_until: Date | null }, at: Date): boolean {
  return refused_until !== null && at < refused_until;
}

/**
 * Whether it was refused. One that somebody else has enrolled is left alone, and only named on the record: else anybody who is ready to
 * freeze themselves could shut others out of theirs.
 */
export async function refuseComputer(
  transaction: Transaction,
  { computer, user, until }: { computer: ComputerId; user: UserId; until: Date },
): Promise<boolean> {
  const result = await transaction
    .updateTable("computers")
    .set({ refused_until: until })
    .where("id", "=", computer)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("known_computers")
            .select("known_computers.computer_id")
            .where("known_computers.computer_id", "=", computer)
            .where("known_computers.user_id", "<>", user),
        ),
      ),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** False when it was not refused. */
export async function allowRefused(
  transaction: Transaction,
  { computer, at }: { computer: ComputerId; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable("computers")
    .set({ refused_until: null })
    .where("id", "=", computer)
    .where("refused_until", ">", at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
