/** Sessions in the database (docs/protocol.md §6). */
import type { CompanyId, DeviceId, HandshakeId, LiveDeviceStatus } from "@mtoken/protocol";
import type { Expression, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import type { DevicesTable, SessionsTable } from "../database/tables.ts";
import { liveStatuses } from "../device/standing.ts";
import { liveDeviceLock } from "../handshake/store.ts";
import { idleSecondsOf, isStopped } from "../policy/store.ts";

const columns = [
  ...(["id", "device_id", "app", "factor", "purpose", "binding", "message_1", "sealed_keys"] as const),
  ...(["seq", "used_at", "expires_at", "created_at", "told"] as const),
] as const;

/** With the company whose policy it lasts by: a device never changes it. */
export type SessionRow = Pick<Selectable<SessionsTable>, (typeof columns)[number]> & {
  company_id: CompanyId;
};

/** What a call may know of the device that makes it. */
export type CallingDevice = Pick<
  Selectable<DevicesTable>,
  "id" | "user_id" | "company_id" | "activation_id" | "suite" | "certificate" | "signing_key" | "frozen"
> & { status: LiveDeviceStatus; stopped: boolean };

const sessionQuery = prepare((queries, { id }: Given<{ id: HandshakeId }>) =>
  queries
    .selectFrom("sessions")
    .select(columns)
    .select((of) =>
      of
        .selectFrom("devices")
        .select("devices.company_id")
        .whereRef("devices.id", "=", "sessions.device_id")
        .$asScalar()
        .$notNull()
        .as("company_id"),
    )
    .where("id", "=", id),
);

export function findSession(queries: Queries, id: HandshakeId): Promise<SessionRow | undefined> {
  return sessionQuery({ id }).first(queries);
}

interface Counted {
  session: HandshakeId;
  company: CompanyId;
  seq: number;
  at: Date;
}

function advanceQuery(
  queries: Queries,
  { session, company, seq, at }: Given<Counted>,
  activity: { used_at?: Expression<Date> },
) {
  return (
    queries
      .updateTable("sessions")
      .from("devices")
      .set({ seq, ...activity })
      .whereRef("devices.id", "=", "sessions.device_id")
      .where("sessions.id", "=", session)
      .where("sessions.seq", "<", seq)
      .where(
        sql<boolean>`sessions.used_at > ${at}::timestamptz - make_interval(secs => ${idleSecondsOf(company)})`,
      )
      .where((is) =>
        is.or([
          is("sessions.purpose", "=", "session"),
          is.and([is("sessions.expires_at", ">", at), is("sessions.seq", "=", 0)]),
        ]),
      )
      .where("devices.status", "in", liveStatuses)
      .whereRef("devices.tries", "<", "devices.tries_allowed")
      // One that a device opened while its app was being withdrawn, too late to be ended with the others.
      .where((is) =>
        is.not(
          is.exists(
            is.selectFrom("withdrawn_apps").select("app").whereRef("withdrawn_apps.app", "=", "sessions.app"),
          ),
        ),
      )
      .returning([
        "devices.id",
        "devices.user_id",
        "devices.company_id",
        "devices.activation_id",
        "devices.suite",
        "devices.certificate",
        "devices.signing_key",
        "devices.status",
        "devices.frozen",
        isStopped("devices.company_id").as("stopped"),
      ])
  );
}

const polling = prepare((queries, call: Given<Counted>) => advanceQuery(queries, call, {}));
const renewing = prepare((queries, call: Given<Counted>) =>
  advanceQuery(queries, call, { used_at: call.at }),
);

export interface Advance extends Counted {
  /** Whether the call counts as activity. */
  renews: boolean;
}

/**
 * Takes a call's `seq`, and with it looks once more whether the session and its device are alive, in one statement: a
 * replayed call, or one after the end, finds nothing. A channel with an end of its own takes one call.
 */
export async function advanceSession(
  queries: Queries,
  { renews, ...call }: Advance,
): Promise<CallingDevice | undefined> {
  const row = await (renews ? renewing(call) : polling(call)).first(queries);
  return row as CallingDevice | undefined;
}

interface DeviceSession {
  session: HandshakeId;
  device: DeviceId;
}

/** What its user was about to approve beside it, in a channel or with its handshake still open, is not approved behind their back. */
export async function endSession(queries: Queries, { session, device }: DeviceSession): Promise<void> {
  await queries.transaction().execute(async (transaction) => {
    await liveDeviceLock({ device }).first(transaction);
    await transaction
      .deleteFrom("handshakes")
      .where("device_id", "=", device)
      .where("purpose", "=", "approve")
      .execute();
    await transaction
      .deleteFrom("sessions")
      .where("device_id", "=", device)
      .where((is) => is.or([is("id", "=", session), is("purpose", "=", "approve")]))
      .execute();
  });
}

/** Inside a transaction that holds the device's row: whether the session still stands, and may not end before it. */
export const sessionLock = prepare((queries, { session, device }: Given<DeviceSession>) =>
  queries
    .selectFrom("sessions")
    .select("id")
    .where("id", "=", session)
    .where("device_id", "=", device)
    .forShare(),
);

interface HeldChannel extends DeviceSession {
  purpose: "approve" | "change" | "enrol";
  at: Date;
}

/** Inside a transaction that holds the device's row: the same of a channel of this purpose. */
export const channelLock = prepare((queries, { session, device, purpose, at }: Given<HeldChannel>) =>
  queries
    .selectFrom("sessions")
    .select("id")
    .where("id", "=", session)
    .where("device_id", "=", device)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", at)
    .forShare(),
);

interface ReplacedVerifier extends Pick<Selectable<DevicesTable>, "salt"> {
  device: DeviceId;
  /** JSON. */
  argon2: string;
  sealed_verifier: Buffer;
}

/** Another mPIN's in the place of the one before, and with that all that was opened or is on its way under it ends. */
export async function replaceVerifier(
  transaction: Transaction,
  { device, ...verifier }: ReplacedVerifier,
): Promise<void> {
  await transaction.updateTable("devices").set(verifier).where("id", "=", device).execute();
  await transaction.deleteFrom("handshakes").where("device_id", "=", device).execute();
  await transaction.deleteFrom("sessions").where("device_id", "=", device).execute();
}
