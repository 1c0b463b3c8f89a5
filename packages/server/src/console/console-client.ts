/**
 * The console as a relying party of its own server: people sign in to it as they do to a portal. It has no keys, so nobody can be it
 * from outside; and it alone is for the operator's people too.
 */
import type { ClientId } from "@mtoken/protocol";
import { newClientId } from "@mtoken/protocol";
import { sql } from "kysely";
import type { Context } from "../context.ts";

/** What phones show. */
const name = "mtoken console";

/** Where the sign-in page leads back to. */
export function callbackOf(consoleOrigin: string): string {
  return `${consoleOrigin}/callback`;
}

/** Made at the first need, and kept to the origin that the operator sets. */
export async function consoleClient({
  database,
  clock,
  config,
}: Pick<Context, "database" | "clock" | "config">): Promise<ClientId> {
  const origin = config.consoleOrigin;
  const row = {
    ...{ id: newClientId(), kind: "console" as const, name, origin, created_at: clock.now() },
    redirect_uris: JSON.stringify([callbackOf(origin)]),
    jwks: JSON.stringify({ keys: [] }),
  };
  const known = await findConsole(database.kysely);
  if (known?.origin === origin) return known.id;
  const { id } = await database.kysely
    .insertInto("clients")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("kind")
        .where("kind", "=", sql.lit("console"))
        .doUpdateSet({ origin, redirect_uris: row.redirect_uris }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

function findConsole(
  queries: Context["database"]["kysely"],
): Promise<{ id: ClientId; origin: string } | undefined> {
  return queries
    .selectFrom("clients")
    .select(["id", "origin"])
    .where("kind", "=", "console")
    .executeTakeFirst();
}
