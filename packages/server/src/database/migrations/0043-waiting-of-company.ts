/** Devices that wait are counted for each company of a list: found among its thousands by an index of their own. */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const waitingOfCompany: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`create index devices_waiting_of_company on devices (company_id) where status = 'awaiting-approval'`.execute(
    kysely,
  );
}
