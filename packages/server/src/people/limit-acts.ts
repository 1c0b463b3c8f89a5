/**
 * How often a day people may do to one user what others are told of, or what sends mails to an address of their choice. Stopping somebody
 * is never limited, letting them go on is. Counted by what it leaves, hence by all processes together; the command line is not limited.
 */
import type { UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { mostImported } from "@mtoken/protocol/people";
import { sql } from "kysely";
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

/**
 * In one day, of one caller, about however many users: what leaves the server in their name has an end (decision 30). Invitations are those
 * of files too, whose limit is their own: two full ones are below it.
 */
const mostOfOneCaller = {
  "activation.invited": 2 * mostImported + 5_000,
  "user.changed": 500,
  "user.unfrozen": 500,
} as const;

/** For who is about to do one more. By the log, in which an act stands a second later; nobody does hundreds in one. */
export async function limitCaller(
  transaction: Transaction,
  { via, user }: Caller,
  { kind, at }: { kind: keyof typeof mostOfOneCaller; at: Date },
): Promise<void> {
  if (via === "command-line") return;
  const most = mostOfOneCaller[kind];
  const { rows } = await sql<{ done: number }>`
    select count(*)::integer as done from (
      select from audit_entries where actor_id = ${user} and position is not null
        and at > ${later(at, -daySeconds)}::timestamptz and kind = ${kind}
      limit ${most}::integer
    ) as counted
  `.execute(transaction);
  if ((rows[0]?.done ?? most) >= most) throw new ProtocolError("rate_limited");
}

/** For who begins an import of so many. */
export async function limitImports(
  transaction: Transaction,
  { via, user }: Caller,
  { users, at }: { users: number; at: Date },
): Promise<void> {
  if (via === "command-line") return;
  const { rows } = await sql<{ begun: number }>`
    select coalesce(sum(total), 0)::integer as begun from imports
    where user_id = ${user} and created_at > ${later(at, -daySeconds)}::timestamptz
  `.execute(transaction);
  const [{ begun } = { begun: 0 }] = rows;
  if (begun + users > 2 * mostImported) throw new ProtocolError("rate_limited");
}
