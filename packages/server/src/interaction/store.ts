/** Interactions and challenges in the database. */
import type { ChallengeId, ClientId, InteractionId, RequestId } from "@mtoken/protocol";
import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { InteractionsTable } from "../database/tables.ts";

export type InteractionRow = Selectable<InteractionsTable>;

export async function insertInteraction(queries: Queries, row: Insertable<InteractionsTable>): Promise<void> {
  await queries.insertInto("interactions").values(row).execute();
}

export function findInteraction(queries: Queries, id: InteractionId): Promise<InteractionRow | undefined> {
  return queries.selectFrom("interactions").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Held while the interaction's present request is exchanged, ended or redeemed. */
export function lockInteraction(
  transaction: Transaction,
  id: InteractionId,
): Promise<InteractionRow | undefined> {
  return transaction
    .selectFrom("interactions")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * The device that took the request. Whoever ends it holds this row too (device/), so its standing can't change before
 * the commit. Which device it is never changes once it is there.
 */
export function lockDeviceOf(transaction: Transaction, request: RequestId) {
  return transaction
    .selectFrom("devices")
    .select(["status", "tries", "tries_allowed"])
    .where("id", "=", (of) =>
      of.selectFrom("requests").select("device_id").where("requests.id", "=", request),
    )
    .forUpdate()
    .executeTakeFirst();
}

/** The interaction as its page introduces it: who asks, and for what. */
export function findIntroduction(queries: Queries, id: InteractionId) {
  return queries
    .selectFrom("interactions as i")
    .innerJoin("clients as c", "c.id", "i.client_id")
    .leftJoin("requests as r", "r.id", "i.request_id")
    .select([
      "i.kind",
      "i.status",
      "i.redirect_uri",
      "i.state",
      "i.expires_at",
      "c.name as client_name",
      "c.origin as client_origin",
      "r.content",
      "r.status as request_status",
      "r.expires_at as request_expires_at",
    ])
    .where("i.id", "=", id)
    .executeTakeFirst();
}

export type PageRow = NonNullable<Awaited<ReturnType<typeof findPageRow>>>;

/** The present request of an interaction, with all that its page shows of it. */
export function findPageRow(queries: Queries, id: InteractionId) {
  return queries
    .selectFrom("interactions as i")
    .innerJoin("requests as r", "r.id", "i.request_id")
    .leftJoin("users as u", "u.id", "r.user_id")
    .select([
      "i.redirect_uri",
      "i.state",
      "r.id",
      "r.kind",
      "r.status",
      "r.browser_hash",
      "r.sealed_qr_key",
      "r.qr_from",
      "r.typed_code_hash",
      "r.digits",
      "r.same_device",
      "r.decided_at",
      "r.expires_at",
      "u.name as user_name",
    ])
    .where("i.id", "=", id)
    .executeTakeFirst();
}

export async function setPresentRequest(
  transaction: Transaction,
  { interaction, request }: { interaction: InteractionId; request: RequestId },
): Promise<void> {
  await transaction
    .updateTable("interactions")
    .set({ request_id: request })
    .where("id", "=", interaction)
    .execute();
}

export async function markCancelled(transaction: Transaction, id: InteractionId): Promise<void> {
  await transaction.updateTable("interactions").set({ status: "cancelled" }).where("id", "=", id).execute();
}

/** The interaction is done: what is left of it is the one-time code. */
export async function completeInteraction(
  transaction: Transaction,
  {
    interaction,
    codeHash,
    codeExpiresAt,
  }: { interaction: InteractionId; codeHash: Buffer; codeExpiresAt: Date },
): Promise<void> {
  await transaction
    .updateTable("interactions")
    .set({ status: "done", code_hash: codeHash, code_expires_at: codeExpiresAt })
    .where("id", "=", interaction)
    .execute();
}

/** Uses the code up in the statement that finds it: of two that bring it, one gets it. */
export function takeCode(
  queries: Queries,
  { codeHash, client }: { codeHash: Buffer; client: ClientId },
): Promise<InteractionRow | undefined> {
  return queries
    .updateTable("interactions")
    .set({ code_hash: null })
    .where("code_hash", "=", codeHash)
    .where("client_id", "=", client)
    .returningAll()
    .executeTakeFirst();
}

export interface NewChallenge {
  id: ChallengeId;
  interaction: InteractionId;
  at: Date;
  expiresAt: Date;
  /** The interaction's own time must end after this. */
  openAfter: Date;
  /** As many unused ones may an interaction have. */
  most: number;
}

/** In one statement; false when the interaction is not open, or has too many already. */
export async function insertChallenge(queries: Queries, challenge: NewChallenge): Promise<boolean> {
  const { id, interaction, at, expiresAt, openAfter, most } = challenge;
  const result = await queries
    .insertInto("challenges")
    .columns(["id", "interaction_id", "expires_at"])
    .expression((from) =>
      from
        .selectFrom("interactions")
        .select([
          sql<ChallengeId>`${id}::text`.as("id"),
          "interactions.id as interaction_id",
          sql<Date>`${expiresAt}::timestamptz`.as("expires_at"),
        ])
        .where("interactions.id", "=", interaction)
        .where("status", "=", "open")
        .where("interactions.expires_at", ">", openAfter)
        .where(
          (count) =>
            count
              .selectFrom("challenges")
              .select(({ fn }) => fn.countAll().as("unused"))
              .where("interaction_id", "=", interaction)
              .where("challenges.expires_at", ">", at),
          "<",
          most,
        ),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Uses the challenge up in the statement that finds it. */
export async function takeChallenge(
  queries: Queries,
  { challenge, interaction, at }: { challenge: ChallengeId; interaction: InteractionId; at: Date },
): Promise<boolean> {
  const result = await queries
    .deleteFrom("challenges")
    .where("id", "=", challenge)
    .where("interaction_id", "=", interaction)
    .where("expires_at", ">", at)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function deleteStaleChallenges(queries: Queries, at: Date): Promise<void> {
  await queries.deleteFrom("challenges").where("expires_at", "<=", at).execute();
}
