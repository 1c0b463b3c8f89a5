/**
 * "This wasn't me" (docs/protocol.md §7, B9): whatever is open for the user ends, on all of their devices, and nothing begins,
 * is claimed, approved or redeemed until somebody else lets them go on. The devices themselves stay: their keys are sound.
 */
import type { ClientId, CompanyId, ComputerId, DeviceId, Frozen, RequestId, UserId } from "@mtoken/protocol";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import { lockDevicesOf } from "../device/activate-device.ts";
import type { Topic } from "../events/bus.ts";
import { writeNotice } from "../notice/write-notice.ts";

/**
 * How long the computer that asked is refused. Whoever attacks makes a new computer key in a moment: this stops the open codes of
 * one that was shown to many, and no more; so it is kept short for the sake of whoever was pointed at wrongly.
 */
const refusalSeconds = 24 * 3600;

export interface FreezeUser {
  user: UserId;
  company: CompanyId;
  /** The one that it was said on. */
  device: DeviceId;
  /** The request that it was said of; none when it was said in the settings. */
  about?: { request: RequestId; client: ClientId; computer: ComputerId | null };
  at: Date;
}

export interface Freezing {
  frozen: Frozen;
  /** Whom to tell after the commit. */
  topics: Topic[];
}

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

/** For who holds the user's row (`lockUser`), and has seen that they are not frozen. */
export async function freezeUser(transaction: Transaction, freeze: FreezeUser): Promise<Freezing> {
  const { user, company, device, about, at } = freeze;
  // Interactions come before requests, as everywhere.
  const codes = await stopCodes(transaction, { user, at });
  const requests = await stopRequests(transaction, user);
  const stopped = codes + requests.length;
  await sendWithNext(
    transaction,
    transaction.updateTable("users").set({ frozen_at: at, frozen_stopped: stopped }).where("id", "=", user),
  );
  await sendWithNext(
    transaction,
    transaction.updateTable("devices").set({ frozen: true }).where("user_id", "=", user),
  );
  const computer = about?.computer ?? undefined;
  const refused = computer !== undefined && (await refuseComputer(transaction, { computer, user, at }));
  await recordAudit(transaction, at, {
    kind: "user.frozen",
    ...{ company, user, device, stopped },
    ...(about && { request: about.request, client: about.client }),
    ...(computer && { computer, computer_refused: refused }),
  });
  await writeNotice(transaction, { kind: "user.frozen", data: { device }, user, company, at });
  return {
    frozen: { at: toNumericDate(at), stopped },
    topics: [`device:${device}`, ...requests.map((request): Topic => `request:${request}`)],
  };
}

/**
 * A browser has redeemed the sign-in, and its portal has not asked yet who that was: it never learns, also when the user is let go
 * on within the code's minute. How many there were.
 */
async function stopCodes(
  transaction: Transaction,
  { user, at }: Pick<FreezeUser, "user" | "at">,
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable("interactions")
    .set({ code_hash: null })
    .where("code_hash", "is not", null)
    .where("code_expires_at", ">", at)
    .where("request_id", "in", (of) =>
      of.selectFrom("requests").select("requests.id").where("user_id", "=", user),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** A signature that was approved is complete; a sign-in is not until a browser has redeemed it. */
async function stopRequests(transaction: Transaction, user: UserId): Promise<RequestId[]> {
  const rows = await transaction
    .updateTable("requests")
    .set({
      status: "withdrawn",
      reason: "frozen",
      sealed_qr_key: null,
      typed_code_hash: null,
      return_code_hash: null,
    })
    .where((is) =>
      is.or([
        // Each alternative as an index of open requests has it.
        is.and([
          is("user_id", "=", user),
          is.or([is("status", "=", sql.lit("waiting")), is("status", "=", sql.lit("claimed"))]),
        ]),
        is.and([
          is("device_id", "in", is.selectFrom("devices").select("devices.id").where("user_id", "=", user)),
          is("status", "=", sql.lit("approved")),
          is("kind", "=", "sign-in"),
        ]),
      ]),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Whether it was refused. One that somebody else has enrolled is left alone, and only named on the record: else anybody who is ready to
 * freeze themselves could shut others out of theirs.
 */
async function refuseComputer(
  transaction: Transaction,
  { computer, user, at }: { computer: ComputerId; user: UserId; at: Date },
): Promise<boolean> {
  const result = await transaction
    .updateTable("computers")
    .set({ refused_until: later(at, refusalSeconds) })
    .where("id", "=", computer)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("known_computers")
            .select("known_computers.computer_id")
            .where("known_computers.computer_id", "=", computer)
            .where("known_computers.user_id", "<>", user),
        ),
      ),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
