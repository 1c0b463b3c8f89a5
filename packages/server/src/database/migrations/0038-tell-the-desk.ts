/**
 * A notice may be about a user of another company than its reader's: the operator's desk is told of alarms that nobody of the company
 * could do something about. And invitations that ran out are found without reading all of them.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const tellTheDesk: Migration = { up };

const statements = [
  "alter table notices add column about_company_id text",
  "update notices set about_company_id = company_id where about_id is not null",
  "alter table notices drop constraint notices_about_id_company_id_fkey",
  `alter table notices
    add foreign key (about_id, about_company_id) references users (id, company_id),
    add check ((about_id is null) = (about_company_id is null))`,
  "create index activations_lapsed on activations (user_id) where status = 'expired'",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
