/** A challenge for the computer key (docs/protocol.md §8): for one signature, within two minutes. */
import type { Challenge, InteractionId } from "@mtoken/protocol";
import { newChallengeId, ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { closedFor } from "./open-interaction.ts";
import { findInteraction, insertChallenge } from "./store.ts";

const challengeSeconds = 120;
/** Far more than all tabs of a browser need, and little enough that nobody fills the table. */
const mostUnused = 16;

export async function issueChallenge(context: Context, id: InteractionId): Promise<Challenge> {
  const { kysely } = context.database;
  const at = context.clock.now();
  const interaction = await findInteraction(kysely, id);
  if (interaction === undefined) throw new ProtocolError("not_found");
  const closed = closedFor(interaction, at);
  if (closed) throw closed;
  const challenge = newChallengeId();
  const expiresAt = later(at, challengeSeconds);
  const stored = await insertChallenge(kysely, {
    id: challenge,
    interaction: id,
    at,
    expiresAt,
    most: mostUnused,
  });
  if (!stored) throw new ProtocolError("rate_limited");
  return { challenge };
}
