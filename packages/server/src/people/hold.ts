/**
 * Takes the rows that an act is about, as everywhere in the order company, users by their ids, devices: of two acts at once one comes
 * first, and the other sees what it did. The caller's own row is among them, and their phone's (standing.ts): who was stopped, removed,
 * given another role, or signed out a moment ago does nothing more.
 */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Act, Role } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import { lockDevicesOf } from "../device/activate-device.ts";
import { isStopped } from "../policy/store.ts";
import type { Caller } from "./caller.ts";
import { companyWithinReach, requireOther, userWithinReach } from "./reach.ts";
import { isFit } from "./second-person.ts";
import { signedInStatements } from "./standing.ts";

/** Whom an act is about. */
export interface HeldSubject {
  user: UserId;
  name: string;
  company: CompanyId;
  role: Role;
  frozen: boolean;
  /** Whether a mail address of theirs is known. */
  mail: boolean;
}

interface HeldRow {
  id: UserId;
  name: string;
  company: CompanyId;
  role: Role;
  frozen_at: Date | null;
  removed_at: Date | null;
  mail: boolean;
  /** Nobody of a stopped company does anything more. */
  stopped: boolean;
}

const heldRow = sql`
  id, name, company_id as company, role, frozen_at, removed_at, mail_address is not null as mail,
  ${isStopped("users.company_id")} as stopped
`;

/**
 * Throws `not_found` for who is out of reach, `not_allowed` where it may not be about oneself, and `already_decided` for who was
 * removed.
 */
export async function holdUser(
  transaction: Transaction,
  caller: Caller,
  { act, user }: { act: Act; user: UserId },
): Promise<HeldSubject> {
  const rows = await holdRows(
    transaction,
    caller,
    sql`id = any(${[user, caller.user]}::text[]) and (id = ${caller.user} or ${userWithinReach(caller, act)})`,
  );
  const subject = rows.find(({ id }) => id === user);
  if (subject === undefined || !(await reachesThemselves(transaction, caller, { act, user })))
    throw new ProtocolError("not_found");
  requireOther(caller, act, user);
  if (subject.removed_at !== null) throw new ProtocolError("already_decided");
  const { name, company, role, frozen_at, mail } = subject;
  return { user, name, company, role, frozen: frozen_at !== null, mail };
}

/** The caller's row is read whatever they reach; about others the statement has said it. */
async function reachesThemselves(
  transaction: Transaction,
  caller: Caller,
  { act, user }: { act: Act; user: UserId },
): Promise<boolean> {
  if (user !== caller.user) return true;
  const { rows } =
    await sql`select from users where id = ${user} and ${userWithinReach(caller, act)}`.execute(transaction);
  return rows.length > 0;
}

/** The same for a device, by its user, whose other live devices are held too. */
export async function holdDevice(
  transaction: Transaction,
  caller: Caller,
  { act, device }: { act: Act; device: DeviceId },
): Promise<HeldSubject> {
  const { rows } = await sql<{ user: UserId }>`
    select users.id as user from devices join users on users.id = devices.user_id
    where devices.id = ${device} and ${userWithinReach(caller, act)}
  `.execute(transaction);
  const [found] = rows;
  if (found === undefined) throw new ProtocolError("not_found");
  const subject = await holdUser(transaction, caller, { act, user: found.user });
  await lockDevicesOf(transaction, subject.user);
  return subject;
}

/** The company itself, and then the caller. */
export async function holdCompany(
  transaction: Transaction,
  caller: Caller,
  of: { act: Act; company: CompanyId },
): Promise<void> {
  await holdCompanyAlone(transaction, caller, of);
  await holdCaller(transaction, caller);
}

async function holdCompanyAlone(
  transaction: Transaction,
  caller: Caller,
  { act, company }: { act: Act; company: CompanyId },
): Promise<void> {
  const { rows } = await sql`
    select from companies where id = ${company} and ${companyWithinReach(caller, act)} for no key update
  `.execute(transaction);
  if (rows.length === 0) throw new ProtocolError("not_found");
}

/** The company that somebody is of, before any user's row. */
export async function holdCompanyOf(
  transaction: Transaction,
  caller: Caller,
  { act, user }: { act: Act; user: UserId },
): Promise<void> {
  const { rows } = await sql`
    select from companies where id = (
      select company_id from users where id = ${user} and ${userWithinReach(caller, act)}
    ) for no key update
  `.execute(transaction);
  if (rows.length === 0) throw new ProtocolError("not_found");
}

/** A company keeps one administrator, whoever asks; who steps down leaves one who can act. For who holds the company. */
export async function requireAnotherAdministrator(
  transaction: Transaction,
  caller: Caller,
  { user, company, role }: Pick<HeldSubject, "user" | "company" | "role">,
): Promise<void> {
  if (role !== "administrator") return;
  const fit = user === caller.user ? sql`and ${isFit("others")}` : sql``;
  const { rows } = await sql`
    select from users as others
    where company_id = ${company} and role = ${"administrator"} and removed_at is null and id <> ${user} ${fit} limit 1
  `.execute(transaction);
  if (rows.length === 0) throw new ProtocolError("last_administrator");
}

/** Somebody as they stand now. */
export interface Party {
  user: UserId;
  company: CompanyId;
  role: Role;
  /** Neither frozen nor removed. */
  stands: boolean;
}

/** The company itself, and then the caller and others, who stand or not. */
export async function holdParties(
  transaction: Transaction,
  caller: Caller,
  { act, company, others }: { act: Act; company: CompanyId; others: readonly UserId[] },
): Promise<ReadonlyMap<UserId, Party>> {
  await holdCompanyAlone(transaction, caller, { act, company });
  const rows = await holdRows(transaction, caller, sql`id = any(${[...others, caller.user]}::text[])`);
  return new Map(
    rows.map(({ id, company, role, frozen_at, removed_at }) => [
      id,
      { user: id, company, role, stands: frozen_at === null && removed_at === null },
    ]),
  );
}

async function holdCaller(transaction: Transaction, caller: Caller): Promise<void> {
  await holdRows(transaction, caller, sql`id = ${caller.user}`);
}

/** For who only reads, again and again. */
export async function requireStands(transaction: Transaction, caller: Caller): Promise<void> {
  await readRows(transaction, caller, sql`select ${heldRow} from users where id = ${caller.user}`);
}

/** Those of some people, the caller among them. */
function holdRows(transaction: Transaction, caller: Caller, whose: RawBuilder<unknown>): Promise<HeldRow[]> {
  const held = sql`select ${heldRow} from users where ${whose} order by id for no key update`;
  return readRows(transaction, caller, held);
}

async function readRows(
  transaction: Transaction,
  caller: Caller,
  statement: RawBuilder<unknown>,
): Promise<HeldRow[]> {
  const people = { compile: () => (statement as RawBuilder<HeldRow>).compile(transaction) };
  const [rows, ...signIn] = await sendTogether(transaction, people, ...signedInStatements(caller));
  const own = rows.find(({ id }) => id === caller.user);
  requireStanding(own, caller);
  if (signIn.some((found) => found.length === 0)) throw new ProtocolError("sign_in_required");
  return rows;
}

function requireStanding(row: HeldRow | undefined, { company, role, via }: Caller): void {
  // The operator at the command line has no row that could have changed.
  if (via === "command-line") return;
  const stands =
    row?.company === company &&
    row.role === role &&
    row.frozen_at === null &&
    row.removed_at === null &&
    !row.stopped;
  if (!stands) throw new ProtocolError("sign_in_required");
}
