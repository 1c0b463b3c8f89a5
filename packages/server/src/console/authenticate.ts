/** Who calls the console's API: its session's cookie says so, and the database whether that still holds. */
import { ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { hashOfSecret } from "./console-cookie.ts";
import type { SessionUser } from "./store.ts";
import { deleteStaleSessions, sessionUse } from "./store.ts";

/** Without a call for so long, a session ends. */
const idleSeconds = 15 * 60;

export interface Called {
  /** What the cookie holds. */
  secret: string | undefined;
  /** The page asks by itself: that keeps no session open. */
  polls: boolean;
}

/** Throws `sign_in_required` when there is no session, or none any more. */
export async function authenticate(
  { database, clock }: Pick<Context, "database" | "clock">,
  { secret, polls }: Called,
): Promise<SessionUser> {
  if (secret === undefined) throw new ProtocolError("sign_in_required");
  const at = clock.now();
  const use = { hash: hashOfSecret(secret), at, idleSince: later(at, -idleSeconds), polls };
  const user = await sessionUse(use).first(database.kysely);
  if (user === undefined) throw new ProtocolError("sign_in_required");
  return user;
}

export async function sweepConsoleSessions({ database, clock }: Context): Promise<void> {
  const at = clock.now();
  await deleteStaleSessions(database.kysely, { at, idleSince: later(at, -idleSeconds) });
}
