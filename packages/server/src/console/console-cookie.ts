/**
 * The console's two cookies. `Lax` and not `Strict`: the one of a beginning must come along when the sign-in page leads back, and
 * the session's with a link in a mail. No other page gains by it, since whatever changes something asks for the page's own origin
 * (http/same-origin.ts).
 */
import { hash, randomBytes } from "node:crypto";

const options = { path: "/", secure: true, httpOnly: true, sameSite: "lax" } as const;

/** A session's; its value is in the database only as a hash. */
export const consoleCookie = { name: "__Host-mtoken-console", options } as const;

/** A beginning's: PKCE's verifier, which nobody but this browser ever has (RFC 7636). */
export const beginningCookie = { name: "__Host-mtoken-console-begin", options } as const;

const form = /^[A-Za-z0-9_-]{43}$/;

export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the browser holds under this name; undefined when it is nothing that we could have given. */
export function readSecret(
  cookies: Readonly<Record<string, string | undefined>>,
  { name }: { name: string },
): string | undefined {
  const value = cookies[name];
  return value !== undefined && form.test(value) ? value : undefined;
}

/** 256 random bits need no slow hash. */
export function hashOfSecret(secret: string): Buffer {
  return hash("sha512", secret, "buffer");
}
