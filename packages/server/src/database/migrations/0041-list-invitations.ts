/**
 * Each user's newest invitation is told from those before, so that a list of them pages by an index, and of each it is known what became
 * of its mail. Of links that went before nobody wrote down how.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const listInvitations: Migration = { up };

const statements = [
  `alter table activations
    add column newest boolean not null default true,
    add column link_by_mail boolean,
    add column link_taken_at timestamptz,
    add check (link_taken_at is null or link_by_mail)`,
  `update activations set newest = false where exists (
    select from activations as later where later.user_id = activations.user_id
      and (later.created_at, later.id) > (activations.created_at, activations.id))`,
  `update activations set link_by_mail = true where id in (
    select activation_id from notice_deliveries where channel = 'mail')`,
  "create unique index activations_newest on activations (user_id) where newest",
  "create index activations_by_time on activations (created_at, id) where newest",
  "create index activations_by_status on activations (status, created_at, id) where newest",
  "create index activations_of_company on activations (company_id, created_at, id) where newest",
  "create index activations_of_company_by_status on activations (company_id, status, created_at, id) where newest",
  `create index notice_deliveries_of_invitations_failed on notice_deliveries (activation_id)
    where activation_id is not null and failure is not null`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
