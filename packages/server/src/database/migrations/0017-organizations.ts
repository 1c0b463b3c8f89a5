/**
 * The operator's own people beside those of its client companies (docs/permissions.md), and how to reach them. Which roles an
 * organization has holds here too: no statement makes a client's user an officer.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const organizations: Migration = { up };

const statements = [
  `alter table companies
    add column kind text not null default 'client' check (kind in ('client', 'operator')),
    add unique (id, kind)`,
  "create unique index companies_one_operator on companies (kind) where kind = 'operator'",
  `alter table users
    drop constraint users_role_check,
    add column organization text not null default 'client',
    add column mail_address text check (mail_address like '%_@_%'),
    add column language text,
    add foreign key (company_id, organization) references companies (id, kind),
    add check (
      (organization = 'client' and role in ('user', 'administrator'))
      or (organization = 'operator' and role in ('helpdesk', 'officer', 'auditor'))
    )`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
