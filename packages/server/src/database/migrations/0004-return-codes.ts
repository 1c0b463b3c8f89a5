/** Requests that are opened by a link on the device that also browses, and the code that its browser redeems them with. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const returnCodes: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`
    alter table requests
      add column same_device boolean not null default false,
      add column return_code_hash bytea,
      add check (return_code_hash is null or (same_device and kind = 'sign-in' and status = 'approved')),
      -- No such approval is ever there without the code that it takes to redeem it.
      add check (return_code_hash is not null or not (same_device and kind = 'sign-in' and status = 'approved'))
  `.execute(kysely);
}
