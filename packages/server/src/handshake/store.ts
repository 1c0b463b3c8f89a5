/**
 * Handshakes in the database (docs/protocol.md §5). What must not happen twice is one statement, or one transaction
 * that takes the device's row first: every rule that ends, charges or serves a device takes it before anything else.
 */
import type { DeviceId, HandshakeId } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { RawBuilder, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendTogether, sendWithCommit } from "../database/send.ts";
import type { DevicesTable, HandshakesTable } from "../database/tables.ts";
import { deviceIs, liveStatuses } from "../device/standing.ts";
import { isStopped } from "../policy/store.ts";

export type HandshakeRow = Selectable<HandshakesTable>;

const handshakeColumns = [
  ...(["id", "device_id", "app", "factor", "purpose", "binding", "client_public", "server_public"] as const),
  ...(["sealed_server_secret", "message_1", "message_2", "expires_at", "told"] as const),
] as const;

/** What a handshake needs of its device: most of the row is other people's, and long. */
const deviceColumns = [
  ...(["id", "user_id", "company_id", "activation_id", "status", "suite", "device_key"] as const),
  ...(["salt", "argon2", "sealed_verifier", "tries", "tries_allowed"] as const),
  ...(["tries_wrong", "tries_told", "counter", "app"] as const),
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
  /** The mPIN's salt. The one that message 2 names: if it has changed meanwhile, so has the verifier behind B. */
  salt: Buffer;
  /** Of a passkey, the one that message 2 names. */
  passkeySalt?: Buffer | undefined;
}

type OpenedHandshake = HandshakeRow & Pick<NewHandshake, "counter" | "salt">;

function openingStatement(handshake: Given<OpenedHandshake>, passkeyStands: RawBuilder<unknown>) {
  return sql<{ id: HandshakeId }>`
    with taken as (
      update devices set counter = ${handshake.counter}, app = ${handshake.app}
      where id = ${handshake.device_id} and counter < ${handshake.counter} and salt = ${handshake.salt}
        and ${deviceIs("live")} ${passkeyStands}
        and not exists (select from withdrawn_apps where withdrawn_apps.app = ${handshake.app})
        and not ${isStopped("devices.company_id")}
      returning id
    ), ended as (
      delete from sessions where device_id in (select id from taken) and purpose in ('change', 'enrol')
    )
    insert into handshakes (
      id, device_id, app, factor, purpose, binding, client_public, server_public, sealed_server_secret,
      message_1, message_2, expires_at, told
    )
    select ${handshake.id}, taken.id, ${handshake.app}, ${handshake.factor}, ${handshake.purpose}, ${handshake.binding},
      ${handshake.client_public}::bytea, ${handshake.server_public}::bytea,
      ${handshake.sealed_server_secret}::bytea, ${handshake.message_1}, ${handshake.message_2},
      ${handshake.expires_at}::timestamptz, ${handshake.told}::integer
    from taken
    on conflict (device_id) do update set
      id = excluded.id, app = excluded.app, factor = excluded.factor, purpose = excluded.purpose, binding = excluded.binding,
      client_public = excluded.client_public, server_public = excluded.server_public,
      sealed_server_secret = excluded.sealed_server_secret, message_1 = excluded.message_1,
      message_2 = excluded.message_2, expires_at = excluded.expires_at, told = excluded.told
    returning id
  `;
}

const handshakeInsert = prepare((_queries, handshake: Given<OpenedHandshake>) =>
  openingStatement(handshake, sql``),
);

const passkeyHandshakeInsert = prepare(
  (_queries, handshake: Given<OpenedHandshake & { passkeySalt: Buffer }>) =>
    openingStatement(
      handshake,
      sql`and exists (
        select from biometric_factors
        where device_id = devices.id and salt = ${handshake.passkeySalt}
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
  { handshake, passkeySalt, ...given }: NewHandshake,
): Promise<boolean> {
  const values = { ...handshake, ...given };
  if (passkeySalt === undefined) return (await handshakeInsert(values).first(queries)) !== undefined;
  // A passkey is a row of its own, which a statement that waits for the device's would go on seeing as it was before.
  const [, opened] = await queries
    .transaction()
    .execute((transaction) =>
      sendWithCommit(
        transaction,
        liveDeviceLock({ device: handshake.device_id }),
        passkeyHandshakeInsert({ ...values, passkeySalt }),
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
