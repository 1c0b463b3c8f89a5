/**
 * How a user was authenticated, in the words of OpenID Connect and RFC 8176. The factor is the one that this server
 * verified in the handshake, never the phone's word for it.
 */
import type { Factor } from "@mtoken/protocol";

export interface AuthenticationContext {
  acr: string;
  amr: string[];
}

const strong = "urn:mtoken:sca";

/** Two factors always: the phone's keys (`pop`), and what opened them. */
export function authenticationContext({
  factor,
  isKnownComputer,
}: {
  factor: Factor;
  isKnownComputer: boolean;
}): AuthenticationContext {
  return {
    acr: isKnownComputer ? `${strong}:known-computer` : strong,
    amr: ["pop", factorMethods[factor], "mfa"],
  };
}

/**
 * `user` is RFC 8176's word for a test that somebody was there: the phone has verified its user, and nobody says whether by finger,
 * face or screen lock (docs/decisions/0018-passkeys.md).
 */
const factorMethods: Record<Factor, string> = { mpin: "pin", biometric: "user" };
