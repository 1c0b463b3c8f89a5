/** Deletes notices and given up deliveries that nobody looks at any more. */
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { deleteStaleDead, deleteUnsent } from "./delivery-store.ts";
import { deleteStaleNotices } from "./store.ts";

/** So long what was given up stays to be looked at. */
const deadSeconds = 30 * 86_400;
/** What is sent looks at its end itself, and is given up then; a day later it is clear that nobody sends it. */
const unsentSeconds = 86_400;

export async function sweepNotices({ database, clock }: Context): Promise<void> {
  const at = clock.now();
  await deleteStaleNotices(database.kysely, at);
  await deleteUnsent(database.kysely, later(at, -unsentSeconds));
  await deleteStaleDead(database.kysely, later(at, -deadSeconds));
}
