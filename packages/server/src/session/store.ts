/** Sessions in the database (docs/protocol.md §6). */
import type { DeviceId, HandshakeId, LiveDeviceStatus } from "@mtoken/protocol";
import type { Selectable } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { DevicesTable, SessionsTable } from "../database/tables.ts";
import { liveStatuses } from "../device/standing.ts";

export type SessionRow = Selectable<SessionsTable>;

const columns = [
  ...(["id", "device_id", "factor", "purpose", "binding", "message_1", "sealed_keys"] as const),
  ...(["seq", "used_at", "expires_at", "created_at"] as const),
] as const;

/** What a call may know of the device that makes it. */
export type CallingDevice = Pick<
  Selectable<DevicesTable>,
  "id" | "user_id" | "company_id" | "activation_id" | "suite" | "certificate" | "signing_key"
> & { status: LiveDeviceStatus };

export function findSession(queries: Queries, id: HandshakeId): Promise<SessionRow | undefined> {
  return queries.selectFrom("sessions").select(columns).where("id", "=", id).executeTakeFirst();
}

export interface Advance {
  session: HandshakeId;
  seq: number;
  at: Date;
  /** A session without activity since then has ended. */
  idleSince: Date;
  /** Whether the call counts as activity. */
  renews: boolean;
}

/**
 * Takes a call's `seq`, and with it looks once more whether the session and its device are alive, in one statement: a
 * replayed call, or one after the end, finds nothing. A channel with an end of its own takes one call.
 */
export async function advanceSession(
  queries: Queries,
  { session, seq, at, idleSince, renews }: Advance,
): Promise<CallingDevice | undefined> {
  const row = await queries
    .updateTable("sessions")
    .from("devices")
    .set({ seq, ...(renews && { used_at: at }) })
    .whereRef("devices.id", "=", "sessions.device_id")
    .where("sessions.id", "=", session)
    .where("sessions.seq", "<", seq)
    .where("sessions.used_at", ">", idleSince)
    .where((is) =>
      is.or([
        is("sessions.purpose", "=", "session"),
        is.and([is("sessions.expires_at", ">", at), is("sessions.seq", "=", 0)]),
      ]),
    )
    .where("devices.status", "in", liveStatuses)
    .whereRef("devices.tries", "<", "devices.tries_allowed")
    .returning([
      "devices.id",
      "devices.user_id",
      "devices.company_id",
      "devices.activation_id",
      "devices.suite",
      "devices.certificate",
      "devices.signing_key",
      "devices.status",
    ])
    .executeTakeFirst();
  return row as CallingDevice | undefined;
}

export async function endSession(queries: Queries, id: HandshakeId): Promise<void> {
  await queries.deleteFrom("sessions").where("id", "=", id).execute();
}

/** Inside a transaction that holds the device's row: whether the session still stands, and may not end before it. */
export function sessionLock(
  transaction: Transaction,
  { session, device }: { session: HandshakeId; device: DeviceId },
) {
  return transaction
    .selectFrom("sessions")
    .select("id")
    .where("id", "=", session)
    .where("device_id", "=", device)
    .forShare();
}

/** Inside a transaction that holds the device's row: a channel of purpose `approve` goes with what it was opened for. */
export function channelUse(
  transaction: Transaction,
  { session, device, at }: { session: HandshakeId; device: DeviceId; at: Date },
) {
  return transaction
    .deleteFrom("sessions")
    .where("id", "=", session)
    .where("device_id", "=", device)
    .where("purpose", "=", "approve")
    .where("expires_at", ">", at)
    .returning("id");
}
