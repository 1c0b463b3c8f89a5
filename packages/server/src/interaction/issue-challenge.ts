/**
 * A challenge for the computer key (docs/protocol.md §8): for one signature, within two minutes, and not for a browser to
 * which the interaction doesn't belong.
 */
import type { Challenge, InteractionId } from "@mtoken/protocol";
import { newChallengeId, ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { browserHash } from "./browser-cookie.ts";
import { closedFor, finishSeconds, takenFor } from "./open-interaction.ts";
import { findInteraction, insertChallenge } from "./store.ts";

const challengeSeconds = 120;
/** More than all tabs of a browser need, so that another browser's don't use up this one's. */
const mostOfBrowser = 8;
/** Of all browsers, while it belongs to none: little enough that nobody fills the table. */
const mostOfInteraction = 64;

export interface Asking {
  interaction: InteractionId;
  browser: string;
}

export async function issueChallenge(
  { config, database, clock }: Context,
  { interaction: id, browser }: Asking,
): Promise<Challenge> {
  const at = clock.now();
  const challenge = newChallengeId();
  const expiresAt = later(at, challengeSeconds);
  const openAfter = later(at, -finishSeconds);
  const made = { id: challenge, interaction: id, browserHash: browserHash(id, browser), at };
  const limits = { expiresAt, openAfter, mostOfBrowser, mostOfInteraction };
  if (await insertChallenge(database.kysely, { ...made, ...limits }))
    return { challenge, rsa_bits: config.rsaBits };
  const interaction = await findInteraction(database.kysely, id);
  if (interaction === undefined) throw new ProtocolError("not_found");
  throw (
    takenFor(interaction, browser) ?? closedFor(interaction, openAfter) ?? new ProtocolError("rate_limited")
  );
}
