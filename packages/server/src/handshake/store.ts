/**
 * Handshakes in the database (docs/protocol.md §5). What must not happen twice is one statement, or one transaction
 * that takes the device's row first: every rule that ends, charges or serves a device takes it before anything else.
 */
import type { DeviceId, HandshakeId, LiveDeviceStatus, Profile, UserId } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { DevicesTable, HandshakesTable, SessionsTable } from "../database/tables.ts";
import { deviceIsLive, liveStatuses } from "../device/standing.ts";

export type HandshakeRow = Selectable<HandshakesTable>;
export type DeviceRow = Selectable<DevicesTable>;

export function findDevice(queries: Queries, id: DeviceId): Promise<DeviceRow | undefined> {
  return queries.selectFrom("devices").selectAll().where("id", "=", id).executeTakeFirst();
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

export interface NewHandshake {
  handshake: HandshakeRow;
  counter: number;
  /** The salt that message 2 names: if it has changed meanwhile, so has the verifier behind B. */
  salt: Buffer;
}

/**
 * Takes the counter and puts the handshake in the place of the device's last one, in one statement: a replay, whose
 * counter is not higher, opens nothing and displaces nothing.
 */
export async function insertHandshake(
  queries: Queries,
  { handshake, counter, salt }: NewHandshake,
): Promise<boolean> {
  const { rows } = await sql`
    with taken as (
      update devices set counter = ${counter}
      where id = ${handshake.device_id} and counter < ${counter} and salt = ${salt}
        and status = any(${liveStatuses}) and tries < tries_allowed
      returning id
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
  `.execute(queries);
  return rows.length === 1;
}

export function findHandshake(queries: Queries, id: HandshakeId): Promise<HandshakeRow | undefined> {
  return queries.selectFrom("handshakes").selectAll().where("id", "=", id).executeTakeFirst();
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
 * Charges a try and uses the handshake up. Returns undefined when the device may not try or the handshake is gone:
 * then the caller rolls back, and nothing was charged.
 */
export async function chargeTry(
  transaction: Transaction,
  { handshake, device, at }: ChargeTry,
): Promise<Charged | undefined> {
  const charged = await transaction
    .updateTable("devices")
    .set((row) => ({ tries: row("tries", "+", 1) }))
    .where("id", "=", device)
    .where((is) => deviceIsLive(is))
    .returning((row) => ["tries", row("tries_allowed", "-", row.ref("tries")).as("left")])
    .executeTakeFirst();
  if (charged === undefined) return undefined;
  const used = await transaction
    .deleteFrom("handshakes")
    .where("id", "=", handshake)
    .where("device_id", "=", device)
    .where("expires_at", ">", at)
    .returning("id")
    .executeTakeFirst();
  return used && charged;
}

/** A device that has not ended. */
export type LiveDevice = DeviceRow & { status: LiveDeviceStatus };

export interface ResetTries {
  device: DeviceId;
  at: Date;
  /** What was before this counts no more. */
  since: Date;
  /** As many wrong proofs within that time block the device. */
  most: number;
}

/**
 * Gives the tries back after a proof. All but its own were wrong, or were never looked at, and go into the sum, in
 * the same statement: tries and sum together shrink by the one right proof and by nothing else. Returns undefined
 * when the device has ended meanwhile.
 */
export async function resetTries(
  transaction: Transaction,
  { device, at, since, most }: ResetTries,
): Promise<LiveDevice | undefined> {
  const older = sql`array(select wrong from unnest(wrong_proofs) as wrong where wrong > ${since})`;
  const newer = sql`greatest(tries - 1, 0)`;
  const { rows } = await sql<LiveDevice>`
    update devices set
      tries = 0,
      wrong_proofs = ${older} || array_fill(${at}::timestamptz, array[${newer}]),
      tries_allowed = greatest(1, least(${triesAllowed}, ${most}::integer - cardinality(${older}) - ${newer}))
    where id = ${device} and status = any(${liveStatuses})
    returning *
  `.execute(transaction);
  return rows[0];
}

export interface ProfileRow {
  profile: Profile;
  features: string[];
}

export async function findProfile(queries: Queries, user: UserId): Promise<ProfileRow> {
  const row = await queries
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .select([
      "users.id",
      "users.name",
      "users.features",
      "companies.id as company_id",
      "companies.name as company_name",
    ])
    .where("users.id", "=", user)
    .executeTakeFirstOrThrow();
  return {
    profile: {
      user: { id: row.id, name: row.name },
      company: { id: row.company_id, name: row.company_name },
    },
    features: row.features,
  };
}

/** The newest session of a purpose is its only one. */
export async function insertSession(
  transaction: Transaction,
  session: Insertable<SessionsTable>,
): Promise<void> {
  await transaction
    .with("ended", (over) =>
      over
        .deleteFrom("sessions")
        .where("device_id", "=", session.device_id)
        .where("purpose", "=", session.purpose),
    )
    .insertInto("sessions")
    .values(session)
    .execute();
}

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
