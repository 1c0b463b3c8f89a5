/** Mail, the outbox's second channel: to a reader, of one notice or of one invitation. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const mail: Migration = { up };

const statements = [
  `alter table notice_deliveries
    drop constraint notice_deliveries_channel_check,
    alter column subscription_id drop not null,
    alter column topic drop not null,
    add column user_id text references users,
    add column notice_id text,
    add column activation_id text references activations,
    add foreign key (user_id, notice_id) references notices (user_id, id) on delete cascade,
    add check (
      (channel = 'push' and num_nonnulls(subscription_id, topic) = 2
        and num_nonnulls(user_id, notice_id, activation_id) = 0)
      or (channel = 'mail' and num_nonnulls(subscription_id, topic) = 0
        and user_id is not null and num_nonnulls(notice_id, activation_id) = 1)
    )`,
  // A reader gets one mail of each, whatever happens.
  `create unique index notice_deliveries_by_notice on notice_deliveries (user_id, notice_id)
    where notice_id is not null`,
  `create unique index notice_deliveries_by_activation on notice_deliveries (activation_id)
    where activation_id is not null`,
  // What one channel can't send must not stand in the other's way.
  "drop index notice_deliveries_due",
  "create index notice_deliveries_due on notice_deliveries (channel, due_at) where dead_at is null",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
