/**
 * The end of a relying party's registration: its keys and tokens are worth nothing from then on, and whatever it has open is
 * taken back. What was signed for it stays, evidence and all, and so does its row, which says whose that was.
 */
import type { ClientId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { OperatorError } from "../operator-error.ts";
import { withdrawRequestsOf } from "../request/store.ts";
import { markEnded } from "./client-store.ts";
import { deleteTokensOf } from "./token-store.ts";

export interface EndedClient {
  /** How many open requests were taken back with it. */
  withdrawn: number;
}

/** Throws OperatorError when there is no such registration, or none any more. */
export async function endClient(context: Context, client: ClientId): Promise<EndedClient> {
  const at = context.clock.now();
  const withdrawn = await context.database.kysely.transaction().execute(async (transaction) => {
    if (!(await markEnded(transaction, { client, at })))
      throw new OperatorError(`There is no relying party ${client}.`);
    await deleteTokensOf(transaction, client);
    await cancelInteractions(transaction, client);
    const requests = await withdrawRequestsOf(transaction, client);
    await recordAudit(transaction, at, { kind: "client.ended", client, withdrawn: requests.length });
    return requests;
  });
  for (const request of withdrawn) context.events.publish(`request:${request}`);
  return { withdrawn: withdrawn.length };
}

/** Before their requests, as rules lock them: nobody begins at these pages any more. */
async function cancelInteractions(transaction: Transaction, client: ClientId): Promise<void> {
  await transaction
    .updateTable("interactions")
    .set({ status: "cancelled" })
    .where("client_id", "=", client)
    .where("status", "=", "open")
    .execute();
}
