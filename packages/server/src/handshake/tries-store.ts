/**
 * The mPIN's tries in the database (docs/protocol.md §5): charged before a proof is looked at, given back by a right one, and
 * by time.
 */
import type { DeviceId, HandshakeId, LiveDeviceStatus } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { Expression, RawBuilder, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import type { DevicesTable } from "../database/tables.ts";
import { deviceIs, liveStatuses } from "../device/standing.ts";

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
 * How every charge begins, of whichever factor: what follows charges the device that `used` names. The device's row is taken
 * first, as everywhere. Whoever waited for it finds the handshake deleted, and charges nothing: a handshake is charged for
 * once, however often its message 3 comes. Nor is anything charged to a device that may not try.
 */
export function usedHandshake({ handshake, device, at }: Given<ChargeTry>): RawBuilder<unknown> {
  return sql`
    device as materialized (
      select id from devices
      where id = ${device} and ${deviceIs("live")}
      for update
    ), used as (
      delete from handshakes
      where id = ${handshake} and expires_at > ${at} and device_id in (select id from device)
      returning device_id
    )
  `;
}

const charge = prepare(
  (_queries, tried: Given<ChargeTry>) => sql<Charged>`
    with ${usedHandshake(tried)}
    update devices set tries = tries + 1, tries_wrong = tries_wrong + 1
    from used
    where devices.id = used.device_id and ${deviceIs("live")}
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

/** As many wrong mPINs as one message tells of; the others are for the next. */
export const mostTold = triesAllowed - 1;

const tell = prepare(
  (_queries, told: Given<ToldTries>) => sql`
    with device as materialized (
      select id from devices where id = ${told.device} for update
    ), read as (
      update sessions set told = 0
      where id = ${told.session} and told = ${told.told} and device_id in (select id from device)
      returning device_id
    )
    update devices set tries_told = greatest(tries_told, least(${told.told}::integer, tries_wrong))
    from read where devices.id = read.device_id
  `,
);

export interface ToldTries {
  session: HandshakeId;
  device: DeviceId;
  /** Up to which one. */
  told: number;
}

/**
 * A session's phone has read of them. What was told twice, as where two unlockings overlap, is told once: those that came after
 * it are still to be told.
 */
export async function tellTries(queries: Queries, told: ToldTries): Promise<void> {
  await tell(told).first(queries);
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
  /** Of the handshake: a version that was withdrawn meanwhile gets nothing back. */
  app: string;
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
 * the same statement: tries and sum together shrink by the one right proof and by nothing else. Those that nobody was told of stay so. No row when the
 * device has ended meanwhile, has another mPIN, or speaks by an app that was withdrawn.
 */
export const triesReset = prepare((_queries, { device, salt, app, at, since, most }: Given<ResetTries>) => {
  const older = wrongSince(since);
  const newer = sql`greatest(tries - 1, 0)`;
  return sql<LiveDevice>`
    update devices set
      tries = 0,
      tries_wrong = tries_wrong - 1,
      tries_told = least(tries_told, tries_wrong - 1),
      used_at = ${at}::timestamptz,
      wrong_proofs = ${older} || array_fill(${at}::timestamptz, array[${newer}]),
      tries_allowed = greatest(1, least(${triesAllowed}, ${most}::integer - cardinality(${older}) - ${newer}))
    where id = ${device} and salt = ${salt} and status = any(${liveStatuses})
      and not exists (select from withdrawn_apps where withdrawn_apps.app = ${app})
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
      where ${deviceIs("live")} and tries_allowed < ${allowed}
      for update skip locked
    )
    update devices set tries_allowed = ${allowed}
    where id in (select id from forgiven)
  `.execute(queries);
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
