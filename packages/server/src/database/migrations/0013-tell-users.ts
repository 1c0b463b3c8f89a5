/**
 * Notices to users, and the outbox by which they leave: both are written in the transaction of what they tell of. A notice
 * never mixes two companies, neither by its reader nor by whom it is about.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const tellUsers: Migration = { up };

const statements = [
  `create table notices (
    id text not null check (id like 'ntc\\_%'),
    user_id text not null,
    company_id text not null,
    kind text not null,
    about_id text check (about_id <> user_id),
    data jsonb not null,
    at timestamptz not null,
    read_at timestamptz,
    expires_at timestamptz not null,
    -- One event has the same id for each of its readers.
    primary key (user_id, id),
    foreign key (user_id, company_id) references users (id, company_id),
    foreign key (about_id, company_id) references users (id, company_id)
  )`,
  "create index notices_by_time on notices (user_id, at, id)",
  // A phone is told their number at each unlocking.
  "create index notices_unread on notices (user_id) where read_at is null",
  "create index notices_by_expiry on notices (expires_at)",

  `create table push_keys (
    kid text primary key,
    public_key text not null,
    sealed_private_key bytea not null,
    created_at timestamptz not null
  )`,
  `create table push_subscriptions (
    id text primary key,
    device_id text not null unique references devices,
    key_id text not null references push_keys,
    sealed_subscription bytea not null,
    created_at timestamptz not null
  )`,

  `create table notice_deliveries (
    id text primary key,
    channel text not null check (channel in ('push')),
    subscription_id text not null references push_subscriptions on delete cascade,
    topic text not null check (topic in ('notice', 'request')),
    attempts integer not null default 0 check (attempts >= 0),
    due_at timestamptz not null,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    dead_at timestamptz,
    failure text
  )`,
  "create index notice_deliveries_due on notice_deliveries (due_at) where dead_at is null",
  "create index notice_deliveries_dead on notice_deliveries (dead_at) where dead_at is not null",
  "create index notice_deliveries_by_subscription on notice_deliveries (subscription_id)",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
