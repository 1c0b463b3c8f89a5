/** A challenge for the computer key (docs/protocol.md §8): for one signature, within two minutes. */
import type { Challenge, InteractionId } from "@mtoken/protocol";
import { newChallengeId, ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { closedFor, finishSeconds } from "./open-interaction.ts";
import { findInteraction, insertChallenge } from "./store.ts";

const challengeSeconds = 120;
/** Far more than all tabs of a browser need, and little enough that nobody fills the table. */
const mostUnused = 16;

export async function issueChallenge({ database, clock }: Context, id: InteractionId): Promise<Challenge> {
  const at = clock.now();
  const challenge = newChallengeId();
  const expiresAt = later(at, challengeSeconds);
  const openAfter = later(at, -finishSeconds);
  const made = { id: challenge, interaction: id, at, expiresAt, openAfter, most: mostUnused };
  if (await insertChallenge(database.kysely, made)) return { challenge };
  const interaction = await findInteraction(database.kysely, id);
  if (interaction === undefined) throw new ProtocolError("not_found");
  throw closedFor(interaction, openAfter) ?? new ProtocolError("rate_limited");
}
