/** What people do to users: add one, change one, and remove one with all that is theirs. */
import { type AppFunction, appFunctions, type CompanyId, ProtocolError, type UserId } from "@mtoken/protocol";
import type { ChangedUser, Entitlement, GivenReason, NewUser } from "@mtoken/protocol/people";
import { endInvitationsBy } from "../activation/end-invitations.ts";
import { revokeActivation } from "../activation/store.ts";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { Topic } from "../events/bus.ts";
import { stopCodes, stopRequests } from "../freeze/store.ts";
import { tellOfMail } from "../notice/write-notice.ts";
import { endProposalsBy } from "../proposal/end-proposals.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { authorOf, type Caller, recordOf } from "./caller.ts";
import { endDevices, liveDevicesOf } from "./device-acts.ts";
import { holdCompany, holdCompanyOf, holdUser, requireAnotherAdministrator } from "./hold.ts";
import { openActivationsOf } from "./invite-user.ts";
import { limitCaller, limitTelling } from "./limit-acts.ts";
import { searchWords, sortName } from "./search-words.ts";
import { insertUser } from "./users.ts";

type Acting = Pick<Context, "database" | "clock" | "events">;

export function addUser(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  user: NewUser,
): Promise<UserId> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "user.create", company: user.company });
    const { functions = appFunctions, ...members } = user;
    requireReference(caller, { functions, ...members });
    return insertUser(transaction, {
      ...{ ...members, features: functions, role: "user", at, ...recordOf(caller) },
    });
  });
}

interface Given {
  company: CompanyId;
  functions: readonly AppFunction[];
  reference?: string | undefined;
}

/** Functions of the app are the company's to give: who isn't of it does it on its request, and names that request (M16). */
export function requireReference(caller: Caller, { company, functions, reference }: Given): void {
  if (company !== caller.company && functions.length > 0 && reference === undefined)
    throw new ProtocolError("reference_required");
}

/** What a user is called, and where they are reached. Which of it was changed goes on the record, what it was does not. */
export async function changeUser(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { user, ...changes }: ChangedUser & { user: UserId },
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const { company, role } = await holdUser(transaction, caller, { act: "user.change", user });
    const { mail_address: former } = await transaction
      .selectFrom("users")
      .select("mail_address")
      .where("id", "=", user)
      .executeTakeFirstOrThrow();
    // Who names the same one again stands behind nothing.
    const isOther = changes.mail !== undefined && changes.mail !== former;
    if (isOther) {
      await limitTelling(transaction, caller, { user, kind: "mail.changed", at });
      await limitCaller(transaction, caller, { kind: "user.changed", at });
    }
    const { name, mail_address } = await transaction
      .updateTable("users")
      .set({
        ...(changes.name !== undefined && { name: changes.name }),
        ...(isOther && { mail_address: changes.mail, ...namedBy(caller, at) }),
        ...(changes.language !== undefined && { language: changes.language }),
      })
      .where("id", "=", user)
      .returning(["name", "mail_address"])
      .executeTakeFirstOrThrow();
    await transaction
      .updateTable("users")
      .set({ sort_name: sortName(name), search_words: searchWords(name, mail_address) })
      .where("id", "=", user)
      .execute();
    const changed = Object.keys(changes).sort().join(" ");
    await recordAudit(transaction, at, {
      ...{ kind: "user.changed", company, user, changed, ...recordOf(caller) },
    });
    if (isOther) await tellOfMail(transaction, { user, company, role, former, at });
  });
}

/** Who is behind an invitation that goes there. */
function namedBy(caller: Caller, at: Date) {
  const mail_changed_by = authorOf(caller);
  const mail_changed_via = mail_changed_by === null ? null : caller.via;
  return { mail_changed_by, mail_changed_via, mail_changed_at: at };
}

/**
 * What of the app a user may use, from this moment on and in sessions that are open. Who isn't of the company does it on its
 * request, whose reference goes on the record (M16).
 */
export async function entitleUser(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { user, functions, reference }: Entitlement & { user: UserId },
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const { company } = await holdUser(transaction, caller, { act: "user.entitle", user });
    // What is taken away is taken on a request, too.
    requireReference(caller, { company, functions: appFunctions, reference });
    const features = [...functions].sort();
    await transaction
      .updateTable("users")
      .set({ features: JSON.stringify(features) })
      .where("id", "=", user)
      .execute();
    const facts = { company, user, functions: features.join(" "), reference, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "user.entitled", ...facts });
  });
}

/**
 * For good: devices, computers, invitations and whatever is open end. The row stays for the record. A company keeps one
 * administrator, whoever asks.
 */
export async function removeUser(
  { database, clock, events }: Acting,
  caller: Caller,
  { user, ...why }: GivenReason & { user: UserId },
): Promise<void> {
  const at = clock.now();
  const topics = await database.kysely.transaction().execute(async (transaction) => {
    // Before any user's row: of two administrators who remove each other, one comes first.
    await holdCompanyOf(transaction, caller, { act: "user.remove", user });
    const subject = await holdUser(transaction, caller, { act: "user.remove", user });
    await requireAnotherAdministrator(transaction, caller, subject);
    const revoked = await revokeInvitations(transaction, user);
    const sent = await endInvitationsBy(transaction, { author: user, reason: "inviter-removed", at });
    await endProposalsBy(transaction, { author: user, at });
    const devices = await liveDevicesOf(transaction, { user });
    const over = await endSignedIn(transaction, { of: { users: [user] }, reason: "user-removed", at });
    const { topics, ended } = await endDevices(transaction, caller, { devices, why, at });
    await stopCodes(transaction, { users: [user], at });
    const stopped = await stopRequests(transaction, { users: [user], reason: "no-device" });
    await transaction.deleteFrom("user_computers").where("user_id", "=", user).execute();
    await transaction.deleteFrom("enrolments").where("user_id", "=", user).execute();
    await transaction.updateTable("users").set({ removed_at: at }).where("id", "=", user).execute();
    const facts = { company: subject.company, user, devices: ended, stopped: stopped.length };
    await recordAudit(transaction, at, { kind: "user.removed", ...facts, ...why, ...recordOf(caller) });
    const requests = [...stopped, ...over];
    return [...topics, ...revoked, ...sent, ...requests.map((request): Topic => `request:${request}`)];
  });
  for (const topic of topics) events.publish(topic);
}

/** Before devices, as an activation that is being completed takes them. */
async function revokeInvitations(transaction: Transaction, user: UserId): Promise<Topic[]> {
  const open = await openActivationsOf(transaction, user);
  for (const id of open) await revokeActivation(transaction, id);
  return open.map((id): Topic => `activation:${id}`);
}
