/**
 * Policies (M21): each company's has every field, the use of passkeys among them, and one row holds the operator's limits to all of
 * them. What was before is what a new company gets.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const policies: Migration = { up };

const statements = [
  `update companies set policy =
    '{"mpin": {"min": 6, "max": 12}, "approval": false, "biometrics_up_to": [], "unknown_computers": "digits",
      "devices": 1, "idle_seconds": 300, "sign_in_factor": "session"}'::jsonb
    || policy || jsonb_build_object('biometrics', biometrics)`,
  "alter table companies drop column biometrics",
  `create table policy_limits (
    id integer primary key check (id = 1),
    limits jsonb not null
  )`,
  `insert into policy_limits values (1,
    '{"mpin": {"min": 5, "max": 12}, "approval_required": false, "biometrics_allowed": true, "biometrics_up_to": [],
      "unknown_computers": "digits", "devices": 5, "idle_seconds": 300, "sign_in_factor": "session"}')`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
