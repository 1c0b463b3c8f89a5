/**
 * Requests, interactions and computers may be deleted. What is kept of them forgets the rest, for which each foreign key
 * needs an index now; and what can go is found by its end.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const deleteWhatIsOver: Migration = { up };

const statements = [
  `alter table requests
    drop constraint requests_interaction_id_fkey,
    drop constraint requests_computer_id_fkey,
    add foreign key (interaction_id) references interactions on delete set null,
    add foreign key (computer_id) references computers on delete set null`,
  `alter table interactions
    drop constraint interactions_request_id_fkey,
    add foreign key (request_id) references requests on delete set null`,
  "create index requests_by_interaction on requests (interaction_id)",
  "create index requests_by_computer on requests (computer_id)",
  "create index interactions_by_request on interactions (request_id)",

  "create index requests_undecided on requests (expires_at) where approval is null and status in ('expired', 'withdrawn')",
  "create index requests_signed_in on requests (expires_at) where approval is not null and kind = 'sign-in'",
  "create index interactions_by_expiry on interactions (expires_at)",
  "create index computers_by_use on computers (used_at)",
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
