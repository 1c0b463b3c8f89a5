/** Freezes in the database (docs/protocol.md §7): who is frozen, and what stops with it. */
import type { CompanyId, ComputerId, DeviceId, Frozen, RequestId, UserId } from "@mtoken/protocol";
import { sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import { lockDevicesOf } from "../device/activate-device.ts";

/** A user's row as whoever freezes them, or lets them go on, holds it. */
export interface HeldUser {
  company: CompanyId;
  /** Null while nothing is frozen. */
  frozen: Frozen | null;
}

/**
 * Takes the user's row and then those of their devices, before any request's: whatever a device has under way comes before this
 * or after it, never in between. For who holds neither yet.
 */
export async function lockUser(transaction: Transaction, user: UserId): Promise<HeldUser | undefined> {
  const row = await transaction
    .selectFrom("users")
    .select(["company_id", "frozen_at", "frozen_stopped"])
    .where("id", "=", user)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await lockDevicesOf(transaction, user);
  return { company: row.company_id, frozen: frozenOf(row) };
}

/** What a phone is told of its user's state. */
export function frozenOf(user: { frozen_at: Date | null; frozen_stopped: number }): Frozen | null {
  if (user.frozen_at === null) return null;
  return { at: toNumericDate(user.frozen_at), stopped: user.frozen_stopped };
}

/** Null while nothing is frozen. */
export async function findFrozen(queries: Queries, user: UserId): Promise<Frozen | null> {
  const row = await queries
    .selectFrom("users")
    .select(["frozen_at", "frozen_stopped"])
    .where("id", "=", user)
    .executeTakeFirst();
  return row === undefined ? null : frozenOf(row);
}

/** On their devices' rows too, which is where every rule that serves one looks. */
export async function markFrozen(
  transaction: Transaction,
  { user, at, stopped }: { user: UserId; at: Date; stopped: number },
): Promise<void> {
  await sendWithNext(
    transaction,
    transaction.updateTable("users").set({ frozen_at: at, frozen_stopped: stopped }).where("id", "=", user),
  );
  await sendWithNext(
    transaction,
    transaction.updateTable("devices").set({ frozen: true }).where("user_id", "=", user),
  );
}

export async function devicesOf(transaction: Transaction, user: UserId): Promise<DeviceId[]> {
  const devices = await transaction.selectFrom("devices").select("id").where("user_id", "=", user).execute();
  return devices.map(({ id }) => id);
}

/** The devices that may go on. */
export async function markUnfrozen(transaction: Transaction, user: UserId): Promise<DeviceId[]> {
  await sendWithNext(
    transaction,
    transaction.updateTable("users").set({ frozen_at: null, frozen_stopped: 0 }).where("id", "=", user),
  );
  const devices = await transaction
    .updateTable("devices")
    .set({ frozen: false })
    .where("user_id", "=", user)
    .returning("id")
    .execute();
  return devices.map(({ id }) => id);
}

export interface StopCodes {
  users: readonly UserId[];
  /** Of this one alone, if it is named. */
  device?: DeviceId;
  at: Date;
}

/**
 * A browser has redeemed the sign-in, and its portal has not asked yet who that was: it never learns, also when the user is let go
 * on within the code's minute. How many there were.
 */
export async function stopCodes(transaction: Transaction, { users, device, at }: StopCodes): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable("interactions")
    .set({ code_hash: null })
    .where("code_hash", "is not", null)
    .where("code_expires_at", ">", at)
    .where("request_id", "in", (of) =>
      of
        .selectFrom("requests")
        .select("requests.id")
        .where("user_id", "=", sql<UserId>`any(${users}::text[])`)
        .$if(device !== undefined, (named) => named.where("device_id", "=", device ?? null)),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export interface StopRequests {
  users: readonly UserId[];
  /** What their relying parties are told. */
  reason: "frozen" | "no-device" | null;
}

/** A signature that was approved is complete; a sign-in is not until a browser has redeemed it. */
export async function stopRequests(
  transaction: Transaction,
  { users, reason }: StopRequests,
): Promise<RequestId[]> {
  const rows = await transaction
    .updateTable("requests")
    .set({
      status: "withdrawn",
      reason,
      sealed_qr_key: null,
      typed_code_hash: null,
      return_code_hash: null,
    })
    .where((is) =>
      is.or([
        // Each alternative as an index of open requests has it.
        is.and([
          is("user_id", "=", sql<UserId>`any(${users}::text[])`),
          is.or([is("status", "=", sql.lit("waiting")), is("status", "=", sql.lit("claimed"))]),
        ]),
        is.and([
          is(
            "device_id",
            "in",
            is
              .selectFrom("devices")
              .select("devices.id")
              .where("user_id", "=", sql<UserId>`any(${users}::text[])`),
          ),
          is("status", "=", sql.lit("approved")),
          is("kind", "=", "sign-in"),
        ]),
      ]),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Sign-ins that this computer shows, has shown, or has not redeemed yet, whoever's they are. */
export async function stopSignInsOn(transaction: Transaction, computer: ComputerId): Promise<RequestId[]> {
  const rows = await transaction
    .updateTable("requests")
    .set({ status: "withdrawn", sealed_qr_key: null, typed_code_hash: null, return_code_hash: null })
    .where("id", "in", (open) =>
      open
        .selectFrom("requests")
        .select("id")
        .where("computer_id", "=", computer)
        .where("kind", "=", "sign-in")
        .where("status", "in", ["waiting", "claimed", "approved"])
        .orderBy("id")
        .forUpdate(),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}
