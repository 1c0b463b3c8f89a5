/**
 * Writes down what the clock has ended, and deletes what is used up: expired requests lose their keys, codes, tokens
 * and challenges go. Nothing relies on it: every rule asks the clock itself (present-status.ts).
 */
import type { Context } from "../context.ts";
import { deleteStaleChallenges } from "../interaction/store.ts";
import { deleteStaleTokens } from "../relying-party/token-store.ts";
import { expireRequests } from "./store.ts";

const mostAtOnce = 500;

export async function sweepRequests({ database, clock, events }: Context): Promise<void> {
  const at = clock.now();
  for (;;) {
    const expired = await expireRequests(database.kysely, { at, most: mostAtOnce });
    for (const request of expired) events.publish(`request:${request}`);
    if (expired.length < mostAtOnce) break;
  }
  await deleteStaleChallenges(database.kysely, at);
  await deleteStaleTokens(database.kysely, at);
}
