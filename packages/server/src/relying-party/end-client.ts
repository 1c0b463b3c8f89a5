/**
 * The end of a relying party's registration: its keys and tokens are worth nothing from then on, and whatever it has open is
 * taken back. What was signed for it stays, evidence and all, and so does its row, which says whose that was.
 */
import type { ClientId, RequestId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { OperatorError } from "../operator-error.ts";
import { withdrawRequestsOf } from "../request/store.ts";
import { markEnded } from "./client-store.ts";
import { deleteTokensOf } from "./token-store.ts";

export interface EndedClient {
  /** How many open requests were taken back with it. */
  withdrawn: number;
}

/** For the command line. Throws OperatorError when there is no such registration, or none any more. */
export async function endClient(context: Context, client: ClientId): Promise<EndedClient> {
  const at = context.clock.now();
  const withdrawn = await context.database.kysely.transaction().execute(async (transaction) => {
    const facts = { by: "command-line" };
    const requests = await endRegistration(transaction, { client, facts, at });
    if (requests === undefined) throw new OperatorError(`There is no relying party ${client}.`);
    return requests;
  });
  tellWithdrawn(context, withdrawn);
  return { withdrawn: withdrawn.length };
}

export interface EndRegistration {
  client: ClientId;
  /** Who did it, how, and why. */
  facts: Readonly<Record<string, string>>;
  at: Date;
}

/** The requests that were open, for who tells of them after the commit; undefined for what is not registered, or no more. */
export async function endRegistration(
  transaction: Transaction,
  { client, facts, at }: EndRegistration,
): Promise<RequestId[] | undefined> {
  if (!(await markEnded(transaction, { client, at }))) return undefined;
  await deleteTokensOf(transaction, client);
  await cancelInteractions(transaction, client);
  const requests = await withdrawRequestsOf(transaction, client);
  await recordAudit(transaction, at, { kind: "client.ended", client, withdrawn: requests.length, ...facts });
  await tellReaders(transaction, { kind: "client.ended", data: {}, readers: "officers", at });
  return requests;
}

export function tellWithdrawn({ events }: Pick<Context, "events">, requests: readonly RequestId[]): void {
  for (const request of requests) events.publish(`request:${request}`);
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
