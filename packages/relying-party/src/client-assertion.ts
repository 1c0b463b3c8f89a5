/** `private_key_jwt`: the relying party shows who it is with a signature, never with a shared secret (RFC 7523 §2.2 and §3). */
import type { CryptoKey } from "@mtoken/protocol";
import { SignJWT } from "jose";

/** What an assertion is made of. */
export interface AssertionOptions {
  clientId: string;
  /** The sign-in origin. */
  audience: string;
  key: CryptoKey;
  kid?: string | undefined;
  clock: Clock;
}

/** Where the client has the time from, in milliseconds since 1970. */
export interface Clock {
  now(): number;
}

const lifeSeconds = 60;

/** Signs an assertion that is good for a minute and for one use. */
export function signAssertion({ clientId, audience, key, kid, clock }: AssertionOptions): Promise<string> {
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: "PS512", ...(kid !== undefined && { kid }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifeSeconds)
    .sign(key);
}
