/**
 * Deletes what nobody can need any more, some rows at a time, each time in a short transaction of its own. A signature that
 * was decided stays for ever, and so does every entry of the audit log: evidence of signatures is always to be had,
 * evidence of sign-ins for as long as the operator says.
 */
import type { Kysely, SelectQueryBuilder } from "kysely";
import { sql } from "kysely";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { RequestStatus, Tables } from "../database/tables.ts";

const daySeconds = 86_400;

/** So long a relying party may still ask what became of a request that nobody decided, and a page say that it is over. */
const undecidedDays = 7;

const mostAtOnce = 500;

export async function deleteOver({ config, database, clock }: Context): Promise<void> {
  const at = clock.now();
  const undecidedBefore = later(at, -undecidedDays * daySeconds);
  const signedInBefore = later(at, -config.signInEvidenceDays * daySeconds);
  const { kysely } = database;
  // Interactions come first: what refers to a request is then gone before it, in the order in which rules lock.
  await deleteAll(kysely, "interactions", overInteractions(kysely, undecidedBefore));
  await deleteAll(kysely, "requests", overUndecided(kysely, undecidedBefore));
  await deleteAll(kysely, "requests", overSignIns(kysely, signedInBefore));
  await deleteAll(kysely, "computers", overComputers(kysely, undecidedBefore));
}

/** Deletes the rows that `over` selects by their ids. What somebody else holds is left to the next time. */
async function deleteAll<Source, From extends keyof Source, Row>(
  kysely: Kysely<Tables>,
  table: "interactions" | "requests" | "computers",
  over: SelectQueryBuilder<Source, From, Row>,
): Promise<void> {
  const some = over.limit(mostAtOnce).forUpdate().skipLocked();
  let deleted: bigint;
  do {
    const result = await sql`delete from ${sql.table(table)} where "id" in ${some}`.execute(kysely);
    deleted = result.numAffectedRows ?? 0n;
  } while (deleted >= mostAtOnce);
}

/** With them go their challenges, their codes and the portals' states. */
function overInteractions(kysely: Kysely<Tables>, before: Date) {
  return kysely.selectFrom("interactions").select("id").where("expires_at", "<=", before);
}

/** Literals, as in store.ts: a partial index serves. */
function overUndecided(kysely: Kysely<Tables>, before: Date) {
  return kysely
    .selectFrom("requests")
    .select("id")
    .where("approval", "is", null)
    .where("status", "in", [sql.lit<RequestStatus>("expired"), sql.lit<RequestStatus>("withdrawn")])
    .where("expires_at", "<=", before);
}

/** Approved, refused, redeemed or not: the audit log says what was decided, and has the hash of its receipt. */
function overSignIns(kysely: Kysely<Tables>, before: Date) {
  return kysely
    .selectFrom("requests")
    .select("id")
    .where("approval", "is not", null)
    .where("kind", "=", sql.lit("sign-in"))
    .where("status", "in", ["refused", "redeemed", "expired", "withdrawn"])
    .where("expires_at", "<=", before);
}

/** A computer that somebody knows stays. Any other is written down again when it comes again. */
function overComputers(kysely: Kysely<Tables>, before: Date) {
  return kysely
    .selectFrom("computers as c")
    .select("c.id")
    .where("c.used_at", "<=", before)
    .where((is) =>
      is.not(
        is.exists(
          is.selectFrom("user_computers as k").select("k.user_id").whereRef("k.computer_id", "=", "c.id"),
        ),
      ),
    );
}
