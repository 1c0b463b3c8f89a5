/**
 * The portal side of M19: which portals may act for their users in the people API, and who has signed in there, when, with which
 * device. And an index for letters that could not be delivered.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const portalsManagePeople: Migration = { up };

const statements = [
  "alter table clients add column manages_people boolean not null default false",
  // Of portals that may, and no others: a sign-in elsewhere writes nothing here.
  `create table client_sign_ins (
    client_id text not null references clients,
    user_id text not null,
    company_id text not null,
    device_id text not null,
    at timestamptz not null,
    primary key (client_id, user_id),
    foreign key (device_id, user_id, company_id) references devices (id, user_id, company_id)
  )`,
  // Dead letters, for who looks at them.
  "create index notice_deliveries_failed on notice_deliveries (created_at, id) where failure is not null",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
