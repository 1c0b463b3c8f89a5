/**
 * What is done to all of a company's people, or all of their devices, a part at a time: how far it came lies here, so that whichever
 * process comes next goes on with it.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const companyWork: Migration = { up };

const statements = [
  `create table company_work (
    id text primary key,
    company_id text not null references companies,
    kind text not null check (kind in ('end-devices', 'stop')),
    facts jsonb not null,
    reached text not null default '',
    done integer not null default 0,
    begun_at timestamptz not null,
    finished_at timestamptz
  )`,
  "create index company_work_open on company_work (begun_at) where finished_at is null",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
