/**
 * Proposals (four eyes): what one person asks for and another one may confirm, each decided once. Since when a company is stopped is its
 * own row's to say.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const proposals: Migration = { up };

const statements = [
  "alter table companies add column stopped_at timestamptz",
  `create table proposals (
    id text primary key,
    company_id text not null references companies,
    kind text not null,
    subject_id text references users,
    content jsonb not null,
    note text,
    proposed_by text not null references users,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    status text not null default 'open'
      check (status in ('open', 'confirmed', 'rejected', 'withdrawn', 'expired', 'void')),
    decided_by text references users,
    decided_at timestamptz,
    decision_note text,
    check ((status = 'open') = (decided_at is null)),
    -- Whatever the code does: nobody confirms or rejects what is their own.
    check (status not in ('confirmed', 'rejected') or decided_by <> proposed_by)
  )`,
  "create index proposals_in_time on proposals (created_at desc, id desc)",
  "create index proposals_of_company on proposals (company_id, created_at desc, id desc)",
  "create index proposals_to_expire on proposals (expires_at) where status = 'open'",
  "create index proposals_by_author on proposals (proposed_by) where status = 'open'",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
