/**
 * What lists of companies, users and devices sort by and look in, at 100,000 users too: names as they are compared, the words of a
 * name and mail address (GIN over exactly our words, whatever the database's own idea of a letter is), fingerprints. And
 * users who are gone, who stay for the record.
 */
import { fingerprintOf } from "@mtoken/protocol";
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { searchWords, sortName } from "../../people/search-words.ts";

export const listPeople: Migration = { up };

const columns = [
  `alter table companies
    add column sort_name text collate "C" not null default '',
    add column search_words text[] not null default '{}'`,
  `alter table users
    add column sort_name text collate "C" not null default '',
    add column search_words text[] not null default '{}',
    add column removed_at timestamptz`,
  "alter table devices add column fingerprint text, add column used_at timestamptz",
];

const indexes = [
  "create index companies_by_name on companies (sort_name, id)",
  "create index companies_by_words on companies using gin (array_to_tsvector(search_words))",

  "drop index users_by_company",
  "create index users_by_company on users (company_id, sort_name, id)",
  "create index users_by_name on users (sort_name, id)",
  "create index users_by_words on users using gin (array_to_tsvector(search_words))",
  "create index users_frozen on users (company_id) where frozen_at is not null",

  "drop index devices_by_company",
  "create index devices_by_company on devices (company_id, created_at, id)",
  "create index devices_by_time on devices (created_at, id)",
  "create index devices_by_fingerprint on devices (fingerprint text_pattern_ops) where fingerprint is not null",
  `create index devices_waiting on devices (user_id) where status = 'awaiting-approval'`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of columns) await sql.raw(statement).execute(kysely);
  await nameThem(kysely, "companies");
  await nameThem(kysely, "users");
  await fingerprintThem(kysely);
  for (const statement of indexes) await sql.raw(statement).execute(kysely);
}

async function nameThem(kysely: Kysely<unknown>, table: "companies" | "users"): Promise<void> {
  const mail = table === "users" ? sql`mail_address` : sql`null::text`;
  const { rows } = await sql<{ id: string; name: string; mail: string | null }>`
    select id, name, ${mail} as mail from ${sql.table(table)}`.execute(kysely);
  for (const { id, name, mail } of rows) {
    await sql`update ${sql.table(table)}
      set sort_name = ${sortName(name)}, search_words = ${searchWords(name, mail)}::text[] where id = ${id}`.execute(
      kysely,
    );
  }
}

async function fingerprintThem(kysely: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; certificate: string }>`
    select id, certificate from devices where certificate is not null`.execute(kysely);
  for (const { id, certificate } of rows) {
    const fingerprint = await fingerprintOf(certificate);
    await sql`update devices set fingerprint = ${fingerprint} where id = ${id}`.execute(kysely);
  }
}
