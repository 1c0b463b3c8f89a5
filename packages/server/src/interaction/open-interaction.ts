/** Whether an interaction can still lead to something. */
import { ProtocolError } from "@mtoken/protocol";
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
