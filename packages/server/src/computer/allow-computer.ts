/** Lets a computer go on that is refused to a user (docs/protocol.md §7): somebody has found out that it was no attacker's. */
import type { ComputerId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { OperatorError } from "../operator-error.ts";
import { endRefusals } from "./store.ts";

export interface AllowComputer {
  computer: ComputerId;
  /** Of this user alone; of all when left out. */
  user?: UserId;
  /** Why; it goes on the record. */
  reason: string;
  note?: string;
  /** Who did it, for the record. */
  by: string;
}

/** Throws OperatorError when it was not refused. */
export async function allowComputer(
  { database, clock }: Pick<Context, "database" | "clock">,
  { computer, user, ...why }: AllowComputer,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const whose = { computer, ...(user && { user }) };
    if ((await endRefusals(transaction, { ...whose, at })) === 0)
      throw new OperatorError(
        `There is no computer ${computer} that is refused${user ? ` to ${user}` : ""}.`,
      );
    const facts = { ...whose, ...why };
    await recordAudit(transaction, at, { kind: "computer.allowed", ...facts });
  });
}
