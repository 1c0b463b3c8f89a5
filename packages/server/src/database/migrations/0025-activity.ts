/**
 * What people read of the log: entries by company, by whom they are about, by who did it, and by time; and how many there were of some
 * kinds, a day and a company at a time. An entry is in these indexes once it has its place, so that what records it
 * pays for none of them.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const activity: Migration = { up };

const statements = [
  `alter table audit_entries
    add column user_id text generated always as (entry::jsonb ->> 'user') stored,
    add column actor_id text generated always as (entry::jsonb ->> 'by') stored`,
  "create index activity_by_company on audit_entries (company_id, at, id) where position is not null",
  "create index activity_by_user on audit_entries (user_id, at, id) where position is not null and user_id is not null",
  "create index activity_by_actor on audit_entries (actor_id, at, id) where position is not null and actor_id is not null",
  "create index activity_by_time on audit_entries (at, id) where position is not null",
  // Of every day's kinds each page is soon found among the others; the rare ones would be looked for through all of them.
  `create index activity_by_kind on audit_entries (kind, at, id, company_id)
    where position is not null and kind not in ('session.opened', 'request.created', 'request.approved',
      'request.redeemed', 'log.checkpoint')`,
  `create table activity_counts (
    company_id text not null references companies,
    day date not null,
    kind text not null,
    count bigint not null,
    primary key (company_id, day, kind)
  )`,
  `insert into activity_counts (company_id, day, kind, count)
    select company_id, (at at time zone 'UTC')::date, kind, count(*) from audit_entries
    where position is not null and company_id is not null
      and kind in ('request.redeemed', 'request.refused', 'request.wrong-digits', 'device.blocked')
    group by 1, 2, 3`,
  "create index activity_counts_by_day on activity_counts (day)",
  "create index devices_blocked on devices (company_id, ended_at) where status = 'blocked'",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
