/**
 * A relying party begins a sign-in: OAuth's pushed authorization request (RFC 9126), in small. Everything that the browser
 * could otherwise tamper with stays here; it carries away an address only.
 */
import type { ClientId, SignInAnswer, SignInRequest } from "@mtoken/protocol";
import { newInteractionId } from "@mtoken/protocol";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { signInSeconds } from "../interaction/open-interaction.ts";
import { insertInteraction } from "../interaction/store.ts";
import { requireRedirect } from "./require-redirect.ts";

export async function beginSignIn(
  context: Context,
  { client, signIn }: { client: ClientId; signIn: SignInRequest },
): Promise<SignInAnswer> {
  const { kysely } = context.database;
  await requireRedirect(kysely, { client, redirectUri: signIn.redirect_uri });
  const at = context.clock.now();
  const expiresAt = later(at, signInSeconds);
  const interaction = newInteractionId();
  await insertInteraction(kysely, {
    id: interaction,
    client_id: client,
    kind: "sign-in",
    redirect_uri: signIn.redirect_uri,
    state: signIn.state,
    code_challenge: signIn.code_challenge,
    status: "open",
    created_at: at,
    expires_at: expiresAt,
  });
  const uri = `${context.config.signInOrigin}/i/${interaction}`;
  return { interaction, uri, expires_at: toNumericDate(expiresAt) };
}
