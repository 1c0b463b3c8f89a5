/**
 * "This wasn't me" stops all requests of a user, and for a time the computer that asked. Devices carry their user's state with
 * them: every rule that serves a request holds the device's row anyway, and would else have to hold another one.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const freezeUsers: Migration = { up };

const statements = [
  "alter table users add column frozen_at timestamptz, add column frozen_stopped integer not null default 0",
  "alter table devices add column frozen boolean not null default false",
  "alter table computers add column refused_until timestamptz",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
