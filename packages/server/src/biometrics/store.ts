/**
 * Passkeys in the database, each with its verifier (docs/protocol.md §5). Whoever changes one holds the device's row, as everywhere; what must
 * not happen twice is one statement.
 */
import type { DeviceId, HandshakeId } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { Insertable, Nullable, Selectable } from "kysely";
import { sql } from "kysely";
import type { AuditRow } from "../audit/record.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import type { BiometricFactorsTable } from "../database/tables.ts";
import { deviceIs } from "../device/standing.ts";
import {
  type Charged,
  type ChargeTry,
  type LiveDevice,
  mostTold,
  usedHandshake,
} from "../handshake/tries-store.ts";
import { biometricsHold } from "../policy/store.ts";
import { type NewSession, openedSession } from "../session/opening-store.ts";

export type PasskeyRow = Selectable<BiometricFactorsTable>;

const passkeyColumns = [
  ...(["device_id", "salt", "sealed_verifier", "credential_id", "public_key"] as const),
  ...(["sign_count", "tries", "enrolled_at"] as const),
] as const;

/** A device's passkey, where it has one that is still good. */
export const passkeyQuery = prepare((queries, { device }: Given<{ device: DeviceId }>) =>
  queries
    .selectFrom("biometric_factors")
    .select(passkeyColumns)
    .where("device_id", "=", device)
    .where("tries", "<", sql.lit(triesAllowed)),
);

/** Whether a device's company allows passkeys, and the one that it has: all of it null where it has none. */
export interface PasskeyStanding extends Nullable<PasskeyRow> {
  allowed: boolean;
}

/** One statement, so one moment: half of an answer would say of a passkey that it was removed. */
function standings(queries: Queries) {
  return queries
    .selectFrom("devices")
    .innerJoin("companies", "companies.id", "devices.company_id")
    .leftJoin("biometric_factors", (join) =>
      join
        .onRef("biometric_factors.device_id", "=", "devices.id")
        .on("biometric_factors.tries", "<", sql.lit(triesAllowed)),
    )
    .select(biometricsHold.as("allowed"))
    .select(passkeyColumns.map((column) => `biometric_factors.${column}` as const));
}

export const standingQuery = prepare((queries, { device }: Given<{ device: DeviceId }>) =>
  standings(queries).where("devices.id", "=", device),
);

/** Of the device that a handshake is of; no row once the handshake is gone. */
export const triedStandingQuery = prepare((queries, { id }: Given<{ id: HandshakeId }>) =>
  standings(queries).where("devices.id", "=", (of) =>
    of.selectFrom("handshakes").select("device_id").where("id", "=", id),
  ),
);

/**
 * Charges a try of the device's passkey and uses the handshake up, in one statement, as `chargeTry` does for the mPIN: the device's row
 * first, and nothing where the device may not try, the handshake is gone or the passkey is not the one that message 2 was about.
 */
const charge = prepare(
  (_queries, tried: Given<ChargeTry & { salt: Buffer }>) => sql<Charged>`
    with ${usedHandshake(tried)}
    update biometric_factors set tries = tries + 1
    from used
    where biometric_factors.device_id = used.device_id and salt = ${tried.salt} and tries < ${triesAllowed}::integer
    returning tries, ${triesAllowed}::integer - tries as left
  `,
);

export function chargePasskey(
  queries: Queries,
  tried: ChargeTry & { salt: Buffer },
): Promise<Charged | undefined> {
  return charge(tried).first(queries);
}

export interface PasskeyOpening extends NewSession {
  /** Of the mPIN: a change of it ends whatever is on its way. */
  deviceSalt: Buffer;
  /** Of the passkey that the proof was held against. */
  passkeySalt: Buffer;
  signCount: number;
}

/** How the mPIN stands as a passkey opens a session. */
export interface MpinTries {
  mpin_tries_left: number;
  /** That the user was not told of yet. */
  mpin_wrong_tries: number;
  /** Up to which of all wrong ones that tells; 0 where it tells of none. */
  mpin_told: number;
}

/**
 * Gives the passkey's tries back after a right proof, keeps its sign counter, and opens the session: all of it or nothing. For who
 * holds the device's row. Nothing where the device has ended or has another mPIN or passkey by now, where the company allows
 * none any more, where its app is withdrawn, or where another proof has raised the sign counter. The mPIN's tries stay as they
 * are; whoever unlocks is told of them.
 */
export const passkeyOpening = prepare(
  (_queries, given: Given<PasskeyOpening>) => sql<LiveDevice & MpinTries>`
    with live as (
      select devices.id, user_id, company_id, sealed_share, tries_allowed, status,
        tries_allowed - tries as mpin_tries_left,
        least(tries_wrong - tries_told, ${mostTold}::integer) as mpin_wrong_tries,
        case when tries_wrong > tries_told then least(tries_wrong, tries_told + ${mostTold}::integer) else 0 end as mpin_told
      from devices join companies on companies.id = devices.company_id
      where devices.id = ${given.device_id} and devices.salt = ${given.deviceSalt}
        and ${deviceIs("live")} and ${biometricsHold}
        and not exists (select from withdrawn_apps where withdrawn_apps.app = ${given.app})
    ), proven as (
      update biometric_factors set tries = 0, sign_count = ${given.signCount}::bigint
      where device_id in (select id from live) and salt = ${given.passkeySalt}
        and (sign_count < ${given.signCount}::bigint or (sign_count = 0 and ${given.signCount}::bigint = 0))
      returning device_id as id
    ), used as (
      update devices set used_at = ${given.used_at}::timestamptz where id in (select id from proven)
    ), ${openedSession(given, sql`case when ${given.purpose} = 'session' then (select mpin_told from live) else 0 end`)}
    select live.* from live join proven on proven.id = live.id
  `,
);

/** The entry of a session that has just been opened; none where none was. */
export const openingEntry = prepare(
  (_queries, given: Given<AuditRow & { session: HandshakeId }>) => sql<{ id: string }>`
    insert into audit_entries (id, at, company_id, kind, entry)
    select ${given.audit}, ${given.at}::timestamptz, ${given.company}, ${given.kind}, ${given.entry}
    from sessions where id = ${given.session}
    returning id
  `,
);

/** In the place of a passkey of before, if there was one. */
export async function putPasskey(
  transaction: Transaction,
  passkey: Insertable<BiometricFactorsTable>,
): Promise<void> {
  const { device_id: _key, ...values } = passkey;
  await transaction
    .insertInto("biometric_factors")
    .values({ ...passkey, tries: 0 })
    .onConflict((conflict) => conflict.column("device_id").doUpdateSet({ ...values, tries: 0 }))
    .execute();
}

interface DeletePasskey {
  device: DeviceId;
  /** Only one that has no try left: another may have been enrolled since the last one was charged. */
  onlyExhausted: boolean;
}

/** Whether there was one. */
export async function deletePasskey(
  transaction: Transaction,
  { device, onlyExhausted }: DeletePasskey,
): Promise<boolean> {
  const deleted = await transaction
    .deleteFrom("biometric_factors")
    .where("device_id", "=", device)
    .where("tries", ">=", onlyExhausted ? triesAllowed : 0)
    .returning("device_id")
    .executeTakeFirst();
  return deleted !== undefined;
}

/** What a passkey of before has under way: handshakes, and channels that wait for their call. */
export async function endPasskeysWork(transaction: Transaction, device: DeviceId): Promise<void> {
  await transaction
    .deleteFrom("handshakes")
    .where("device_id", "=", device)
    .where("factor", "=", "biometric")
    .execute();
  await transaction
    .deleteFrom("sessions")
    .where("device_id", "=", device)
    .where((is) =>
      is.or([
        is("purpose", "=", "enrol"),
        is.and([is("purpose", "=", "approve"), is("factor", "=", "biometric")]),
      ]),
    )
    .execute();
}

interface Challenge {
  session: HandshakeId;
  challenge: Buffer;
}

/** In the place of the one before; the session's only one. */
export async function keepChallenge(queries: Queries, { session, challenge }: Challenge): Promise<boolean> {
  const kept = await queries
    .updateTable("sessions")
    .set({ passkey_challenge: challenge })
    .where("id", "=", session)
    .where("purpose", "=", "session")
    .returning("id")
    .executeTakeFirst();
  return kept !== undefined;
}

interface OpenChallenge {
  device: DeviceId;
  /** A session without activity since then has ended, and its challenge with it. */
  idleSince: Date;
}

export async function findChallenge(
  queries: Queries,
  { device, idleSince }: OpenChallenge,
): Promise<Buffer | undefined> {
  const session = await queries
    .selectFrom("sessions")
    .select("passkey_challenge")
    .where("device_id", "=", device)
    .where("purpose", "=", "session")
    .where("used_at", ">", idleSince)
    .where("passkey_challenge", "is not", null)
    .executeTakeFirst();
  return session?.passkey_challenge ?? undefined;
}

/** Uses it up, in the transaction that stores what it was for; not when it is no longer the session's. */
export async function takeChallenge(
  transaction: Transaction,
  { device, idleSince, challenge }: OpenChallenge & { challenge: Buffer },
): Promise<boolean> {
  const taken = await transaction
    .updateTable("sessions")
    .set({ passkey_challenge: null })
    .where("device_id", "=", device)
    .where("purpose", "=", "session")
    .where("used_at", ">", idleSince)
    .where("passkey_challenge", "=", challenge)
    .returning("id")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Passkeys that count as removed and are not yet. */
export async function findSpentPasskeys(queries: Queries): Promise<DeviceId[]> {
  const rows = await queries
    .selectFrom("biometric_factors")
    .select("device_id")
    .where("tries", ">=", triesAllowed)
    .execute();
  return rows.map(({ device_id }) => device_id);
}
