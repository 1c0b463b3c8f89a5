/**
 * Registration codes that a service of the operator's brings are the outbox's third channel, those of single invitations and those of
 * imports. An import names the phone that it was begun with: what it invites ends with that phone.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const codesByService: Migration = { up };

const statements = [
  `alter table activations
    add column code_by_service boolean not null default false,
    add column code_taken_at timestamptz`,
  "alter table imports add column begun_with text references devices",
  `alter table notice_deliveries
    drop constraint notice_deliveries_check,
    add check (
      (channel = 'push' and num_nonnulls(subscription_id, topic) = 2
        and num_nonnulls(user_id, notice_id, activation_id) = 0)
      or (channel = 'mail' and num_nonnulls(subscription_id, topic) = 0
        and user_id is not null and num_nonnulls(notice_id, activation_id) = 1)
      or (channel = 'code' and num_nonnulls(subscription_id, topic, notice_id, address) = 0
        and num_nonnulls(user_id, activation_id) = 2)
    )`,
  "drop index notice_deliveries_by_activation",
  `create unique index notice_deliveries_by_activation on notice_deliveries (activation_id, channel)
    where activation_id is not null`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
