/** Access tokens, and the assertions that have been used for one. */
import type { ClientId } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";

/** False when the assertion was used before: of two at once, one inserts. */
export async function spendAssertion(
  queries: Queries,
  { hash, expiresAt }: { hash: Buffer; expiresAt: Date },
): Promise<boolean> {
  const result = await queries
    .insertInto("assertions")
    .values({ jti_hash: hash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column("jti_hash").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function insertAccessToken(
  queries: Queries,
  { hash, client, expiresAt }: { hash: Buffer; client: ClientId; expiresAt: Date },
): Promise<void> {
  await queries
    .insertInto("access_tokens")
    .values({ hash, client_id: client, expires_at: expiresAt })
    .execute();
}

interface Presented {
  hash: Buffer;
  at: Date;
}

/** One that was given out at the very moment when its registration ended is worth nothing. */
const tokenQuery = prepare((queries, { hash, at }: Given<Presented>) =>
  queries
    .selectFrom("access_tokens")
    .innerJoin("clients", "clients.id", "access_tokens.client_id")
    .select(["client_id as client", "expires_at as expiresAt"])
    .where("hash", "=", hash)
    .where("expires_at", ">", at)
    .where("clients.ended_at", "is", null),
);

export function findAccessToken(
  queries: Queries,
  presented: Presented,
): Promise<{ client: ClientId; expiresAt: Date } | undefined> {
  return tokenQuery(presented).first(queries);
}

export async function deleteTokensOf(queries: Queries, client: ClientId): Promise<void> {
  await queries.deleteFrom("access_tokens").where("client_id", "=", client).execute();
}

/** Also what was given out at the very moment when a registration ended. */
export async function deleteStaleTokens(queries: Queries, at: Date): Promise<void> {
  await queries
    .deleteFrom("access_tokens")
    .where("client_id", "in", (ended) =>
      ended.selectFrom("clients").select("id").where("ended_at", "is not", null),
    )
    .execute();
  await queries.deleteFrom("access_tokens").where("expires_at", "<=", at).execute();
  await queries.deleteFrom("assertions").where("expires_at", "<=", at).execute();
}
