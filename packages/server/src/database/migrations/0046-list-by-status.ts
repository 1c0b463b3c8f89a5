/** Proposals by what became of them and by their kind, mails that still fail or were given up, computers that are refused: few among many, found without reading the many. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const listByStatus: Migration = { up };

const statements = [
  "create index proposals_by_status on proposals (status, created_at desc, id desc)",
  "create index proposals_of_company_by_status on proposals (company_id, status, created_at desc, id desc)",
  "create index proposals_by_kind on proposals (kind, created_at desc, id desc)",
  "create index proposals_of_company_by_kind on proposals (company_id, kind, created_at desc, id desc)",
  "create index notice_deliveries_failing on notice_deliveries (created_at, id) where failure is not null and dead_at is null",
  "create index notice_deliveries_given_up on notice_deliveries (created_at, id) where dead_at is not null",
  "create index user_computers_refused on user_computers (since) where status = 'refused'",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
