/** Administrators of a company: making one takes two people, ending one takes one, and one stays. */
import type { UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { GivenReason, MadeProposal, Noted } from "@mtoken/protocol/people";
import { endInvitationsBy } from "../activation/end-invitations.ts";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { actAlone } from "../proposal/act-alone.ts";
import { endProposalsBy } from "../proposal/end-proposals.ts";
import { holdPhonesOf } from "../proposal/phones.ts";
import { propose } from "../proposal/propose.ts";
import { type Caller, recordOf } from "./caller.ts";
import { holdCompanyOf, holdUser, requireAnotherAdministrator } from "./hold.ts";

type Acting = Pick<Context, "database" | "clock">;

/** Throws `already_decided` where the user is one, and `user_frozen` for who is stopped. */
export function proposeAdministrator(
  { database, clock }: Acting,
  caller: Caller,
  { user, note }: Noted & { user: UserId },
): Promise<MadeProposal> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    const wanted = await wantAdministrator(transaction, caller, user);
    return propose(transaction, caller, { ...wanted, note, at });
  });
}

/** The same at the command line, at once. */
export function makeAdministrator(
  context: Context,
  caller: Caller,
  { user, ...noted }: Noted & { user: UserId },
): Promise<void> {
  const want = (transaction: Transaction) => wantAdministrator(transaction, caller, user);
  return actAlone(context, caller, { ...noted, want });
}

async function wantAdministrator(transaction: Transaction, caller: Caller, user: UserId) {
  const act = "administrator.make";
  await holdCompanyOf(transaction, caller, { act, user });
  const { company, name, role, frozen } = await holdUser(transaction, caller, { act, user });
  if (role !== "user") throw new ProtocolError("already_decided");
  if (frozen) throw new ProtocolError("user_frozen");
  const phones = await holdPhonesOf(transaction, user);
  return { company, subject: user, content: { kind: act, user: { id: user, name }, phones } } as const;
}

/** At once, also of oneself; what they have proposed ends, and so do the invitations that they have sent. Throws `last_administrator` for the only one. */
export async function endAdministrator(
  { database, clock, events }: Pick<Context, "database" | "clock" | "events">,
  caller: Caller,
  { user, ...why }: GivenReason & { user: UserId },
): Promise<void> {
  const act = "administrator.end";
  const at = clock.now();
  const topics = await database.kysely.transaction().execute(async (transaction) => {
    // Before any user's row: of two administrators who end each other, one comes first.
    await holdCompanyOf(transaction, caller, { act, user });
    const subject = await holdUser(transaction, caller, { act, user });
    if (subject.role !== "administrator") throw new ProtocolError("already_decided");
    await requireAnotherAdministrator(transaction, caller, subject);
    await transaction.updateTable("users").set({ role: "user" }).where("id", "=", user).execute();
    await endProposalsBy(transaction, { author: user, at });
    const revoked = await endInvitationsBy(transaction, { author: user, reason: "inviter-ended", at });
    const { company } = subject;
    await recordAudit(transaction, at, {
      ...{ kind: "administrator.ended", company, user, ...why, ...recordOf(caller) },
    });
    await writeNotice(transaction, { kind: "administrator.ended", data: {}, user, company, at });
    return revoked;
  });
  for (const topic of topics) events.publish(topic);
}
