/** Mails of the outbox, in the database, with what they are written from: nothing of it lies in the outbox itself. */
import type { ActivationId, UserId } from "@mtoken/protocol";
import type { Role } from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";
import { deviceIs, shownFingerprint } from "../device/standing.ts";
import type { ClaimDue, DeliveryRow } from "./delivery-store.ts";

interface ToReader extends Pick<DeliveryRow, "id" | "attempts" | "expires_at" | "created_at" | "failure"> {
  /** The reader's address as it is now, or the one that this mail is for; null where there is none any more. */
  mail_address: string | null;
  language: string | null;
  role: Role;
  company: string;
}

interface OfNotice extends ToReader {
  kind: string;
  data: Record<string, string | number | boolean>;
  at: Date;
  about: string | null;
  about_id: UserId | null;
  /** Of the device that it is about; null while that waits. */
  fingerprint: string | null;
  /** Whether its reader has a device to sign in with, of a company that is not stopped. */
  signs_in: boolean;
  activation_id: null;
}

export interface OfInvitation extends ToReader {
  kind: null;
  activation_id: ActivationId;
  invitation_until: Date;
  /** Null once it is used, revoked or over. */
  sealed_link_secret: Buffer | null;
}

export type ClaimedMail = OfNotice | OfInvitation;

const claim = prepare(
  (_queries, { at, until, most }: Given<ClaimDue>) => sql<ClaimedMail>`
    with due as materialized (
      select id from notice_deliveries
      where channel = 'mail' and dead_at is null and due_at <= ${at}
      order by due_at
      limit ${most}
      for update skip locked
    ),
    claimed as (
      update notice_deliveries set attempts = attempts + 1, due_at = ${until}::timestamptz
      from due where notice_deliveries.id = due.id
      returning notice_deliveries.*
    )
    select claimed.id, claimed.attempts, claimed.expires_at, claimed.created_at, claimed.failure,
      coalesce(claimed.address, readers.mail_address) as mail_address, readers.language, readers.role, companies.name as company,
      notices.kind, notices.data, notices.at, about.name as about, notices.about_id,
      ${shownFingerprint("theirs")} as fingerprint, companies.stopped_at is null and exists (
        select from devices where devices.user_id = readers.id and ${deviceIs("active")} and not frozen
      ) as signs_in,
      activations.id as activation_id, activations.expires_at as invitation_until, sealed_link_secret
    from claimed
      join users as readers on readers.id = claimed.user_id
      join companies on companies.id = readers.company_id
      left join notices on notices.user_id = claimed.user_id and notices.id = claimed.notice_id
      left join users as about on about.id = notices.about_id
      left join devices as theirs on theirs.id = notices.data ->> 'device'
      left join activations on activations.id = claimed.activation_id
      left join activation_secrets on activation_secrets.activation_id = activations.id
  `,
);

/** Takes mails that are due: of several processes each gets its own part. */
export function claimMails(queries: Queries, due: ClaimDue): Promise<ClaimedMail[]> {
  return claim(due).all(queries);
}

/** A mail server has it. What another process has taken over since is that one's to take out of the outbox; it was sent all the same. */
export async function settleSent(
  queries: Queries,
  { id, attempts, activation_id, at }: Pick<ClaimedMail, "id" | "attempts" | "activation_id"> & { at: Date },
): Promise<void> {
  await sql`
    with settled as (delete from notice_deliveries where id = ${id} and attempts = ${attempts}::integer)
    update activations set link_taken_at = coalesce(link_taken_at, ${at}::timestamptz)
    where id = ${activation_id}::text and link_by_mail
  `.execute(queries);
}

interface InvitationMail {
  user: UserId;
  activation: ActivationId;
  at: Date;
  until: Date;
}

const invitationDelivery = prepare(
  (_queries, { user, activation, at, until }: Given<InvitationMail>) => sql<never>`
    with marked as (update activations set link_by_mail = true where id = ${activation})
    insert into notice_deliveries (id, channel, user_id, activation_id, due_at, expires_at, created_at)
    values (gen_random_uuid()::text, 'mail', ${user}, ${activation}, ${at}::timestamptz, ${until}::timestamptz,
      ${at}::timestamptz)
  `,
);

export async function insertInvitationMail(transaction: Transaction, mail: InvitationMail): Promise<void> {
  await sendWithNext(transaction, invitationDelivery(mail));
}
