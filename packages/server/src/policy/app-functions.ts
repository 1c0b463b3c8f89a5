/**
 * What of the app a user may use besides mToken itself (M16, M17): set by an administrator, and looked at by every statement
 * that would give something of it, so that it holds in sessions that are open too.
 */
import type { AppFunction, UserId } from "@mtoken/protocol";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";

/** For a condition on `users`: whether the app lists for them what waits for their signature. */
export const listsPayments: RawBuilder<boolean> = sql<boolean>`users.features @> '["payments"]'`;

const functionsQuery = prepare((queries, { user }: Given<{ user: UserId }>) =>
  queries.selectFrom("users").select("features").where("id", "=", user),
);

export async function hasFunction(queries: Queries, user: UserId, wanted: AppFunction): Promise<boolean> {
  const found = await functionsQuery({ user }).first(queries);
  return found?.features.includes(wanted) ?? false;
}
