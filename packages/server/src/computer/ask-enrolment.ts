/**
 * Asks the phone that has just confirmed a sign-in whether its computer shall be known from now on (docs/protocol.md §8). The sign-in
 * itself makes nothing known: who was led to confirm one for somebody else's browser is asked once more, by name of that computer.
 */
import type { CompanyId, ComputerId, DeviceId, Enrolment, UserId } from "@mtoken/protocol";
import { newEnrolmentId } from "@mtoken/protocol";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import type { LockedRequest } from "../request/store.ts";

/** The phone is at hand: it has confirmed the sign-in a moment ago. */
const enrolmentSeconds = 600;

export interface AskEnrolment {
  request: Pick<LockedRequest, "client_id">;
  device: { id: DeviceId; user_id: UserId; company_id: CompanyId };
  computer: ComputerId;
  description: string;
  at: Date;
}

/** For who has redeemed in this transaction. It takes the place of an earlier one of the same user and computer. */
export async function askEnrolment(
  { config, identity }: Context,
  transaction: Transaction,
  { request, device, computer, description, at }: AskEnrolment,
): Promise<void> {
  const enrolment = newEnrolmentId();
  const expiresAt = later(at, enrolmentSeconds);
  const facts = await transaction
    .selectFrom("devices as d")
    .innerJoin("users as u", "u.id", "d.user_id")
    .innerJoin("companies as c", "c.id", "u.company_id")
    .innerJoin("clients as p", (join) => join.on("p.id", "=", request.client_id))
    .select(["d.suite", "u.name as user", "c.name as company", "p.name as client", "p.origin"])
    .where("d.id", "=", device.id)
    .executeTakeFirstOrThrow();
  const statement: Enrolment = {
    ...{ iss: config.serverOrigin, suite: facts.suite, enrolment },
    user: { id: device.user_id, name: facts.user },
    company: { id: device.company_id, name: facts.company },
    device: device.id,
    relying_party: { id: request.client_id, name: facts.client },
    origin: facts.origin,
    computer: { id: computer, description },
    ...{ iat: toNumericDate(at), exp: toNumericDate(expiresAt) },
  };
  const values = {
    ...{ id: enrolment, company_id: device.company_id, device_id: device.id },
    statement: await identity.sign("mtoken-enrolment+jws", statement),
    ...{ created_at: at, expires_at: expiresAt },
  };
  const insert = transaction
    .insertInto("enrolments")
    .values({ user_id: device.user_id, computer_id: computer, ...values })
    .onConflict((conflict) => conflict.columns(["user_id", "computer_id"]).doUpdateSet(values));
  await sendWithNext(transaction, insert);
}
