/** Ends a session of the portal with the sign-in that opened it, as each portal should (docs/protocol.md §8). */
import type { ExchangeAnswer } from "@mtoken/protocol";
import type { RelyingParty } from "@mtoken/relying-party";
import type { PortalSessions } from "./portal-sessions.ts";

/** Less than the day for which ends are told. */
const longestSessionMilliseconds = 12 * 3_600_000;

export interface FollowSignIn {
  mtoken: RelyingParty;
  sessions: PortalSessions;
}

/** Goes on in the background until either of them ends. Who hears of no end any more lets nobody stay signed in. */
export function followSignIn(
  { mtoken, sessions }: FollowSignIn,
  cookie: string,
  { request }: ExchangeAnswer,
): void {
  const signal = AbortSignal.any([
    sessions.signalOf(cookie),
    AbortSignal.timeout(longestSessionMilliseconds),
  ]);
  mtoken.endOfSignIn(request, { signal }).then(
    (over) => sessions.close(cookie, over?.reason ?? null),
    () => sessions.close(cookie, null),
  );
}
