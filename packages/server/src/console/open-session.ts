/**
 * Signing in to the console, with mtoken itself: the authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636), within one
 * process. The browser keeps the verifier; `state` is bound to it, so that nobody signs a browser in as somebody else by a
 * link to the callback.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { ProtocolError } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { beginSignIn } from "../relying-party/begin-sign-in.ts";
import { exchangeCode } from "../relying-party/exchange-code.ts";
import { callbackOf, consoleClient } from "./console-client.ts";
import { hashOfSecret, newSecret } from "./console-cookie.ts";
import { deleteSession, insertSession } from "./store.ts";

/** However busy it is kept: after that one signs in anew. */
export const sessionSeconds = 8 * 3600;

export interface Beginning {
  /** Where the browser goes. */
  uri: string;
  /** For the beginning's cookie. */
  verifier: string;
}

export async function beginSession(context: Context): Promise<Beginning> {
  const verifier = newSecret();
  const { uri } = await beginSignIn(context, {
    client: await consoleClient(context),
    signIn: {
      redirect_uri: callbackOf(context.config.consoleOrigin),
      state: stateOf(verifier),
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    },
  });
  return { uri, verifier };
}

export interface Return {
  code: string;
  state: string;
  /** What the beginning's cookie holds. */
  verifier: string | undefined;
  /** What the session's cookie holds: the browser forgets it now, so that nobody could sign that session out any more. */
  before: string | undefined;
}

/** For the session's cookie. */
export async function openSession(
  context: Context,
  { code, state, verifier, before }: Return,
): Promise<{ secret: string }> {
  if (verifier === undefined || !isSame(state, stateOf(verifier)))
    throw new ProtocolError("redemption_refused");
  const client = await consoleClient(context);
  const { request } = await exchangeCode(context, { client, exchange: { code, code_verifier: verifier } });
  const at = context.clock.now();
  const secret = newSecret();
  await context.database.kysely.transaction().execute(async (transaction) => {
    const opened = await insertSession(transaction, {
      ...{ hash: hashOfSecret(secret), request, at },
      expiresAt: later(at, sessionSeconds),
    });
    // The device has ended since.
    if (opened === undefined) throw new ProtocolError("redemption_refused");
    if (before !== undefined) await deleteSession(transaction, hashOfSecret(before));
    const { company_id: company, user_id: user, device_id: device } = opened;
    await recordAudit(transaction, at, { kind: "console.opened", company, user, device });
  });
  return { secret };
}

function stateOf(verifier: string): string {
  return createHash("sha512").update("mtoken-console-state ").update(verifier).digest("base64url");
}

function isSame(a: string, b: string): boolean {
  const [given, expected] = [Buffer.from(a), Buffer.from(b)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
