/**
 * Biometrics: one passkey for each device, with a verifier, a salt and tries of its own; a challenge that lies with the session in
 * which it is asked for; and whether a company allows it. Its row ends with its device.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const biometrics: Migration = { up };

const statements = [
  "alter table companies add column biometrics boolean not null default true",
  "alter table sessions add column passkey_challenge bytea",
  `create table biometric_factors (
    device_id text primary key references devices,
    salt bytea not null,
    sealed_verifier bytea not null,
    credential_id text not null,
    public_key bytea not null,
    sign_count bigint not null check (sign_count >= 0),
    tries integer not null default 0 check (tries between 0 and 5),
    enrolled_at timestamptz not null
  ) with (fillfactor = 60)`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
