/** `factor.begin` (docs/protocol.md §5): a challenge for a passkey that the phone is about to make, kept with its session. */
import { randomBytes } from "node:crypto";
import type { Result } from "@mtoken/protocol";
import { b64, ProtocolError } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Caller } from "../session/methods.ts";
import { keepChallenge, standingQuery } from "./store.ts";

const challengeBytes = 32;

export async function beginEnrolment(
  { database: { kysely } }: Context,
  { session, device }: Caller,
): Promise<Result<"factor.begin">> {
  const standing = await standingQuery({ device: device.id }).first(kysely);
  if (!standing?.allowed) throw new ProtocolError("biometrics_refused");
  const challenge = randomBytes(challengeBytes);
  const kept = await keepChallenge(kysely, { session: session.id, challenge });
  if (!kept) throw new ProtocolError("session_ended");
  return { challenge: b64(challenge) };
}
