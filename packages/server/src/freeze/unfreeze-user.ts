/**
 * What ends a freeze: somebody else than the phone, who has spoken with its user. A thief who knows the mPIN would else lift it as
 * easily as it was set.
 */
import type { ComputerId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { OperatorError } from "../operator-error.ts";
import { type Actor, nameOfActor } from "../people/oversee-devices.ts";
import { lockUser } from "./freeze-user.ts";

export interface UnfreezeUser {
  user: UserId;
  /** Why; it goes on the record. */
  reason: string;
  by: Actor;
}

/** Lets a user sign in and sign again. What was stopped stays so. Throws OperatorError when nothing is frozen. */
export async function unfreezeUser(
  { database, clock, events }: Pick<Context, "database" | "clock" | "events">,
  { user, reason, by }: UnfreezeUser,
): Promise<void> {
  const at = clock.now();
  const devices = await database.kysely.transaction().execute(async (transaction) => {
    const held = await lockUser(transaction, user);
    if (!held?.frozen) throw new OperatorError(`There is no user ${user} who is frozen.`);
    await transaction
      .updateTable("users")
      .set({ frozen_at: null, frozen_stopped: 0 })
      .where("id", "=", user)
      .execute();
    const facts = { company: held.company, user, reason, by: nameOfActor(by) };
    await recordAudit(transaction, at, { kind: "user.unfrozen", ...facts });
    await writeNotice(transaction, { kind: "user.unfrozen", data: {}, user, company: held.company, at });
    return transaction
      .updateTable("devices")
      .set({ frozen: false })
      .where("user_id", "=", user)
      .returning("id")
      .execute();
  });
  for (const { id } of devices) events.publish(`device:${id}`);
}

export interface AllowComputer {
  computer: ComputerId;
  /** Why; it goes on the record. */
  reason: string;
  by: Actor;
}

/** Lets a computer go on that was refused. Throws OperatorError when it was not. */
export async function allowComputer(
  { database, clock }: Pick<Context, "database" | "clock">,
  { computer, reason, by }: AllowComputer,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("computers")
      .set({ refused_until: null })
      .where("id", "=", computer)
      .where("refused_until", ">", at)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new OperatorError(`There is no computer ${computer} that is refused.`);
    await recordAudit(transaction, at, { kind: "computer.allowed", computer, reason, by: nameOfActor(by) });
  });
}
