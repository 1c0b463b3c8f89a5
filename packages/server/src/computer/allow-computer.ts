/** Lets a computer go on that a freeze has refused (docs/protocol.md §7): somebody has found out that it was no attacker's. */
import type { ComputerId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { OperatorError } from "../operator-error.ts";
import { type Actor, nameOfActor } from "../people/oversee-devices.ts";
import { allowRefused } from "./store.ts";

export interface AllowComputer {
  computer: ComputerId;
  /** Why; it goes on the record. */
  reason: string;
  by: Actor;
}

/** Throws OperatorError when it was not refused. */
export async function allowComputer(
  { database, clock }: Pick<Context, "database" | "clock">,
  { computer, reason, by }: AllowComputer,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    if (!(await allowRefused(transaction, { computer, at })))
      throw new OperatorError(`There is no computer ${computer} that is refused.`);
    await recordAudit(transaction, at, { kind: "computer.allowed", computer, reason, by: nameOfActor(by) });
  });
}
