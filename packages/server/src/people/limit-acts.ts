/**
 * How often a day people may do to one user what others are told of, or what sends mails to an address of their choice. Stopping somebody
 * is never limited, letting them go on is. Counted by what it leaves, hence by all processes together; the command line is not limited.
 */
import type { UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Transaction } from "../database/database.ts";
import { type LimitNotices, limitNotices, mostADay } from "../notice/limit-notices.ts";
import type { Caller } from "./caller.ts";

const daySeconds = 86_400;

/** For who holds the user's row, before they are told. */
export async function limitTelling(
  transaction: Transaction,
  { via }: Caller,
  of: Omit<LimitNotices, "device">,
): Promise<void> {
  if (via === "command-line") return;
  await limitNotices(transaction, of);
}

/** For who holds the user's row. Of one caller alone: nobody uses up what others may send. */
export async function limitInvitations(
  transaction: Transaction,
  caller: Caller,
  { user, at }: { user: UserId; at: Date },
): Promise<void> {
  if (caller.via === "command-line") return;
  const { sent } = await transaction
    .selectFrom("activations")
    .select((count) => count.fn.countAll<string>().as("sent"))
    .where("user_id", "=", user)
    .where("invited_by", "=", caller.user)
    .where("created_at", ">", later(at, -daySeconds))
    .executeTakeFirstOrThrow();
  if (Number(sent) >= mostADay) throw new ProtocolError("rate_limited");
}
