/**
 * The end of a device's life: blocked or deactivated, for good (M11, M15, M18, M26). What the phone's vault needs of
 * the server is destroyed, what the device had open ends, and what it approved but nobody used is void. So is what its user, signed in by
 * it, asked for and left to others: invitations and proposals.
 */
import type { CompanyId, DeactivationCause, DeviceId, RequestId, UserId } from "@mtoken/protocol";
import { isUserId } from "@mtoken/protocol";
import { sql } from "kysely";
import { endInvitationsWith } from "../activation/end-invitations.ts";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import type { Topic } from "../events/bus.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { endProposalsWith } from "../proposal/end-proposals.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { liveStatuses } from "./standing.ts";

export interface EndDevice {
  device: DeviceId;
  status: "blocked" | "deactivated";
  reason: string;
  /** Who ended it: a user, an administrator, or the rule that did. */
  by: string;
  /** One of the operator's people. */
  byOperator?: boolean;
  /** By which way, and what they added to the reason. */
  via?: string;
  note?: string;
  /** One of all of a company's: its administrators are told of all of them at once. */
  isOneOfAll?: true;
  /** Another device took its place. */
  isReplaced?: true;
  at: Date;
}

/** What goes with its device. */
const ownedTables = ["handshakes", "sessions", "push_subscriptions", "biometric_factors"] as const;

/** Whom to tell after the commit; undefined when the device had ended before, or never was. */
export async function endDevice(transaction: Transaction, end: EndDevice): Promise<Topic[] | undefined> {
  const ended = await transaction
    .updateTable("devices")
    .set({
      status: end.status,
      sealed_verifier: null,
      sealed_share: null,
      ended_at: end.at,
      end_reason: end.reason,
    })
    .where("id", "=", end.device)
    .where("status", "in", liveStatuses)
    .returning(["user_id", "company_id"])
    .executeTakeFirst();
  if (ended === undefined) return undefined;
  for (const table of ownedTables)
    await sendWithNext(transaction, transaction.deleteFrom(table).where("device_id", "=", end.device));
  const voided = await voidRequests(transaction, end.device);
  const { company_id: company, user_id: user } = ended;
  const unanswered = await endUnanswered(transaction, user);
  const signedIn = { of: { user, device: end.device }, reason: `device-${end.status}`, at: end.at } as const;
  const over = await endSignedIn(transaction, signedIn);
  const revoked = await endInvitationsWith(transaction, end);
  await endProposalsWith(transaction, end);
  await record(transaction, end, { company, user, voided: voided.length + unanswered.length });
  await tell(transaction, end, { company, user });
  return [
    `device:${end.device}`,
    ...revoked,
    ...[...voided, ...unanswered, ...over].map((request): Topic => `request:${request}`),
  ];
}

/** What the device has claimed, and what it approved but nobody has used. */
async function voidRequests(transaction: Transaction, device: DeviceId): Promise<RequestId[]> {
  const claimed = await transaction
    .updateTable("requests")
    .set({ status: "withdrawn", return_code_hash: null })
    .where("device_id", "=", device)
    .where("status", "=", sql.lit("claimed"))
    .returning("id")
    .execute();
  return [...claimed.map(({ id }) => id), ...(await voidSignIns(transaction, device))];
}

/** With the last phone of a user ends what waits for their signature: the next phone is asked anew, if it is to be asked. */
async function endUnanswered(transaction: Transaction, user: UserId): Promise<RequestId[]> {
  const ended = await transaction
    .updateTable("requests")
    .set({ status: "withdrawn", reason: "no-device", sealed_qr_key: null, typed_code_hash: null })
    .where("user_id", "=", user)
    .where("status", "=", sql.lit("waiting"))
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("devices")
            .select("devices.id")
            .where("devices.user_id", "=", user)
            .where("devices.status", "in", ["active", "awaiting-approval"])
            .whereRef("devices.tries", "<", "devices.tries_allowed"),
        ),
      ),
    )
    .returning("id")
    .execute();
  return ended.map(({ id }) => id);
}

/** A signature that was approved is complete; a sign-in is not until a browser has redeemed it. For who holds the device's row. */
export async function voidSignIns(transaction: Transaction, device: DeviceId): Promise<RequestId[]> {
  const voided = await transaction
    .updateTable("requests")
    .set({ status: "withdrawn", return_code_hash: null })
    .where("device_id", "=", device)
    .where("status", "=", sql.lit("approved"))
    .where("kind", "=", "sign-in")
    .returning("id")
    .execute();
  return voided.map(({ id }) => id);
}

async function record(
  transaction: Transaction,
  { device, status, reason, note, by, via, at }: EndDevice,
  facts: { company: CompanyId; user: UserId; voided: number },
): Promise<void> {
  const kind = status === "blocked" ? "device.blocked" : "device.deactivated";
  await recordAudit(transaction, at, { kind, ...facts, device, reason, note, by, via });
}

async function tell(
  transaction: Transaction,
  end: EndDevice,
  whose: { company: CompanyId; user: UserId },
): Promise<void> {
  const { device, at } = end;
  if (end.status === "blocked") {
    await writeNotice(transaction, { kind: "device.blocked", data: { device }, ...whose, at });
    return;
  }
  const data = { device, cause: causeOf(end, whose.user) };
  const userAlone = end.isOneOfAll === true;
  await writeNotice(transaction, { kind: "device.deactivated", data, ...whose, userAlone, at });
}

function causeOf({ isReplaced, by, byOperator }: EndDevice, user: UserId): DeactivationCause {
  if (isReplaced) return "replaced";
  if (by === user) return "user";
  return !byOperator && isUserId(by) ? "administrator" : "operator";
}
