/** Requests in the database: reading, making and ending them. The SQL of claim and decision is approval/'s. */
import type { ClientId, ComputerId, RequestId } from "@mtoken/protocol";
import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";
import type { RequestStatus, RequestsTable } from "../database/tables.ts";

/** All of a request but what is long: its content and its signed messages. */
const shortColumns = [
  ...(["id", "kind", "client_id", "interaction_id", "user_id", "company_id", "device_id"] as const),
  ...([
    "computer_id",
    "browser_hash",
    "status",
    "qr_from",
    "same_device",
    "return_code_hash",
    "digits",
  ] as const),
  ...(["reason", "factor", "created_at", "decided_at", "redeemed_at", "expires_at"] as const),
  ...(["ended_at", "end_reason"] as const),
] as const;
const allColumns = [
  ...shortColumns,
  ...(["content", "sealed_qr_key", "typed_code_hash", "nonce", "audit_id"] as const),
  ...(["envelope", "approval", "receipt"] as const),
] as const;

export type RequestRow = Selectable<RequestsTable>;
export type NewRequestRow = Insertable<RequestsTable>;

type ById = Given<{ id: RequestId }>;

export const requestQuery = prepare((queries, { id }: ById) =>
  queries.selectFrom("requests").select(allColumns).where("id", "=", id),
);

export function findRequest(queries: Queries, id: RequestId): Promise<RequestRow | undefined> {
  return requestQuery({ id }).first(queries);
}

/** Another relying party's request is not found, like one that never was. */
export function findRequestOfClient(
  queries: Queries,
  { client, request }: { client: ClientId; request: RequestId },
): Promise<RequestRow | undefined> {
  return queries
    .selectFrom("requests")
    .select(allColumns)
    .where("id", "=", request)
    .where("client_id", "=", client)
    .executeTakeFirst();
}

export function findWaitingByTypedCode(queries: Queries, hash: Buffer): Promise<RequestRow | undefined> {
  return (
    queries
      .selectFrom("requests")
      .select(allColumns)
      .where("typed_code_hash", "=", hash)
      // Statuses are literals where a partial index serves: a prepared plan can't know what a parameter will be.
      .where("status", "=", sql.lit("waiting"))
      .executeTakeFirst()
  );
}

export type LockedRequest = Pick<RequestRow, (typeof shortColumns)[number]>;

export const requestLock = prepare((queries, { id }: ById) =>
  queries.selectFrom("requests").select(shortColumns).where("id", "=", id).forUpdate(),
);

export async function insertRequest(transaction: Transaction, row: NewRequestRow): Promise<void> {
  await sendWithNext(transaction, transaction.insertInto("requests").values(row));
}

/** A sign-in as its page begins it: nobody's yet. */
export type NewSignInRequest = Pick<
  RequestRow,
  | ("id" | "client_id" | "interaction_id" | "computer_id" | "browser_hash" | "sealed_qr_key")
  | ("typed_code_hash" | "qr_from" | "nonce" | "created_at" | "expires_at")
>;

const signInInsert = prepare((queries, row: Given<NewSignInRequest>) =>
  queries.insertInto("requests").values({
    id: row.id,
    kind: "sign-in",
    client_id: row.client_id,
    interaction_id: row.interaction_id,
    computer_id: row.computer_id,
    browser_hash: row.browser_hash,
    status: "waiting",
    sealed_qr_key: row.sealed_qr_key,
    typed_code_hash: row.typed_code_hash,
    qr_from: row.qr_from,
    nonce: row.nonce,
    created_at: row.created_at,
    expires_at: row.expires_at,
  }),
);

export async function insertSignInRequest(transaction: Transaction, row: NewSignInRequest): Promise<void> {
  await sendWithNext(transaction, signInInsert(row));
}

/** What a page brings to a request that waits: which browser shows it, and with which QR key. */
export interface PageBinding {
  request: RequestId;
  computer: ComputerId;
  browserHash: Buffer;
  sealedQrKey: Buffer;
  typedCodeHash: Buffer | null;
  at: Date;
}

/** A newer page of a waiting signature takes the older one's place: its QR key and its browser are forgotten. */
export async function bindPage(transaction: Transaction, binding: PageBinding): Promise<boolean> {
  const result = await transaction
    .updateTable("requests")
    .set({
      computer_id: binding.computer,
      browser_hash: binding.browserHash,
      sealed_qr_key: binding.sealedQrKey,
      qr_from: binding.at,
      typed_code_hash: binding.typedCodeHash,
    })
    .where("id", "=", binding.request)
    .where("status", "=", "waiting")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Lets a browser follow a request that no page had been opened for. */
export async function bindWatcher(
  transaction: Transaction,
  { request, browserHash }: { request: RequestId; browserHash: Buffer },
): Promise<void> {
  await transaction
    .updateTable("requests")
    .set({ browser_hash: browserHash })
    .where("id", "=", request)
    .where("browser_hash", "is", null)
    .execute();
}

interface Redemption {
  request: RequestId;
  at: Date;
}

const redemption = prepare((queries, { request, at }: Given<Redemption>) =>
  queries
    .updateTable("requests")
    .set({ status: "redeemed", redeemed_at: at, return_code_hash: null })
    .where("id", "=", request)
    .where("status", "=", "approved"),
);

/** The end of a sign-in: the approval is used up. For who holds the row's lock, and has seen that it is approved. */
export async function markRedeemed(transaction: Transaction, redeemed: Redemption): Promise<void> {
  await sendWithNext(transaction, redemption(redeemed));
}

/** What is worth nothing after a request's end. */
const usedUp = { sealed_qr_key: null, typed_code_hash: null, return_code_hash: null };

/** Ends what can still end; the QR key and the codes are destroyed with it. */
export async function endRequest(
  transaction: Transaction,
  { request, from, to }: { request: RequestId; from: RequestStatus[]; to: "expired" | "withdrawn" },
): Promise<boolean> {
  const result = await transaction
    .updateTable("requests")
    .set({ status: to, ...usedUp })
    .where("id", "=", request)
    .where("status", "in", from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Takes back what a relying party has open: what waits, and a sign-in that was approved and that nobody has redeemed. */
export async function withdrawRequestsOf(transaction: Transaction, client: ClientId): Promise<RequestId[]> {
  const rows = await transaction
    .updateTable("requests")
    .set({ status: "withdrawn", ...usedUp })
    .where("client_id", "=", client)
    .where((is) =>
      is.or([
        is("status", "in", ["waiting", "claimed"]),
        is.and([is("status", "=", "approved"), is("kind", "=", "sign-in")]),
      ]),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Writes down what the clock has already ended, some at a time. Returns whose listeners want to know. */
export async function expireRequests(
  queries: Queries,
  { at, most }: { at: Date; most: number },
): Promise<RequestId[]> {
  const rows = await queries
    .updateTable("requests")
    .set({ status: "expired", ...usedUp })
    .where("id", "in", (over) =>
      over
        .selectFrom("requests")
        .select("id")
        .where("expires_at", "<=", at)
        .where((is) =>
          is.or([
            // One by one: of a list within an alternative PostgreSQL doesn't see that it is what the index holds.
            is("status", "=", sql.lit("waiting")),
            is("status", "=", sql.lit("claimed")),
            is.and([is("status", "=", sql.lit("approved")), is("kind", "=", "sign-in")]),
          ]),
        )
        .limit(most)
        // Rows that a rule holds just now are the next round's: housekeeping waits for nobody.
        .forUpdate()
        .skipLocked(),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}
