/**
 * How a computer stands to a user: known, waiting for an administrator, or refused to that user alone; each for a time. A computer
 * carries a cookie that rotates (docs/protocol.md §8), and becomes known by an enrolment that its user confirms.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const userComputers: Migration = { up };

const statements = [
  "alter table known_computers rename to user_computers",
  "alter index known_computers_by_computer rename to user_computers_by_computer",
  "alter table user_computers rename column known_since to since",
  `alter table user_computers
    add column company_id text references companies,
    add column status text not null default 'known' check (status in ('known', 'waiting', 'refused')),
    add column used_at timestamptz,
    add column expires_at timestamptz,
    add column enrolment text,
    add column approval text`,
  `update user_computers set used_at = since, expires_at = now() + interval '90 days',
    company_id = (select company_id from users where users.id = user_computers.user_id)`,
  `alter table user_computers
    alter column company_id set not null,
    alter column status drop default,
    alter column expires_at set not null`,
  // Lists: of all, of a company, and of what waits.
  "create index user_computers_by_time on user_computers (since, computer_id)",
  "create index user_computers_by_company on user_computers (company_id, since, computer_id)",
  "create index user_computers_waiting on user_computers (since) where status = 'waiting'",
  "create index user_computers_by_end on user_computers (expires_at)",

  // A refusal lasted a day, and was everybody's.
  "alter table computers drop column refused_until",
  `alter table computers
    add column cookie bytea,
    add column next_cookie bytea,
    add column next_cookie_at timestamptz`,
  // By the beginning of its fingerprint.
  "create index computers_by_fingerprint on computers (left(id, 12))",

  `create table enrolments (
    id text primary key check (id like 'enr\\_%'),
    user_id text not null references users,
    company_id text not null references companies,
    device_id text not null references devices,
    computer_id text not null references computers on delete cascade,
    statement text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (user_id, computer_id)
  )`,
  "create index enrolments_by_device on enrolments (device_id)",
  "create index enrolments_by_computer on enrolments (computer_id)",
  "create index enrolments_by_end on enrolments (expires_at)",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
