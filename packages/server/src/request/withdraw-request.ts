/**
 * A request is taken back: by its relying party, or by the browser that shows it. What is decided stays decided, but
 * for a sign-in that was approved and not yet redeemed: nobody has got in with it so far.
 */
import { ProtocolError } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { isFinal, presentStatus } from "./present-status.ts";
import type { LockedRequest } from "./store.ts";
import { endRequest } from "./store.ts";

export interface Withdrawal {
  /** As it is under the caller's lock. */
  request: LockedRequest;
  by: "relying-party" | "browser";
  at: Date;
}

export async function withdrawRequest(
  transaction: Transaction,
  { request, by, at }: Withdrawal,
): Promise<void> {
  const status = presentStatus(request, at);
  if (status === "expired") throw new ProtocolError("request_expired");
  if (isFinal(request.kind, status)) throw new ProtocolError("request_closed");
  await endRequest(transaction, { request: request.id, from: [status], to: "withdrawn" });
  await recordAudit(transaction, at, {
    kind: "request.withdrawn",
    company: request.company_id ?? undefined,
    request: request.id,
    client: request.client_id,
    by,
  });
}
