/**
 * `request.decide` (docs/protocol.md §7): the user's decision, signed by the signing key over the exact envelope. In one
 * transaction that holds the device's row everything is looked at once more, the request, and for a signature the
 * fresh handshake, are used up, and approval, receipt and audit entry are written: all of it, once, or nothing.
 */
import type { Approval, Params, Receipt, Result } from "@mtoken/protocol";
import { equalBytes, hashToken, ProtocolError, utf8 } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { presentStatus, redemptionSeconds } from "../request/present-status.ts";
import type { RequestRow } from "../request/store.ts";
import { findRequest } from "../request/store.ts";
import type { Caller } from "../session/methods.ts";
import { consumeChannel, sessionStands } from "../session/store.ts";
import { decideRow, lockActiveDevice } from "./store.ts";
import { verifyApproval } from "./verify-approval.ts";

/** What the server makes of an approval: wrong digits turn a yes into a refusal. */
interface Decided {
  caller: Caller;
  request: RequestRow;
  approval: Approval;
  token: string;
  decision: Approval["decision"];
  wrongDigits: boolean;
  receipt: string;
  at: Date;
}

export async function decideRequest(
  context: Context,
  caller: Caller,
  { request: id, approval: token }: Params<"request.decide">,
): Promise<Result<"request.decide">> {
  const request = await findClaimed(context, caller, id);
  const approval = await verifyApproval(context, { caller, request, token });
  const wrongDigits = !areDigitsRight(request, approval);
  const decision = wrongDigits ? "refuse" : approval.decision;
  const at = context.clock.now();
  const receipt = await issueReceipt(context, { caller, request, token, decision, at });
  const decided: Decided = { caller, request, approval, token, decision, wrongDigits, receipt, at };
  await context.database.kysely.transaction().execute((transaction) => decide(transaction, decided));
  context.events.publish(`request:${id}`);
  // The one attempt is used up, and committed as such, before the phone hears of it.
  if (wrongDigits) throw new ProtocolError("wrong_digits");
  return { status: decision === "approve" ? "approved" : "refused", receipt };
}

async function findClaimed(
  { database, clock }: Context,
  { device }: Caller,
  id: RequestRow["id"],
): Promise<RequestRow> {
  const request = await findRequest(database.kysely, id);
  if (request === undefined || request.device_id !== device.id) throw new ProtocolError("not_found");
  const status = presentStatus(request, clock.now());
  if (status === "claimed") return request;
  throw new ProtocolError(status === "expired" ? "request_expired" : "request_closed");
}

/** Asked of an unknown computer only, and only of who says yes. */
function areDigitsRight({ digits }: RequestRow, approval: Approval): boolean {
  if (approval.decision === "refuse" || digits === null) return true;
  return equalBytes(utf8(digits), utf8(approval.digits ?? ""));
}

interface ReceiptFacts extends Pick<Decided, "caller" | "request" | "token" | "decision" | "at"> {}

async function issueReceipt(
  { config, identity }: Context,
  { caller: { session, device }, request, token, decision, at }: ReceiptFacts,
): Promise<string> {
  if (request.envelope === null || device.certificate === null) throw new ProtocolError("request_closed");
  const receipt: Receipt = {
    iss: config.serverOrigin,
    request: request.id,
    kind: request.kind,
    decision,
    envelope: await hashToken(request.envelope),
    approval: await hashToken(token),
    certificate: await hashToken(device.certificate),
    device: device.id,
    user: device.user_id,
    company: device.company_id,
    // What the server itself verified when it opened this session, never the phone's word.
    factor: session.factor,
    handshake: session.id,
    iat: toNumericDate(at),
  };
  return identity.sign("mtoken-receipt+jws", receipt);
}

async function decide(transaction: Transaction, decided: Decided): Promise<void> {
  const { caller, request, approval, token, decision, wrongDigits, receipt, at } = decided;
  const { session, device } = caller;
  const active = await lockActiveDevice(transaction, device.id);
  if (!active || !(await holdSession(transaction, caller, at))) throw new ProtocolError("session_ended");
  const audit = await recordAudit(transaction, at, {
    kind: decision === "approve" ? "request.approved" : "request.refused",
    company: device.company_id,
    user: device.user_id,
    device: device.id,
    request: request.id,
    receipt: await hashToken(receipt),
  });
  const reason = approval.decision === "refuse" ? (approval.reason ?? null) : null;
  const values = {
    status: decision === "approve" ? "approved" : "refused",
    approval: token,
    receipt,
    reason: wrongDigits ? "wrong-digits" : reason,
    factor: session.factor,
    audit_id: audit,
    decided_at: at,
    // An approved sign-in waits for its browser, and not for long.
    ...(request.kind === "sign-in" && { expires_at: later(at, redemptionSeconds) }),
  } as const;
  const done = await decideRow(transaction, { request: request.id, device: device.id, at, values });
  if (!done) throw new ProtocolError("request_closed");
}

/** A channel is used up together with what it was opened for; a session only has to stand. */
function holdSession(transaction: Transaction, { session, device }: Caller, at: Date): Promise<boolean> {
  if (session.purpose === "session")
    return sessionStands(transaction, { session: session.id, device: device.id });
  return consumeChannel(transaction, { session: session.id, device: device.id, at });
}
