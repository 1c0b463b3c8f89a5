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

/** `user` is RFC 8176's word for a presence test that may be a finger or a face: the server can't tell which. */
const factorMethods: Record<Factor, string> = { mpin: "pin", biometric: "user" };
