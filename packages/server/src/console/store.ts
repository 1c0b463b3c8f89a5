/** Console sessions in the database. */
import type { CompanyId, DeviceId, RequestId, UserId } from "@mtoken/protocol";
import type { OrganizationKind, Role } from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { deviceIs, deviceIsLive } from "../device/standing.ts";
import { isStopped } from "../policy/store.ts";

export interface NewSession {
  hash: Buffer;
  /** The sign-in that opened it: it says who, and on which device. */
  request: RequestId;
  at: Date;
  expiresAt: Date;
}

export interface OpenedSession {
  user_id: UserId;
  company_id: CompanyId;
  device_id: DeviceId;
}

/** Undefined when the device does not stand any more, or the sign-in is over. Whoever ends them comes before this or after it. */
export async function insertSession(
  transaction: Transaction,
  { hash, request, at, expiresAt }: NewSession,
): Promise<OpenedSession | undefined> {
  const device = await transaction
    .selectFrom("devices")
    .innerJoin("requests", "requests.device_id", "devices.id")
    .select(["devices.id", "devices.user_id", "devices.company_id", "requests.computer_id"])
    .where("requests.id", "=", request)
    .where("requests.ended_at", "is", null)
    .where((is) => deviceIsLive(is, ["active"]))
    .where("devices.frozen", "=", false)
    .where((is) => is.not(isStopped("devices.company_id")))
    .forUpdate()
    .executeTakeFirst();
  if (device === undefined) return undefined;
  const { user_id, company_id, computer_id } = device;
  const opened = { user_id, company_id, device_id: device.id };
  await transaction
    .insertInto("console_sessions")
    .values({ hash, ...opened, computer_id, created_at: at, used_at: at, expires_at: expiresAt })
    .execute();
  return opened;
}

export interface SessionUser {
  user: UserId;
  name: string;
  role: Role;
  language: string | null;
  company: CompanyId;
  company_name: string;
  organization: OrganizationKind;
  device: DeviceId;
  /** The hash of its secret. */
  session: Buffer;
  expires_at: Date;
}

interface SessionUse {
  hash: Buffer;
  at: Date;
  /** One that was not used since has ended. */
  idleSince: Date;
  /** Nobody did anything: the page asks by itself how things stand. */
  polls: boolean;
}

/**
 * Renews the idle clock, but for a page that asks by itself, in the statement that looks whose session it is, and whether user and device still stand: what changes about them
 * holds from the next call on.
 */
export const sessionUse = prepare(
  (_queries, { hash, at, idleSince, polls }: Given<SessionUse>) => sql<SessionUser>`
    update console_sessions as s set used_at = case when ${polls}::boolean then s.used_at else ${at}::timestamptz end
    from users as u, companies as c, devices as d
    where s.hash = ${hash}::bytea and s.used_at > ${idleSince}::timestamptz and s.expires_at > ${at}::timestamptz
      and u.id = s.user_id and c.id = u.company_id and d.id = s.device_id
      and c.stopped_at is null and ${deviceIs("active", "d")} and not d.frozen
    returning u.id as user, u.name, u.role, u.language, c.id as company, c.name as company_name,
      u.organization, d.id as device, s.hash as session, s.expires_at
  `,
);

interface HeldSession {
  session: Buffer;
  user: UserId;
  device: DeviceId;
}

/** A row as long as it has not ended: it was used a moment ago. */
export const sessionStands = prepare(
  (_queries, { session, user, device }: Given<HeldSession>) => sql`
    select from console_sessions where hash = ${session}::bytea and user_id = ${user} and device_id = ${device}
  `,
);

export async function deleteSession(queries: Queries, hash: Buffer): Promise<void> {
  await queries.deleteFrom("console_sessions").where("hash", "=", hash).execute();
}

/** What can't be used any more. */
export async function deleteStaleSessions(
  queries: Queries,
  { at, idleSince }: { at: Date; idleSince: Date },
): Promise<void> {
  await queries
    .deleteFrom("console_sessions")
    .where((is) => is.or([is("expires_at", "<=", at), is("used_at", "<=", idleSince)]))
    .execute();
}
