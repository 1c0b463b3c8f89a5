/**
 * Handshakes in the database (docs/protocol.md §5). What must not happen twice is one statement, or one transaction
 * that takes the device's row first: every rule that ends, charges or serves a device takes it before anything else.
 */
import type { CompanyId, DeviceId, HandshakeId, LiveDeviceStatus, Profile, UserId } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { Expression, RawBuilder, Selectable } from "kysely";
import { sql } from "kysely";
import type { AuditRow } from "../audit/record.ts";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendTogether, sendWithCommit } from "../database/send.ts";
import type { DevicesTable, HandshakesTable, SessionsTable } from "../database/tables.ts";
import { liveStatuses } from "../device/standing.ts";
import { unreadOf } from "../notice/store.ts";

export type HandshakeRow = Selectable<HandshakesTable>;

const handshakeColumns = [
  ...(["id", "device_id", "factor", "purpose", "binding", "client_public", "server_public"] as const),
  ...(["sealed_server_secret", "message_1", "message_2", "expires_at"] as const),
] as const;

/** What a handshake needs of its device: most of the row is other people's, and long. */
const deviceColumns = [
  ...(["id", "user_id", "company_id", "activation_id", "status", "suite", "device_key"] as const),
  ...(["salt", "argon2", "sealed_verifier", "tries", "tries_allowed", "tries_told"] as const),
  ...(["counter", "app"] as const),
] as const;
export type DeviceRow = Pick<Selectable<DevicesTable>, (typeof deviceColumns)[number]>;

export const deviceQuery = prepare((queries, { id }: Given<{ id: DeviceId }>) =>
  queries.selectFrom("devices").select(deviceColumns).where("id", "=", id),
);

export function findDevice(queries: Queries, id: DeviceId): Promise<DeviceRow | undefined> {
  return deviceQuery({ id }).first(queries);
}

/** A pending device may only be proven while its activation may still be completed. */
export async function isActivationOpen(
  queries: Queries,
  { activation_id, at }: Pick<DeviceRow, "activation_id"> & { at: Date },
): Promise<boolean> {
  const open = await queries
    .selectFrom("activations")
    .select("id")
    .where("id", "=", activation_id)
    .where("status", "=", "open")
    .where("expires_at", ">", at)
    .executeTakeFirst();
  return open !== undefined;
}

/** Takes the device's row before any other's, as every rule that ends, charges or serves a device does. */
export const liveDeviceLock = prepare((queries, { device }: Given<{ device: DeviceId }>) =>
  queries
    .selectFrom("devices")
    .select(["id", "user_id", "company_id"])
    .where("id", "=", device)
    .where("status", "in", liveStatuses)
    .forUpdate(),
);

export interface NewHandshake {
  handshake: HandshakeRow;
  counter: number;
  /** What opens it: a version that is withdrawn opens nothing. */
  app: string;
  /** The mPIN's salt. The one that message 2 names: if it has changed meanwhile, so has the verifier behind B. */
  salt: Buffer;
  /** Of a passkey, the one that message 2 names. */
  factorSalt?: Buffer | undefined;
}

type OpenedHandshake = HandshakeRow & Pick<NewHandshake, "counter" | "app" | "salt">;

function openingStatement(handshake: Given<OpenedHandshake>, factorStands: RawBuilder<unknown>) {
  return sql<{ id: HandshakeId }>`
    with taken as (
      update devices set counter = ${handshake.counter}, app = ${handshake.app}
      where id = ${handshake.device_id} and counter < ${handshake.counter} and salt = ${handshake.salt}
        and status = any(${liveStatuses}) and tries < tries_allowed ${factorStands}
        and not exists (select from withdrawn_apps where withdrawn_apps.app = ${handshake.app})
      returning id
    ), ended as (
      delete from sessions where device_id in (select id from taken) and purpose in ('change', 'enrol')
    )
    insert into handshakes (
      id, device_id, factor, purpose, binding, client_public, server_public, sealed_server_secret,
      message_1, message_2, expires_at
    )
    select ${handshake.id}, taken.id, ${handshake.factor}, ${handshake.purpose}, ${handshake.binding},
      ${handshake.client_public}::bytea, ${handshake.server_public}::bytea,
      ${handshake.sealed_server_secret}::bytea, ${handshake.message_1}, ${handshake.message_2},
      ${handshake.expires_at}::timestamptz
    from taken
    on conflict (device_id) do update set
      id = excluded.id, factor = excluded.factor, purpose = excluded.purpose, binding = excluded.binding,
      client_public = excluded.client_public, server_public = excluded.server_public,
      sealed_server_secret = excluded.sealed_server_secret, message_1 = excluded.message_1,
      message_2 = excluded.message_2, expires_at = excluded.expires_at
    returning id
  `;
}

const handshakeInsert = prepare((_queries, handshake: Given<OpenedHandshake>) =>
  openingStatement(handshake, sql``),
);

const passkeyHandshakeInsert = prepare(
  (_queries, handshake: Given<OpenedHandshake & { factorSalt: Buffer }>) =>
    openingStatement(
      handshake,
      sql`and exists (
        select from biometric_factors
        where device_id = devices.id and salt = ${handshake.factorSalt}
          and biometric_factors.tries < ${triesAllowed}::integer
      )`,
    ),
);

/**
 * Takes the counter and puts the handshake in the place of the device's last one, in one statement: a replay, whose
 * counter is not higher, opens nothing and displaces nothing. A change of the mPIN or of the passkey that is under way ends with
 * it: what message 2 names stands from then on, however long somebody has held the call back.
 */
export async function insertHandshake(
  queries: Queries,
  { handshake, factorSalt, ...given }: NewHandshake,
): Promise<boolean> {
  const values = { ...handshake, ...given };
  if (factorSalt === undefined) return (await handshakeInsert(values).first(queries)) !== undefined;
  // A passkey is a row of its own, which a statement that waits for the device's would go on seeing as it was before.
  const [, opened] = await queries
    .transaction()
    .execute((transaction) =>
      sendWithCommit(
        transaction,
        liveDeviceLock({ device: handshake.device_id }),
        passkeyHandshakeInsert({ ...values, factorSalt }),
      ),
    );
  return opened.length === 1;
}

type OfHandshake = Given<{ id: HandshakeId }>;

export const handshakeQuery = prepare((queries, { id }: OfHandshake) =>
  queries.selectFrom("handshakes").select(handshakeColumns).where("id", "=", id),
);

export const triedDeviceQuery = prepare((queries, { id }: OfHandshake) =>
  queries
    .selectFrom("devices")
    .select(deviceColumns)
    .where("id", "=", (of) => of.selectFrom("handshakes").select("device_id").where("id", "=", id)),
);

interface FoundAttempt {
  handshake: HandshakeRow | undefined;
  device: DeviceRow | undefined;
}

/** The handshake and its device, for message 3. */
export async function findAttempt(queries: Queries, id: HandshakeId): Promise<FoundAttempt> {
  const [handshakes, devices] = await sendTogether(queries, handshakeQuery({ id }), triedDeviceQuery({ id }));
  return { handshake: handshakes[0], device: devices[0] };
}

export interface ChargeTry {
  handshake: HandshakeId;
  device: DeviceId;
  at: Date;
}

/** The tries that are charged, and how many are left. */
export interface Charged {
  tries: number;
  left: number;
}

/**
 * The device's row is taken first, as everywhere. Whoever waited for it finds the handshake deleted, and charges nothing:
 * a handshake is charged for once, however often its message 3 comes.
 */
const charge = prepare(
  (_queries, { handshake, device, at }: Given<ChargeTry>) => sql<Charged>`
    with device as materialized (
      select id from devices
      where id = ${device} and status = any(${liveStatuses}) and tries < tries_allowed
      for update
    ), used as (
      delete from handshakes
      where id = ${handshake} and expires_at > ${at} and device_id in (select id from device)
      returning device_id
    )
    update devices set tries = tries + 1
    from used
    where devices.id = used.device_id and status = any(${liveStatuses}) and tries < tries_allowed
    returning tries, tries_allowed - tries as left
  `,
);

/**
 * Charges a try and uses the handshake up, in one statement that is committed when this returns. Undefined when the device
 * may not try or the handshake is gone: then nothing was charged.
 */
export function chargeTry(queries: Queries, tried: ChargeTry): Promise<Charged | undefined> {
  return charge(tried).first(queries);
}

/** A device that has not ended. */
export type LiveDevice = Pick<
  Selectable<DevicesTable>,
  "id" | "user_id" | "company_id" | "sealed_share" | "tries_allowed"
> & { status: LiveDeviceStatus };

export interface ResetTries {
  device: DeviceId;
  /** The salt of the verifier that the proof was held against: with another mPIN it counts no more. */
  salt: Buffer;
  at: Date;
  /** What was before this counts no more. */
  since: Date;
  /** As many wrong proofs within that time block the device. */
  most: number;
}

function wrongSince(since: Date | Expression<Date>) {
  return sql`array(select wrong from unnest(wrong_proofs) as wrong where wrong > ${since})`;
}

/**
 * Gives the tries back after a proof. All but its own were wrong, or were never looked at, and go into the sum, in
 * the same statement: tries and sum together shrink by the one right proof and by nothing else. No row when the
 * device has ended meanwhile, or has another mPIN.
 */
export const triesReset = prepare((_queries, { device, salt, at, since, most }: Given<ResetTries>) => {
  const older = wrongSince(since);
  const newer = sql`greatest(tries - 1, 0)`;
  return sql<LiveDevice>`
    update devices set
      tries = 0,
      tries_told = 0,
      wrong_proofs = ${older} || array_fill(${at}::timestamptz, array[${newer}]),
      tries_allowed = greatest(1, least(${triesAllowed}, ${most}::integer - cardinality(${older}) - ${newer}))
    where id = ${device} and salt = ${salt} and status = any(${liveStatuses})
    returning id, user_id, company_id, sealed_share, tries_allowed, status
  `;
});

/**
 * Gives back the tries that wrong proofs of long ago took from devices that have not been unlocked since. It only ever
 * gives, and never to a device that stands at its last try: that one is blocked, whether or not it is written down yet.
 * Rows that a rule holds just now are the next hour's.
 */
export async function forgiveOldProofs(
  queries: Queries,
  { since, most }: Pick<ResetTries, "since" | "most">,
): Promise<void> {
  const allowed = sql`least(${triesAllowed}, ${most}::integer - cardinality(${wrongSince(since)}))`;
  await sql`
    with forgiven as materialized (
      select id from devices
      where status = any(${liveStatuses}) and tries < tries_allowed and tries_allowed < ${allowed}
      for update skip locked
    )
    update devices set tries_allowed = ${allowed}
    where id in (select id from forgiven)
  `.execute(queries);
}

/** Whose device it is, and which factors it may be opened with. */
export const profileQuery = prepare((queries, { user, device }: Given<{ user: UserId; device: DeviceId }>) =>
  queries
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .leftJoin("biometric_factors", (join) =>
      join
        .on("biometric_factors.device_id", "=", device)
        .on("biometric_factors.tries", "<", sql.lit(triesAllowed)),
    )
    .select([
      "users.id",
      "users.name",
      "users.features",
      "users.frozen_at",
      "users.frozen_stopped",
      "companies.id as company_id",
      "companies.name as company_name",
      unreadOf("users.id").as("unread"),
      "companies.biometrics",
      "biometric_factors.salt as factor_salt",
    ])
    .where("users.id", "=", user),
);

export interface ProfileRow {
  id: UserId;
  name: string;
  company_id: CompanyId;
  company_name: string;
  features: string[];
  frozen_at: Date | null;
  frozen_stopped: number;
  unread: number;
  /** Whether the company allows them. */
  biometrics: boolean;
  /** Of the passkey that is enrolled. */
  factor_salt: Buffer | null;
}

type Named = Pick<ProfileRow, "id" | "name" | "company_id" | "company_name">;

export function profileOf({ id, name, company_id, company_name }: Named): Profile {
  return { user: { id, name }, company: { id: company_id, name: company_name } };
}

export type NewSession = Omit<Selectable<SessionsTable>, "seq" | "passkey_challenge">;

/**
 * The newest session of a purpose is its only one, and its opening stands in the log. For who holds the device's row: one
 * that has ended, has another mPIN by now, or speaks by an app that was withdrawn, gets nothing and loses nothing.
 */
export const sessionOpening = prepare(
  (_queries, given: Given<NewSession & AuditRow & Pick<ResetTries, "salt">>) => sql<{ id: string }>`
    with live as (
      select id from devices
      where id = ${given.device_id} and salt = ${given.salt} and status = any(${liveStatuses})
        and not exists (select from withdrawn_apps where withdrawn_apps.app = devices.app)
    ), ended as (
      delete from sessions
      where device_id in (select id from live) and purpose = ${given.purpose}
    ), opened as (
      insert into sessions (
        id, device_id, factor, purpose, binding, message_1, sealed_keys, used_at, expires_at, created_at
      )
      select ${given.id}, id, ${given.factor}, ${given.purpose}, ${given.binding}, ${given.message_1},
        ${given.sealed_keys}::bytea, ${given.used_at}::timestamptz, ${given.expires_at}::timestamptz,
        ${given.created_at}::timestamptz
      from live
      returning id
    )
    insert into audit_entries (id, at, company_id, kind, entry)
    select ${given.audit}, ${given.at}::timestamptz, ${given.company}, ${given.kind}, ${given.entry}
    from opened
    returning id
  `,
);

/** Handshakes past their minute, sessions without activity, channels past their end. */
export async function deleteEnded(
  queries: Queries,
  { at, idleSince }: { at: Date; idleSince: Date },
): Promise<void> {
  await queries.deleteFrom("handshakes").where("expires_at", "<=", at).execute();
  await queries
    .deleteFrom("sessions")
    .where((is) => is.or([is("used_at", "<=", idleSince), is("expires_at", "<=", at)]))
    .execute();
}

/** Devices that count as blocked and are not yet written down as such. */
export async function findExhausted(queries: Queries): Promise<DeviceId[]> {
  const rows = await queries
    .selectFrom("devices")
    .select("id")
    .where("status", "in", liveStatuses)
    .whereRef("tries", ">=", "tries_allowed")
    .execute();
  return rows.map(({ id }) => id);
}
