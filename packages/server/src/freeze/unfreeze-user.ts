/**
 * What ends a freeze: somebody else than the phone, who has spoken with its user. A thief who knows the mPIN would else lift it as
 * easily as it was set.
 */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { OperatorError } from "../operator-error.ts";
import { type Actor, nameOfActor } from "../people/oversee-devices.ts";
import { lockUser, markUnfrozen } from "./store.ts";

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
    const facts = { reason, by: nameOfActor(by) };
    return letGoOn(transaction, { user, company: held.company, facts, at });
  });
  for (const device of devices) events.publish(`device:${device}`);
}

export interface LetGoOn {
  user: UserId;
  company: CompanyId;
  /** Who and why, for the record. */
  facts: Record<string, string>;
  at: Date;
}

/** For who holds the rows of a user that is frozen, and of their devices. Gives back the devices, to tell them after the commit. */
export async function letGoOn(
  transaction: Transaction,
  { user, company, facts, at }: LetGoOn,
): Promise<DeviceId[]> {
  const devices = await markUnfrozen(transaction, user);
  await recordAudit(transaction, at, { kind: "user.unfrozen", company, user, ...facts });
  await writeNotice(transaction, { kind: "user.unfrozen", data: {}, user, company, at });
  return devices;
}
