/** Whether an interaction can still lead to something. */
import { ProtocolError } from "@mtoken/protocol";
import { isBrowserOf } from "./browser-cookie.ts";
import type { InteractionRow } from "./store.ts";

/** A sign-in page may stand this long, with one QR code after the other, before the portal has to begin anew. */
export const signInSeconds = 30 * 60;

/** Who begins in the last moment still has the time to scan, decide and redeem. */
export const finishSeconds = 10 * 60;

/** Why nothing can come of it any more, or undefined while something can. */
export function closedFor(
  interaction: Pick<InteractionRow, "status" | "expires_at">,
  now: Date,
): ProtocolError | undefined {
  if (interaction.status !== "open") return new ProtocolError("request_closed");
  if (now >= interaction.expires_at) return new ProtocolError("request_expired");
  return undefined;
}

type Bound = Pick<InteractionRow, "id" | "kind" | "browser_hash">;

/**
 * Why this browser may not begin: a sign-in is its first browser's, or who knows the address could end the victim's code,
 * or have the victim confirm his own. A signature signs no browser in and is its user's alone, so its page may
 * move on to another computer.
 */
export function takenFor(interaction: Bound, browser: string | undefined): ProtocolError | undefined {
  const { id, kind, browser_hash: hash } = interaction;
  if (kind === "signature" || hash === null || isBrowserOf({ of: id, browser, hash })) return undefined;
  return new ProtocolError("begun_elsewhere");
}

/** One every half minute: each makes a request, and may bring another computer key, which the table keeps for a while. */
const mostBegins = { "sign-in": 60, signature: 600 } as const;

/** Why it may not be begun once more: the portal begins anew. */
export function wornOut({
  kind,
  begins,
}: Pick<InteractionRow, "kind" | "begins">): ProtocolError | undefined {
  return begins < mostBegins[kind] ? undefined : new ProtocolError("request_expired");
}
