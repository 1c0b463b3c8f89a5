/** Registration codes of the outbox, in the database: nothing of them lies in the outbox itself, each is opened from its invitation. */
import type { ActivationId, UserId } from "@mtoken/protocol";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { ClaimDue, DeliveryRow } from "./delivery-store.ts";

export interface ClaimedCode extends Pick<DeliveryRow, "id" | "attempts" | "expires_at" | "failure"> {
  user: UserId;
  name: string;
  language: string | null;
  company: string;
  activation: ActivationId;
  invitation_until: Date;
  /** Null once the invitation is used, revoked or over. */
  sealed_code: Buffer | null;
}

/** Takes codes that are due: of several processes each gets its own part. */
export async function claimCodes(queries: Queries, { at, until, most }: ClaimDue): Promise<ClaimedCode[]> {
  const { rows } = await sql<ClaimedCode>`
    with due as materialized (
      select id from notice_deliveries
      where channel = ${"code"} and dead_at is null and due_at <= ${at}::timestamptz
      order by due_at
      limit ${most}::integer
      for update skip locked
    ),
    claimed as (
      update notice_deliveries set attempts = attempts + 1, due_at = ${until}::timestamptz
      from due where notice_deliveries.id = due.id
      returning notice_deliveries.*
    )
    select claimed.id, claimed.attempts, claimed.expires_at, claimed.failure, users.id as user, users.name, users.language,
      companies.name as company, activations.id as activation, activations.expires_at as invitation_until, sealed_code
    from claimed
      join users on users.id = claimed.user_id
      join companies on companies.id = users.company_id
      join activations on activations.id = claimed.activation_id
      left join activation_secrets on activation_secrets.activation_id = activations.id
  `.execute(queries);
  return rows;
}

/** In the transaction that makes the invitation: both or neither. */
export async function insertCode(
  transaction: Transaction,
  { user, activation, at, until }: { user: UserId; activation: ActivationId; at: Date; until: Date },
): Promise<void> {
  await sql`
    insert into notice_deliveries (id, channel, user_id, activation_id, due_at, expires_at, created_at)
    values (gen_random_uuid()::text, ${"code"}, ${user}, ${activation}, ${at}::timestamptz, ${until}::timestamptz,
      ${at}::timestamptz)
  `.execute(transaction);
}

/** The service has it. What another process has taken over since is that one's to take out of the outbox; it is taken all the same. */
export async function settleTaken(
  queries: Queries,
  { id, attempts, activation, at }: Pick<ClaimedCode, "id" | "attempts" | "activation"> & { at: Date },
): Promise<void> {
  await sql`
    with settled as (delete from notice_deliveries where id = ${id} and attempts = ${attempts}::integer)
    update activations set code_taken_at = coalesce(code_taken_at, ${at}::timestamptz) where id = ${activation}
  `.execute(queries);
}
