/**
 * A sign-in on a computer that its user does not know, in a company that wants no digits for that (docs/protocol.md §7): it ends
 * before the user is asked, and page and phone say how the computer becomes known. Where an administrator decides, it waits for them.
 */
import type { CompanyId, ComputerId, RequestId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { writeNotice } from "../notice/write-notice.ts";

/** Whoever wanted it has asked their administrator by then, or scans once more. */
const waitingSeconds = 7 * 86_400;

/** Each is told to all administrators. */
const mostWaiting = 5;

export interface TurnedAway {
  request: RequestId;
  computer: ComputerId;
  description: string;
  user: UserId;
  company: CompanyId;
  why: "computer_waits" | "computer_unknown";
}

/** Always throws; what it has written stays. */
export async function turnAway({ database, clock, events }: Context, turned: TurnedAway): Promise<never> {
  const at = clock.now();
  const closed = await database.kysely.transaction().execute((transaction) => end(transaction, turned, at));
  if (!closed) throw new ProtocolError("request_closed");
  events.publish(`request:${turned.request}`);
  throw new ProtocolError(turned.why);
}

async function end(transaction: Transaction, turned: TurnedAway, at: Date): Promise<boolean> {
  const { request, computer, user, company, why } = turned;
  const reason = why === "computer_waits" ? "computer-waits" : "computer-unknown";
  const { numUpdatedRows } = await transaction
    .updateTable("requests")
    .set({ status: "withdrawn", reason, sealed_qr_key: null, typed_code_hash: null })
    .where("id", "=", request)
    .where("status", "=", "waiting")
    .where("computer_id", "=", computer)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  const facts = { company, user, request, computer };
  if (why === "computer_unknown") await recordAudit(transaction, at, { kind: "computer.unknown", ...facts });
  else if (await wait(transaction, turned, at)) {
    await recordAudit(transaction, at, { kind: "computer.waiting", ...facts });
    const { description } = turned;
    const data = { computer, description };
    await writeNotice(transaction, { kind: "computer.waiting", data, user, company, at });
  }
  return true;
}

/** False when it waits already, or too many of this user's do. */
async function wait(
  transaction: Transaction,
  { computer, user, company }: TurnedAway,
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into user_computers (user_id, computer_id, company_id, status, since, expires_at)
    select ${user}, ${computer}, ${company}, 'waiting', ${at}::timestamptz, ${later(at, waitingSeconds)}::timestamptz
    where (select count(*) from user_computers
      where user_id = ${user} and status = 'waiting' and expires_at > ${at}::timestamptz) < ${mostWaiting}
    on conflict (user_id, computer_id) do update
      set status = excluded.status, since = excluded.since, expires_at = excluded.expires_at, used_at = null,
        enrolment = null, approval = null
      where user_computers.expires_at <= ${at}::timestamptz
  `.execute(transaction);
  return numAffectedRows === 1n;
}
