/**
 * A relying party begins a sign-in: OAuth's pushed authorization request (RFC 9126), in small. Everything that the browser
 * could otherwise tamper with stays here; it carries away an address only.
 */
import type { ClientId, SignInAnswer, SignInRequest } from "@mtoken/protocol";
import { newInteractionId, ProtocolError } from "@mtoken/protocol";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { signInSeconds } from "../interaction/open-interaction.ts";
import { insertSignIn } from "../interaction/store.ts";

export async function beginSignIn(
  context: Context,
  { client, signIn }: { client: ClientId; signIn: SignInRequest },
): Promise<SignInAnswer> {
  const { kysely } = context.database;
  const at = context.clock.now();
  const expiresAt = later(at, signInSeconds);
  const interaction = newInteractionId();
  const inserted = await insertSignIn(kysely, {
    ...{ id: interaction, client, redirectUri: signIn.redirect_uri },
    ...{ state: signIn.state, codeChallenge: signIn.code_challenge, at, expiresAt },
  });
  if (!inserted) throw new ProtocolError("redirect_refused");
  const uri = `${context.config.signInOrigin}/i/${interaction}`;
  return { interaction, uri, expires_at: toNumericDate(expiresAt) };
}
