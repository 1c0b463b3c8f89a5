/** Inviting users to activate a device, and taking that back, as people do it. */
import type { ActivationId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { GivenReason, NewInvitation } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { revokeActivation } from "../activation/store.ts";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { mailInvitation } from "../notice/mail-invitation.ts";
import { type Caller, recordOf } from "./caller.ts";
import { codeChannelOf } from "./code-channel.ts";
import { holdUser } from "./hold.ts";
import { type Invitation, inviteUser } from "./invite-user.ts";
import { limitCaller, limitInvitations } from "./limit-acts.ts";
import { userWithinReach } from "./reach.ts";

/** As whoever invites is shown it. */
export interface SentInvitation extends Omit<Invitation, "link" | "code"> {
  /** Null when it went to the user by mail: then nobody but them ever has both link and code (M10). */
  link: string | null;
  /** Null when the operator's service brings it. */
  code: string | null;
}

/**
 * Also sends it anew: the one before is worth nothing then. The link goes by mail where the server sends mails and knows an address; the code is shown,
 * or goes by the operator's service. Throws `no_code_service` where there is none, and `already_decided` for one instead of another that was
 * used, or is not the newest any more.
 */
export async function inviteUserOf(
  context: Context,
  caller: Caller,
  { user, code: way = "shown", instead_of: before }: NewInvitation & { user: UserId },
): Promise<SentInvitation> {
  const act = "invitation.send";
  const byService = way === "service";
  // An activation key takes a second to make: for nobody who may not have it.
  await context.database.kysely.transaction().execute(async (transaction) => {
    await holdUser(transaction, caller, { act, user });
    await requireNewest(transaction, user, before);
    await limitInvitations(transaction, caller, { user, at: context.clock.now() });
    await limitCaller(transaction, caller, { kind: "activation.invited", at: context.clock.now() });
  });
  if (byService && codeChannelOf(context.config) === undefined) throw new ProtocolError("no_code_service");
  let mailed = false;
  const { link, code, ...invitation } = await inviteUser(context, {
    ...{ user, device: caller.device, byService },
    ...recordOf(caller),
    hold: async (transaction) => {
      const { mail } = await holdUser(transaction, caller, { act, user });
      await requireNewest(transaction, user, before);
      await limitInvitations(transaction, caller, { user, at: context.clock.now() });
      mailed = mail && context.config.mail !== undefined;
    },
    async send(transaction, sent) {
      if (mailed) await mailInvitation(transaction, { user, at: context.clock.now(), ...sent });
    },
  });
  return { ...invitation, link: mailed ? null : link, code: byService ? null : code };
}

/** For who holds the user: nobody else has invited them since, and a device that they have activated since stays their newest. */
async function requireNewest(
  transaction: Transaction,
  user: UserId,
  activation: ActivationId | undefined,
): Promise<void> {
  if (activation === undefined) return;
  const newest = await transaction
    .selectFrom("activations")
    .select("id")
    .where("id", "=", activation)
    .where("user_id", "=", user)
    .where("newest", "=", true)
    .where("status", "<>", "complete")
    .forUpdate()
    .executeTakeFirst();
  if (newest === undefined) throw new ProtocolError("already_decided");
}

/** Throws `already_decided` when it was used, taken back, or has run out. */
export async function revokeInvitation(
  { database, clock, events }: Pick<Context, "database" | "clock" | "events">,
  caller: Caller,
  { activation, ...why }: GivenReason & { activation: ActivationId },
): Promise<void> {
  const act = "invitation.revoke";
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ user: UserId }>`
      select users.id as user from activations join users on users.id = activations.user_id
      where activations.id = ${activation} and ${userWithinReach(caller, act)}
    `.execute(transaction);
    const [found] = rows;
    if (found === undefined) throw new ProtocolError("not_found");
    const { user, company } = await holdUser(transaction, caller, { act, user: found.user });
    if (!(await revokeActivation(transaction, activation))) throw new ProtocolError("already_decided");
    const facts = { company, user, activation, ...why, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "activation.revoked", ...facts });
  });
  events.publish(`activation:${activation}`);
}
