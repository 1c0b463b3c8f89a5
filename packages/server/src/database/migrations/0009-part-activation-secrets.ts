/**
 * The secrets of open invitations in a table of their own, which a backup can leave out: activations stay for ever, since
 * devices refer to them. What is open moves as it is, sealed for its former place (activation/open-secret.ts).
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const partActivationSecrets: Migration = { up };

const statements = [
  "alter table activations add unique (id, status)",
  `create table activation_secrets (
    activation_id text primary key,
    -- A recorded activation can't be opened later: none ends before its secrets are gone.
    status text not null default 'open' check (status = 'open'),
    sealed_link_secret bytea not null,
    sealed_code bytea not null,
    sealed_activation_key bytea not null,
    foreign key (activation_id, status) references activations (id, status)
  )`,
  `insert into activation_secrets (activation_id, sealed_link_secret, sealed_code, sealed_activation_key)
    select id, sealed_link_secret, sealed_code, sealed_activation_key from activations
    where num_nulls(sealed_link_secret, sealed_code, sealed_activation_key) = 0`,
  // The check that spoke of them goes with them.
  `alter table activations
    drop column sealed_link_secret,
    drop column sealed_code,
    drop column sealed_activation_key`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
