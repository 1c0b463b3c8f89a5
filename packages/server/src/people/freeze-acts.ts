/** Stopping a user's sign-ins and signatures, and letting them go on, as other people do it than on the phone (freeze/). */
import type { UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { GivenReason } from "@mtoken/protocol/people";
import type { Context } from "../context.ts";
import { lockDevicesOf } from "../device/activate-device.ts";
import { freezeUser } from "../freeze/freeze-user.ts";
import { letGoOn } from "../freeze/let-go-on.ts";
import { type Caller, recordOf } from "./caller.ts";
import { holdUser } from "./hold.ts";
import { limitCaller, limitTelling } from "./limit-acts.ts";

type Acting = Pick<Context, "database" | "clock" | "events">;

export async function freezeUserOf(
  { database, clock, events }: Acting,
  caller: Caller,
  { user, ...why }: GivenReason & { user: UserId },
): Promise<void> {
  const at = clock.now();
  const { topics } = await database.kysely.transaction().execute(async (transaction) => {
    const { company, frozen } = await holdUser(transaction, caller, { act: "user.freeze", user });
    if (frozen) throw new ProtocolError("already_decided");
    await lockDevicesOf(transaction, user);
    return freezeUser(transaction, { user, company, by: { ...why, ...recordOf(caller) }, at });
  });
  for (const topic of topics) events.publish(topic);
}

export async function unfreezeUserOf(
  { database, clock, events }: Acting,
  caller: Caller,
  { user, ...why }: GivenReason & { user: UserId },
): Promise<void> {
  const at = clock.now();
  const devices = await database.kysely.transaction().execute(async (transaction) => {
    const { company, frozen } = await holdUser(transaction, caller, { act: "user.unfreeze", user });
    if (!frozen) throw new ProtocolError("already_decided");
    await limitTelling(transaction, caller, { user, kind: "user.unfrozen", at });
    await limitCaller(transaction, caller, { kind: "user.unfrozen", at });
    await lockDevicesOf(transaction, user);
    return letGoOn(transaction, { user, company, facts: { ...why, ...recordOf(caller) }, at });
  });
  for (const device of devices) events.publish(`device:${device}`);
}
