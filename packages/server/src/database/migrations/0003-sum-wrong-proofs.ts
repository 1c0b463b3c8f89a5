/**
 * Wrong mPINs count after a right one too: when they came, and how many tries that leaves before the device is
 * blocked (docs/protocol.md §5). What every statement compares is one number beside the tries.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const sumWrongProofs: Migration = { up };

async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`
    alter table devices
      add column wrong_proofs timestamptz[] not null default '{}',
      add column tries_allowed integer not null default 5 check (tries_allowed between 1 and 5)
  `.execute(kysely);
}
