/**
 * What a portal keeps in its own session between sending a browser away and seeing it again: `state` against
 * forged returns, and PKCE's verifier (RFC 7636 §4.1), which makes a stolen code worthless.
 */
import type { InteractionId } from "@mtoken/protocol";
import { b64, randomBytes, utf8 } from "@mtoken/protocol";

/** A sign-in under way. Keep it in the browser's session at the portal, and nowhere the browser can read it. */
export interface PendingSignIn {
  interaction: InteractionId;
  /** Where to send the browser. */
  uri: string;
  state: string;
  codeVerifier: string;
  /** NumericDate. */
  expiresAt: number;
}

/** A fresh `state` or code verifier: 256 random bits. */
export function newSecret(): string {
  return b64(randomBytes(32));
}

/** PKCE's `S256` (RFC 7636 §4.2). */
export async function codeChallengeOf(codeVerifier: string): Promise<string> {
  return b64(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(codeVerifier))));
}
