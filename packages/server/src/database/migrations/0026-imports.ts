/** Files of users who are added and invited at once: what is to be done, and what of it is. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const imports: Migration = { up };

const statements = [
  `create table imports (
    id text primary key,
    company_id text not null references companies,
    user_id text not null references users,
    via text not null,
    digest bytea not null,
    status text not null default 'running' check (status in ('running', 'done', 'stopped')),
    total integer not null,
    created_at timestamptz not null,
    ended_at timestamptz
  )`,
  "create index imports_by_company on imports (company_id, created_at)",
  "create index imports_running on imports (created_at) where status = 'running'",
  `create table import_lines (
    import_id text not null references imports on delete cascade,
    line integer not null,
    name text not null,
    mail text,
    language text,
    identity text not null,
    user_id text references users,
    activation_id text references activations,
    handed_at timestamptz,
    attempts integer not null default 0,
    claimed_until timestamptz,
    primary key (import_id, line)
  )`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
