/**
 * What a device is told that may not go on (docs/protocol.md §5): signed by the identity key over message 1, since a
 * phone that wiped or counted on anybody's word could be made to wipe by everybody.
 */
import type { CompanyId, Refusal } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { isWithdrawn } from "../integrity/withdraw-app.ts";
import { isCompanyStopped } from "../policy/store.ts";

/** The next message, or a refusal in its place. */
export type Reply = { kind: "message" | "refusal"; token: string };

export interface RefusalFacts {
  /** The hash of the message 1 that is answered. */
  message1: string;
  reason: Refusal["reason"];
  /** Tries that a device has which may go on. */
  left?: number;
}

export function signRefusal(
  { identity, config, clock }: Context,
  { message1, reason, left = 0 }: RefusalFacts,
): Promise<string> {
  const refusal: Refusal = {
    iss: config.serverOrigin,
    message_1: message1,
    reason,
    tries_left: left,
    iat: toNumericDate(clock.now()),
  };
  return identity.sign("mtoken-refusal+jws", refusal);
}

/** Why a live device was given nothing: its app is withdrawn, its company stopped, or its handshake is not good any more. */
export async function refusalCode(
  context: Context,
  { app, company }: { app: string | null; company: CompanyId },
): Promise<"app_withdrawn" | "company_stopped" | "handshake_refused"> {
  if (await isWithdrawn(context, app)) return "app_withdrawn";
  return (await isCompanyStopped(context.database.kysely, company)) ? "company_stopped" : "handshake_refused";
}
