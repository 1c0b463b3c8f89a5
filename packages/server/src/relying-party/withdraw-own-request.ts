/** A relying party takes a request back, as long as nothing has come of it. */
import type { RequestInfo } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { findRequestOfClient, requestLock } from "../request/store.ts";
import { withdrawRequest } from "../request/withdraw-request.ts";
import type { OwnRequest } from "./follow-request.ts";
import { infoOf } from "./follow-request.ts";

export async function withdrawOwnRequest(context: Context, own: OwnRequest): Promise<RequestInfo> {
  const at = context.clock.now();
  const withdrawn = await context.database.kysely.transaction().execute(async (transaction) => {
    const found = await findRequestOfClient(transaction, own);
    const request = found && (await requestLock({ id: found.id }).first(transaction));
    if (request === undefined) throw new ProtocolError("not_found");
    await withdrawRequest(transaction, { request, by: "relying-party", at });
    return request;
  });
  context.events.publish(`request:${own.request}`);
  return infoOf({ ...withdrawn, status: "withdrawn" }, at);
}
