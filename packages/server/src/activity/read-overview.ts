/**
 * How things stand, for the first page of the console: what waits, what is odd, and the last 30 days. Each figure is read by an index of what
 * it counts, and counted no further than anybody reads; the days were counted as they came (count-entries.ts).
 */

import type { Act } from "@mtoken/protocol/people";
import { invitationEnding, mostCounted, type Overview, reachOf } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { deviceIs } from "../device/standing.ts";
import type { Caller } from "../people/caller.ts";
import { isUndelivered } from "../people/list-invitations.ts";
import { readFreely } from "../people/page.ts";
import { companyWithinReach, requireReach, userWithinReach } from "../people/reach.ts";
import {
  approvalBy,
  awaitsApprovalBy,
  awaitsDecisionBy,
  decidesProposals,
  isUnapprovable,
} from "../people/second-person.ts";
import { charted } from "./count-entries.ts";

const days = 30;
const daySeconds = 86_400;

export function readOverview(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
): Promise<Overview> {
  requireReach(caller, "device.read");
  const at = clock.now();
  return readFreely(database, async (transaction) => {
    const count = (act: Act, found: RawBuilder<unknown>) => countOf(transaction, caller, { act, found });
    const since = later(at, -days * daySeconds);
    return {
      waiting: {
        devices: (await count("device.read", waitingDevices(caller))) ?? 0,
        devices_unapprovable: (await count("device.read", unapprovableDevices)) ?? 0,
        computers: (await count("computer.read", waitingComputers(caller, at))) ?? 0,
        proposals: await countProposals(transaction, caller, at),
        invitations: await count("invitation.read", openInvitations(at)),
        invitations_ending: await count("invitation.read", openInvitations(at, later(at, invitationEnding))),
        invitations_undelivered: await count(
          "invitation.read",
          sql`activations join users on users.id = activations.user_id where ${isUndelivered}`,
        ),
        deliveries: reachOf(caller.role, "delivery.read").length === 0 ? null : await countDead(transaction),
      },
      odd: {
        blocked: (await count("device.read", blockedDevices(since))) ?? 0,
        frozen: (await count("user.read", sql`users where users.frozen_at is not null`)) ?? 0,
      },
      days: await readDays(transaction, caller, at),
    };
  });
}

/** Of whoever approves any: those that they may let in themselves. */
function waitingDevices(caller: Caller): RawBuilder<unknown> {
  const theirs = reachOf(caller.role, "device.approve").length > 0;
  const mine = theirs ? sql`and ${approvalBy(caller)} = ${"may"}` : sql``;
  return sql`devices join users on users.id = devices.user_id
    where ${deviceIs("awaiting-approval")} ${mine}`;
}

/** That nobody may let in. */
const unapprovableDevices = sql`devices join users on users.id = devices.user_id where ${isUnapprovable}`;

/** As with devices. */
function waitingComputers(caller: Caller, at: Date): RawBuilder<unknown> {
  const theirs = reachOf(caller.role, "computer.approve").length > 0;
  const mine = theirs ? sql`and ${awaitsApprovalBy(caller)}` : sql``;
  return sql`user_computers join users on users.id = user_computers.user_id
    where user_computers.status = ${"waiting"} and user_computers.expires_at > ${at}::timestamptz ${mine}`;
}

function openInvitations(at: Date, until?: Date): RawBuilder<unknown> {
  const ending = until && sql`and activations.expires_at <= ${until}::timestamptz`;
  return sql`activations join users on users.id = activations.user_id
    where activations.status = ${"open"} and activations.expires_at > ${at}::timestamptz ${ending ?? sql``}`;
}

function blockedDevices(since: Date): RawBuilder<unknown> {
  return sql`devices join users on users.id = devices.user_id
    where devices.status = ${"blocked"} and devices.ended_at >= ${since}::timestamptz and not exists (
      select from devices as newer where newer.user_id = devices.user_id and newer.status = ${"active"})`;
}

/** Null for what the caller's role never sees. */
async function countOf(
  transaction: Transaction,
  caller: Caller,
  { act, found }: { act: Act; found: RawBuilder<unknown> },
): Promise<number | null> {
  if (reachOf(caller.role, act).length === 0) return null;
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select from ${found} and users.removed_at is null and ${userWithinReach(caller, act)} limit ${mostCounted}
    ) as counted
  `.execute(transaction);
  return rows[0]?.count ?? 0;
}

/** Of whoever decides any: those that wait for them. */
async function countProposals(transaction: Transaction, caller: Caller, at: Date): Promise<number | null> {
  if (reachOf(caller.role, "proposal.read").length === 0) return null;
  const mine = decidesProposals(caller) ? sql`and ${awaitsDecisionBy(caller)}` : sql``;
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select from proposals join companies on companies.id = proposals.company_id
      where proposals.status = ${"open"} and proposals.expires_at > ${at}::timestamptz
        and ${companyWithinReach(caller, "proposal.read")} ${mine}
      limit ${mostCounted}
    ) as counted
  `.execute(transaction);
  return rows[0]?.count ?? 0;
}

async function countDead(transaction: Transaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from (select from notice_deliveries where dead_at is not null limit ${mostCounted}) as counted
  `.execute(transaction);
  return rows[0]?.count ?? 0;
}

interface DayRow {
  day: string;
  kind: string;
  count: number;
}

async function readDays(transaction: Transaction, caller: Caller, at: Date): Promise<Overview["days"]> {
  // Counts are of whole companies.
  if (reachOf(caller.role, "activity.read").every((reach) => reach === "own")) return null;
  const dates = Array.from({ length: days }, (_, index) => dayOf(later(at, (index - days + 1) * daySeconds)));
  const { rows } = await sql<DayRow>`
    select activity_counts.day::text as day, activity_counts.kind, sum(activity_counts.count)::bigint as count
    from activity_counts join companies on companies.id = activity_counts.company_id
    where activity_counts.day >= ${dates[0]}::date and ${companyWithinReach(caller, "activity.read")}
    group by 1, 2
  `.execute(transaction);
  const sum = (day: string, kinds: readonly string[]) =>
    rows
      .filter((row) => row.day === day && kinds.includes(row.kind))
      .reduce((total, { count }) => total + Number(count), 0);
  return dates.map((day) => ({
    day,
    sign_ins: sum(day, charted.sign_ins),
    refusals: sum(day, charted.refusals),
    blocks: sum(day, charted.blocks),
  }));
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
