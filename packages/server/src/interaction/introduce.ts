/** What the page says before anything has happened (docs/protocol.md §8): who asks, for what, and the way back. */
import type { InteractionId, InteractionInfo } from "@mtoken/protocol";
import { ProtocolError, titleOf } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { presentStatus } from "../request/present-status.ts";
import { isBrowserOf } from "./browser-cookie.ts";
import { returnAddress } from "./return-address.ts";
import { findIntroduction } from "./store.ts";

type Introduction = NonNullable<Awaited<ReturnType<typeof findIntroduction>>>;

export interface Arrival {
  interaction: InteractionId;
  browser: string | undefined;
}

export async function introduce(
  context: Context,
  { interaction, browser }: Arrival,
): Promise<InteractionInfo> {
  const row = await findIntroduction(context.database.kysely, interaction);
  if (row === undefined) throw new ProtocolError("not_found");
  const { signInOrigin, deskPhone } = context.config;
  const status = statusOf(row, context.clock.now());
  const isOwn = isBrowserOf({ of: row.id, browser, hash: row.browser_hash });
  return {
    kind: row.kind,
    relying_party: { name: row.client_name, origin: row.client_origin },
    status,
    title: row.content === null ? null : titleOf(row.content),
    // With the portal's state in it, which ties the answer to the portal's own session: whoever knows the address of
    // the page gets none of it, and goes back to the portal's front door.
    decided: decisionOf(row),
    return_to: isOwn ? wayBack(row, status, signInOrigin) : null,
    ...(deskPhone !== undefined && { desk_phone: deskPhone }),
  };
}

/** A signature is over with its request; a sign-in may have one request after the other. */
function statusOf(row: Introduction, now: Date): InteractionInfo["status"] {
  if (row.status !== "open") return row.status;
  if (row.kind === "sign-in" || row.request_status === null || row.request_expires_at === null) {
    return now >= row.expires_at ? "expired" : "open";
  }
  const request = { kind: row.kind, status: row.request_status, expires_at: row.request_expires_at };
  switch (presentStatus(request, now)) {
    case "waiting":
    case "claimed":
      return "open";
    case "expired":
      return "expired";
    case "withdrawn":
      return "cancelled";
    case "approved":
    case "refused":
    case "redeemed":
      return "done";
  }
}

/** Told beside the title to whoever knows the address. What became of a sign-in is for its own browser to know. */
function decisionOf({ kind, request_status, decided_at }: Introduction): InteractionInfo["decided"] {
  if (kind !== "signature" || decided_at === null) return null;
  const at = toNumericDate(decided_at);
  if (request_status === "approved" || request_status === "refused") return { status: request_status, at };
  return null;
}

/** The way back of a sign-in that was done leads nowhere: its code was given out once, to who redeemed it. */
function wayBack(row: Introduction, status: InteractionInfo["status"], issuer: string): string | null {
  if (status !== "done") return returnAddress(row, issuer, { error: "access_denied" });
  return row.kind === "signature" ? returnAddress(row, issuer, {}) : null;
}
