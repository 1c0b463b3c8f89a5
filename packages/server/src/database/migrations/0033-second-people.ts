/**
 * Who stands behind what (decision 27): who invited to a phone, by which way and with which phone of their own, who named the mail address
 * that the link went to, and who let the phone in; by which way and with which phone a proposal was made; to which address a mail goes
 * that tells of another one. What was before is read from the log.
 */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export const secondPeople: Migration = { up };

const statements = [
  // Null: the command line did, or nobody. "With": the phone that they were signed in by.
  `alter table activations
    add column invited_by text references users,
    add column invited_via text,
    add column invited_with text references devices,
    add column addressed_by text references users,
    add column addressed_via text`,
  "alter table devices add column approved_by text references users",
  `alter table users
    add column mail_changed_by text references users,
    add column mail_changed_via text,
    add column mail_changed_at timestamptz`,
  `alter table proposals
    add column via text not null default 'console',
    add column proposed_with text references devices`,
  `update activations set invited_by = users.id, invited_via = entry::jsonb ->> 'via'
    from audit_entries join users on users.id = audit_entries.actor_id
    where audit_entries.kind = 'activation.invited' and entry::jsonb ->> 'activation' = activations.id`,
  `update devices set approved_by = users.id
    from audit_entries join users on users.id = audit_entries.actor_id
    where audit_entries.kind = 'device.approved' and entry::jsonb ->> 'device' = devices.id`,
  `update proposals set via = entry::jsonb ->> 'via'
    from audit_entries
    where audit_entries.kind = 'proposal.created' and entry::jsonb ->> 'proposal' = proposals.id
      and entry::jsonb ->> 'via' is not null`,
  // Made before anybody was shown their phones: of somebody who has one it is void.
  `update proposals set content = content || '{"phones": []}' where kind = 'administrator.make'`,
  "create index activations_by_inviter on activations (invited_by) where status = 'open'",
  "create index activations_by_inviting_device on activations (invited_with) where status = 'open'",
  "create index proposals_by_device on proposals (proposed_with) where status = 'open'",
  // Few among many: who may approve, confirm, and is told.
  "create index users_who_lead on users (role, company_id) where role <> 'user'",
  // A mail to an address that is the reader's no longer; beside the one to the reader's own.
  "alter table notice_deliveries add column address text",
  "drop index notice_deliveries_by_notice",
  `create unique index notice_deliveries_by_notice on notice_deliveries (user_id, notice_id, coalesce(address, ''))
    where notice_id is not null`,
];

async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(kysely);
}
