/** Interactions and challenges in the database. */
import type { ChallengeId, ClientId, InteractionId, RequestId } from "@mtoken/protocol";
import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";
import type { InteractionsTable } from "../database/tables.ts";
import { isStopped } from "../policy/store.ts";
import { browserHash } from "./browser-cookie.ts";

export type InteractionRow = Selectable<InteractionsTable>;

const columns = [
  ...([
    "id",
    "client_id",
    "kind",
    "redirect_uri",
    "state",
    "code_challenge",
    "request_id",
    "status",
  ] as const),
  ...(["browser_hash", "begins", "code_hash", "code_expires_at", "created_at", "expires_at"] as const),
] as const;

export async function insertInteraction(queries: Queries, row: Insertable<InteractionsTable>): Promise<void> {
  await queries.insertInto("interactions").values(row).execute();
}

export interface NewSignIn {
  id: InteractionId;
  client: ClientId;
  redirectUri: string;
  state: string;
  codeChallenge: string;
  at: Date;
  expiresAt: Date;
}

const signInInsert = prepare(
  (_queries, { id, client, redirectUri, state, codeChallenge, at, expiresAt }: Given<NewSignIn>) => sql<{
    id: InteractionId;
  }>`
    insert into interactions (
      id, client_id, kind, redirect_uri, state, code_challenge, status, created_at, expires_at
    )
    select ${id}, id, 'sign-in', ${redirectUri}::text, ${state}, ${codeChallenge}, 'open',
      ${at}::timestamptz, ${expiresAt}::timestamptz
    from clients
    where id = ${client} and redirect_uris ? ${redirectUri}::text
    returning id
  `,
);

/** In the statement that looks whether the address is one of the client's own; false when it is not. */
export async function insertSignIn(queries: Queries, signIn: NewSignIn): Promise<boolean> {
  return (await signInInsert(signIn).first(queries)) !== undefined;
}

type ById = Given<{ id: InteractionId }>;

const interactionQuery = prepare((queries, { id }: ById) =>
  queries.selectFrom("interactions").select(columns).where("id", "=", id),
);

export function findInteraction(queries: Queries, id: InteractionId): Promise<InteractionRow | undefined> {
  return interactionQuery({ id }).first(queries);
}

/** Held while the interaction's present request is exchanged, ended or redeemed. */
export const interactionLock = prepare((queries, { id }: ById) =>
  queries.selectFrom("interactions").select(columns).where("id", "=", id).forUpdate(),
);

/**
 * The device that took the request. Whoever ends the device holds this row too (device/), so its standing can't change before the
 * commit. Which device it is never changes once it is there.
 */
export const deviceOfRequestLock = prepare((queries, { request }: Given<{ request: RequestId }>) =>
  queries
    .selectFrom("devices")
    .select(["id", "user_id", "company_id", "status", "tries", "tries_allowed", "frozen"])
    .select(isStopped("devices.company_id").as("stopped"))
    .where("id", "=", (of) =>
      of.selectFrom("requests").select("device_id").where("requests.id", "=", request),
    )
    .forUpdate(),
);

/** The interaction as its page introduces it: who asks, and for what. */
const introductionQuery = prepare((queries, { id }: ById) =>
  queries
    .selectFrom("interactions as i")
    .innerJoin("clients as c", "c.id", "i.client_id")
    .leftJoin("requests as r", "r.id", "i.request_id")
    .select([
      "i.id",
      "i.kind",
      "i.status",
      "i.browser_hash",
      "i.redirect_uri",
      "i.state",
      "i.expires_at",
      "c.name as client_name",
      "c.origin as client_origin",
      "r.content",
      "r.status as request_status",
      "r.decided_at",
      "r.expires_at as request_expires_at",
    ])
    .where("i.id", "=", id),
);

export function findIntroduction(queries: Queries, id: InteractionId) {
  return introductionQuery({ id }).first(queries);
}

/** The present request of an interaction, with all that its page shows of it. */
const pageQuery = prepare((queries, { id }: ById) =>
  queries
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
      "r.reason",
      "r.decided_at",
      "r.expires_at",
      "u.name as user_name",
    ])
    .where("i.id", "=", id),
);

export type PageRow = NonNullable<Awaited<ReturnType<typeof findPageRow>>>;

export function findPageRow(queries: Queries, id: InteractionId) {
  return pageQuery({ id }).first(queries);
}

export async function setPresentRequest(
  transaction: Transaction,
  { interaction, request }: { interaction: InteractionId; request: RequestId },
): Promise<void> {
  const update = transaction
    .updateTable("interactions")
    .set({ request_id: request })
    .where("id", "=", interaction);
  await sendWithNext(transaction, update);
}

type Binding = Given<{ interaction: InteractionId; request: RequestId; hash: Buffer }>;

const bindingUpdate = prepare((queries, { interaction, request, hash }: Binding) =>
  queries
    .updateTable("interactions")
    .set((row) => ({ request_id: request, browser_hash: hash, begins: row("begins", "+", 1) }))
    .where("id", "=", interaction),
);

/** From now on the interaction is this browser's, and this request is what it shows. */
export async function bindInteraction(
  transaction: Transaction,
  { interaction, request, browser }: { interaction: InteractionId; request: RequestId; browser: string },
): Promise<void> {
  const hash = browserHash(interaction, browser);
  await sendWithNext(transaction, bindingUpdate({ interaction, request, hash }));
}

/** A begin that binds nothing counts like any other. */
export async function countBegin(transaction: Transaction, interaction: InteractionId): Promise<void> {
  const update = transaction
    .updateTable("interactions")
    .set((row) => ({ begins: row("begins", "+", 1) }))
    .where("id", "=", interaction);
  await sendWithNext(transaction, update);
}

export async function markCancelled(transaction: Transaction, id: InteractionId): Promise<void> {
  await transaction.updateTable("interactions").set({ status: "cancelled" }).where("id", "=", id).execute();
}

export interface OneTimeCode {
  interaction: InteractionId;
  codeHash: Buffer;
  codeExpiresAt: Date;
}

const completion = prepare((queries, { interaction, codeHash, codeExpiresAt }: Given<OneTimeCode>) =>
  queries
    .updateTable("interactions")
    .set({ status: "done", code_hash: codeHash, code_expires_at: codeExpiresAt })
    .where("id", "=", interaction),
);

/** The interaction is done: what is left of it is the one-time code. */
export async function completeInteraction(transaction: Transaction, code: OneTimeCode): Promise<void> {
  await sendWithNext(transaction, completion(code));
}

interface BroughtCode {
  codeHash: Buffer;
  client: ClientId;
}

const codeUse = prepare((queries, { codeHash, client }: Given<BroughtCode>) =>
  queries
    .with("taken", (over) =>
      over
        .updateTable("interactions")
        .set({ code_hash: null })
        .where("code_hash", "=", codeHash)
        .where("client_id", "=", client)
        .returning(["request_id", "code_challenge", "code_expires_at"]),
    )
    .selectFrom("taken")
    .innerJoin("requests as r", "r.id", "taken.request_id")
    .innerJoin("users as u", "u.id", "r.user_id")
    .innerJoin("companies as c", "c.id", "u.company_id")
    .innerJoin("devices as d", "d.id", "r.device_id")
    .innerJoin("clients as p", "p.id", "r.client_id")
    .select(["taken.code_challenge", "taken.code_expires_at"])
    .select(["r.id", "r.status", "r.envelope", "r.factor", "r.decided_at", "r.device_id", "r.ended_at"])
    .select("p.manages_people")
    .select(["u.id as user_id", "u.name as user_name", "c.id as company_id", "c.name as company_name"])
    .select(["d.status as device_status", "d.frozen", "d.tries", "d.tries_allowed", "c.stopped_at"])
    .select(["u.organization", "p.companies", "p.kind as client_kind"])
    .where("r.client_id", "=", client)
    .where("r.kind", "=", "sign-in"),
);

/**
 * Uses the code up in the statement that finds it: of two that bring it, one gets it. With it comes who signed in; only a
 * sign-in that a device had claimed has all of that.
 */
export function takeCode(queries: Queries, code: BroughtCode) {
  return codeUse(code).first(queries);
}

export interface NewChallenge {
  id: ChallengeId;
  interaction: InteractionId;
  browserHash: Buffer;
  at: Date;
  expiresAt: Date;
  /** The interaction's own time must end after this. */
  openAfter: Date;
  /** As many unused ones may this browser have, and all together. */
  mostOfBrowser: number;
  mostOfInteraction: number;
}

const challengeInsert = prepare((queries, challenge: Given<NewChallenge>) => {
  const { id, interaction, browserHash: browser, at, expiresAt, openAfter } = challenge;
  const { mostOfBrowser, mostOfInteraction } = challenge;
  return queries
    .insertInto("challenges")
    .columns(["id", "interaction_id", "browser_hash", "expires_at"])
    .expression((from) =>
      from
        .selectFrom("interactions")
        .select([
          sql<ChallengeId>`${id}::text`.as("id"),
          "interactions.id as interaction_id",
          sql<Buffer>`${browser}::bytea`.as("browser_hash"),
          sql<Date>`${expiresAt}::timestamptz`.as("expires_at"),
        ])
        .where("interactions.id", "=", interaction)
        .where("status", "=", "open")
        .where("interactions.expires_at", ">", openAfter)
        .where((is) =>
          is.or([
            is("kind", "=", "signature"),
            is("interactions.browser_hash", "is", null),
            is("interactions.browser_hash", "=", browser),
          ]),
        )
        .where((is) =>
          is.exists(
            is
              .selectFrom("challenges")
              .select(sql`1`.as("few"))
              .where("interaction_id", "=", interaction)
              .where("challenges.expires_at", ">", at)
              .having((unused) =>
                unused.and([
                  sql<boolean>`count(*) < ${mostOfInteraction}`,
                  sql<boolean>`count(*) filter (where challenges.browser_hash = ${browser}) < ${mostOfBrowser}`,
                ]),
              ),
          ),
        ),
    );
});

/** In one statement; false when the interaction is not open or not this browser's, or has too many already. */
export async function insertChallenge(queries: Queries, challenge: NewChallenge): Promise<boolean> {
  return (await challengeInsert(challenge).affected(queries)) === 1n;
}

export interface UsedChallenge {
  challenge: ChallengeId;
  interaction: InteractionId;
  at: Date;
}

/** Uses the challenge up in the statement that finds it: one row, or none. */
export const challengeUse = prepare((queries, { challenge, interaction, at }: Given<UsedChallenge>) =>
  queries
    .deleteFrom("challenges")
    .where("id", "=", challenge)
    .where("interaction_id", "=", interaction)
    .where("expires_at", ">", at)
    .returning("id"),
);

export async function deleteStaleChallenges(queries: Queries, at: Date): Promise<void> {
  await queries.deleteFrom("challenges").where("expires_at", "<=", at).execute();
}
