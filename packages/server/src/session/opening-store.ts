/** What a right proof opens (docs/protocol.md §5, message 4): the session in the database, and what its phone shows first. */
import type { CompanyId, DeviceId, Profile, UserId } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { RawBuilder, Selectable } from "kysely";
import { sql } from "kysely";
import type { AuditRow } from "../audit/record.ts";
import { type Given, prepare } from "../database/prepare.ts";
import type { SessionsTable } from "../database/tables.ts";
import { liveStatuses } from "../device/standing.ts";
import { unreadOf } from "../notice/store.ts";
import { type PolicyRow, policyColumns } from "../policy/store.ts";

export type NewSession = Omit<Selectable<SessionsTable>, "seq" | "passkey_challenge">;

/**
 * How every opening goes on, of whichever factor: the device that `proven` names gets a session, which `opened` names. The
 * newest of a purpose is its only one.
 */
export function openedSession(
  session: Given<NewSession>,
  told: RawBuilder<unknown> = sql`${session.told}`,
): RawBuilder<unknown> {
  return sql`
    ended as (
      delete from sessions
      where device_id in (select id from proven) and purpose = ${session.purpose}
    ), opened as (
      insert into sessions (
        id, device_id, app, factor, purpose, binding, message_1, sealed_keys, used_at, expires_at, created_at, told
      )
      select ${session.id}, id, ${session.app}, ${session.factor}, ${session.purpose}, ${session.binding}, ${session.message_1},
        ${session.sealed_keys}::bytea, ${session.used_at}::timestamptz, ${session.expires_at}::timestamptz,
        ${session.created_at}::timestamptz, (${told})::integer
      from proven
      returning id
    )
  `;
}

/**
 * Opens a session for a right mPIN, and writes it in the log. For who holds the device's row: one
 * that has ended, has another mPIN by now, or speaks by an app that was withdrawn, gets nothing and loses nothing.
 */
export const sessionOpening = prepare(
  (_queries, given: Given<NewSession & AuditRow & { salt: Buffer }>) => sql<{ id: string }>`
    with proven as (
      select id from devices
      where id = ${given.device_id} and salt = ${given.salt} and status = any(${liveStatuses})
        and not exists (select from withdrawn_apps where withdrawn_apps.app = ${given.app})
    ), ${openedSession(given)}
    insert into audit_entries (id, at, company_id, kind, entry)
    select ${given.audit}, ${given.at}::timestamptz, ${given.company}, ${given.kind}, ${given.entry}
    from opened
    returning id
  `,
);

/** Whose device it is, and which factors it may be opened with. */
export const profileQuery = prepare((queries, { user, device }: Given<{ user: UserId; device: DeviceId }>) =>
  queries
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .leftJoin("biometric_factors", (join) =>
      join
        .on("biometric_factors.device_id", "=", device)
        .on("biometric_factors.tries", "<", sql.lit(triesAllowed)),
    )
    .select([
      "users.id",
      "users.name",
      "users.features",
      "users.frozen_at",
      "users.frozen_stopped",
      "companies.id as company_id",
      "companies.name as company_name",
      unreadOf("users.id").as("unread"),
      ...policyColumns,
      "biometric_factors.salt as factor_salt",
    ])
    .where("users.id", "=", user),
);

export interface ProfileRow extends PolicyRow {
  id: UserId;
  name: string;
  company_id: CompanyId;
  company_name: string;
  features: string[];
  frozen_at: Date | null;
  frozen_stopped: number;
  unread: number;
  /** Of the passkey that is enrolled. */
  factor_salt: Buffer | null;
}

type Named = Pick<ProfileRow, "id" | "name" | "company_id" | "company_name">;

export function profileOf({ id, name, company_id, company_name }: Named): Profile {
  return { user: { id, name }, company: { id: company_id, name: company_name } };
}
