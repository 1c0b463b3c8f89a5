/** What happened, the newest first: a page of it, as far as the caller reaches. Names are those of the time of asking. */
import type { CompanyId, UserId } from "@mtoken/protocol";
import type { ActivityEvent, ActivityFilter, ActivityQuery, Page } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { Caller } from "../people/caller.ts";
import { allOf, instantOf, readPage } from "../people/page.ts";
import { entryWithinReach, requireReach } from "../people/reach.ts";
import { describeEntry, type EntryRow } from "./describe-entry.ts";

export function listActivity(
  context: Pick<Context, "database">,
  caller: Caller,
  query: ActivityQuery,
): Promise<Page<ActivityEvent>> {
  requireReach(caller, "activity.read");
  const conditions = conditionsOf(caller, query, instantOf(query));
  return readPage(context, query, {
    rows: (transaction, limit) => readEntries(transaction, { conditions, limit }),
    key: ({ at, id }) => [at.toISOString(), `evt_${id}`],
    item: (row) => describeEntry(row, caller),
  });
}

/** Each is a condition of the statement itself, the caller's reach before all others. */
export function conditionsOf(
  caller: Caller,
  filter: ActivityFilter,
  [at, id]: readonly [at: Date, id: string] | readonly [] = [],
): RawBuilder<unknown> {
  const { company, user, by, device, kind, from, to } = filter;
  return allOf([
    sql`audit_entries.position is not null`,
    entryWithinReach(caller, "activity.read"),
    company && sql`audit_entries.company_id = ${company}`,
    user && sql`audit_entries.user_id = ${user}`,
    by && sql`audit_entries.actor_id = ${by}`,
    device && ofDevice(device),
    kind === undefined ? undefined : sql`audit_entries.kind = ${kind}`,
    from === undefined ? undefined : sql`audit_entries.at >= ${instant(from)}::timestamptz`,
    to === undefined ? undefined : sql`audit_entries.at < ${instant(to)}::timestamptz`,
    at && sql`(audit_entries.at, audit_entries.id) < (${at}::timestamptz, ${id?.slice("evt_".length)})`,
  ]);
}

/** A device is found among what is about its user, by that index. */
function ofDevice(device: string): RawBuilder<unknown> {
  return sql`audit_entries.user_id = (select user_id from devices where id = ${device})
    and audit_entries.entry::jsonb ->> 'device' = ${device}`;
}

function instant(seconds: string): Date {
  return new Date(Number(seconds) * 1000);
}

/** Without their names: those are read for what is shown alone. */
export async function readEntries(
  transaction: Transaction,
  { conditions, limit }: { conditions: RawBuilder<unknown>; limit: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow & { user_id: UserId | null; company_id: CompanyId | null }>`
    select listed.*, about.name as user_name, companies.name as company_name,
      actors.name as actor_name, actors.organization as actor_organization,
      clients.id as client_id, clients.name as client_name
    from (
      select audit_entries.id, audit_entries.at, audit_entries.kind, audit_entries.entry,
        audit_entries.company_id, audit_entries.user_id, audit_entries.actor_id
      from audit_entries left join companies on companies.id = audit_entries.company_id
      where ${conditions}
      order by audit_entries.at desc, audit_entries.id desc limit ${limit}::integer
    ) as listed
    left join companies on companies.id = listed.company_id
    left join users as about on about.id = listed.user_id
    left join users as actors on actors.id = listed.actor_id
    left join clients on clients.id = case when listed.entry::jsonb ->> 'via' like 'cli\\_%'
      then listed.entry::jsonb ->> 'via' else listed.entry::jsonb ->> 'client' end
    order by listed.at desc, listed.id desc
  `.execute(transaction);
  return rows;
}
