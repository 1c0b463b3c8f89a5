/** The console: a relying party of the server's own, and who is signed in to it. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const addConsole: Migration = { up };

const statements = [
  "alter table clients add column kind text not null default 'portal' check (kind in ('portal', 'console'))",
  "create unique index clients_one_console on clients (kind) where kind = 'console'",
  `create table console_sessions (
    hash bytea primary key,
    user_id text not null,
    company_id text not null,
    device_id text not null,
    created_at timestamptz not null,
    used_at timestamptz not null,
    expires_at timestamptz not null,
    foreign key (device_id, user_id, company_id) references devices (id, user_id, company_id)
  )`,
  "create index console_sessions_by_device on console_sessions (device_id)",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
