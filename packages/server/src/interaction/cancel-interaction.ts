/**
 * The user goes back without signing in or signing (docs/protocol.md §8). What still waits, or was approved and not yet
 * redeemed, is over with it. Only the browser that the interaction belongs to may end it.
 */
import type { Cancelled, InteractionId, RequestId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { isFinal, presentStatus } from "../request/present-status.ts";
import { requestLock } from "../request/store.ts";
import { withdrawRequest } from "../request/withdraw-request.ts";
import { isBrowserOf } from "./browser-cookie.ts";
import { returnAddress } from "./return-address.ts";
import type { InteractionRow } from "./store.ts";
import { interactionLock, markCancelled } from "./store.ts";

export interface Cancellation {
  interaction: InteractionId;
  browser: string | undefined;
}

export async function cancelInteraction(context: Context, cancellation: Cancellation): Promise<Cancelled> {
  const at = context.clock.now();
  const interaction = await context.database.kysely.transaction().execute(async (transaction) => {
    const row = await interactionLock({ id: cancellation.interaction }).first(transaction);
    if (row === undefined) throw new ProtocolError("not_found");
    // Also for what is over already: the way back has the portal's state in it.
    const isOwn = isBrowserOf({ of: row.id, browser: cancellation.browser, hash: row.browser_hash });
    if (!isOwn) throw new ProtocolError(row.browser_hash ? "begun_elsewhere" : "computer_refused");
    // Who asks twice is told the same twice.
    if (row.status === "cancelled") return row;
    if (row.status === "done") throw new ProtocolError("request_closed");
    if (row.request_id) await endPresentRequest(transaction, { row, request: row.request_id, at });
    await markCancelled(transaction, row.id);
    return row;
  });
  if (interaction.request_id) context.events.publish(`request:${interaction.request_id}`);
  return { return_to: returnAddress(interaction, context.config.signInOrigin, { error: "access_denied" }) };
}

interface Ending {
  row: InteractionRow;
  request: RequestId;
  at: Date;
}

async function endPresentRequest(transaction: Transaction, { row, request: id, at }: Ending): Promise<void> {
  const request = await requestLock({ id }).first(transaction);
  if (request === undefined) return;
  const status = presentStatus(request, at);
  if (isFinal(request.kind, status)) {
    // A signature has no second request: there is nothing left to cancel.
    if (row.kind === "signature" && status === "approved") throw new ProtocolError("request_closed");
    return;
  }
  await withdrawRequest(transaction, { request, by: "browser", at });
}
