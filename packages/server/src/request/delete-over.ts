/**
 * Deletes what nobody can need any more, some rows at a time, each time in a short transaction of its own. A signature that
 * was decided stays for ever, and so does every entry of the audit log: evidence of signatures is always to be had,
 * evidence of sign-ins for as long as the operator says.
 */
import type { Kysely } from "kysely";
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
  await untilFew(() => deleteInteractions(kysely, undecidedBefore));
  await untilFew(() => deleteUndecided(kysely, undecidedBefore));
  await untilFew(() => deleteSignIns(kysely, signedInBefore));
  await untilFew(() => deleteComputers(kysely, undecidedBefore));
}

async function untilFew(deleteSome: () => Promise<bigint>): Promise<void> {
  while ((await deleteSome()) >= mostAtOnce);
}

/** With them go their challenges, their codes and the portals' states. */
async function deleteInteractions(kysely: Kysely<Tables>, before: Date): Promise<bigint> {
  const result = await kysely
    .deleteFrom("interactions")
    .where("id", "in", (from) =>
      from
        .selectFrom("interactions")
        .select("id")
        .where("expires_at", "<=", before)
        .limit(mostAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return result.numDeletedRows;
}

/** Literals, as in store.ts: a partial index serves. */
async function deleteUndecided(kysely: Kysely<Tables>, before: Date): Promise<bigint> {
  const result = await kysely
    .deleteFrom("requests")
    .where("id", "in", (from) =>
      from
        .selectFrom("requests")
        .select("id")
        .where("approval", "is", null)
        .where("status", "in", [sql.lit<RequestStatus>("expired"), sql.lit<RequestStatus>("withdrawn")])
        .where("expires_at", "<=", before)
        .limit(mostAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return result.numDeletedRows;
}

/** Approved, refused, redeemed or not: the audit log says what was decided, and has the hash of its receipt. */
async function deleteSignIns(kysely: Kysely<Tables>, before: Date): Promise<bigint> {
  const result = await kysely
    .deleteFrom("requests")
    .where("id", "in", (from) =>
      from
        .selectFrom("requests")
        .select("id")
        .where("approval", "is not", null)
        .where("kind", "=", sql.lit("sign-in"))
        .where("status", "in", ["refused", "redeemed", "expired", "withdrawn"])
        .where("expires_at", "<=", before)
        .limit(mostAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return result.numDeletedRows;
}

/** A computer that somebody knows stays. Any other is written down again when it comes again. */
async function deleteComputers(kysely: Kysely<Tables>, before: Date): Promise<bigint> {
  const result = await kysely
    .deleteFrom("computers")
    .where("id", "in", (from) =>
      from
        .selectFrom("computers as c")
        .select("c.id")
        .where("c.used_at", "<=", before)
        .where((is) =>
          is.not(
            is.exists(
              is
                .selectFrom("known_computers as k")
                .select("k.user_id")
                .whereRef("k.computer_id", "=", "c.id"),
            ),
          ),
        )
        .limit(mostAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst();
  return result.numDeletedRows;
}
