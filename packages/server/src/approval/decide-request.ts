/**
 * `request.decide` (docs/protocol.md §7): the user's decision, signed by the signing key over the exact envelope. In one
 * transaction that holds the device's row everything is looked at once more, the request, and for a signature the
 * fresh handshake, are used up, and approval, receipt and audit entry are written: all of it, once, or nothing.
 */
import type { Approval, FreshFactor, Frozen, Params, Receipt, Result } from "@mtoken/protocol";
import { equalBytes, hashToken, ProtocolError, utf8 } from "@mtoken/protocol";
import { decodeJwt } from "jose";
import type { AuditEvent } from "../audit/record.ts";
import { auditRow } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import { standingQuery } from "../computer/store.ts";
import { whyUnusable } from "../computer/usable-computer.ts";
import type { Context } from "../context.ts";
import { sendTogether, sendWithCommit } from "../database/send.ts";
import { freezeUser } from "../freeze/freeze-user.ts";
import { lockUser } from "../freeze/store.ts";
import { readPolicy } from "../policy/store.ts";
import { presentStatus, redemptionSeconds } from "../request/present-status.ts";
import { newReturnCode, returnAddressOf } from "../request/return-code.ts";
import type { RequestRow } from "../request/store.ts";
import { requestQuery } from "../request/store.ts";
import type { Caller } from "../session/methods.ts";
import { channelLock, sessionLock } from "../session/store.ts";
import { approverQuery, freshFactorFor } from "./fresh-factor.ts";
import type { DecidedValues } from "./store.ts";
import { activeDeviceLock, decisionQuery } from "./store.ts";
import { verifyApproval } from "./verify-approval.ts";

/** A decision that is verified, and on its way into the database. */
interface Decided {
  caller: Caller;
  request: RequestRow;
  token: string;
  at: Date;
}

export async function decideRequest(
  context: Context,
  caller: Caller,
  { request: id, approval: token }: Params<"request.decide">,
): Promise<Result<"request.decide">> {
  const { request, takes, features } = await findClaimed(context, caller, id);
  const approval = await verifyApproval(context, { caller, request, takes, token });
  // The list that it was taken from is no longer this user's.
  if (approval.decision === "approve" && !features.includes("payments") && isOfList(request))
    throw new ProtocolError("not_allowed");
  if (approval.decision === "approve") await requireUsableComputer(context, caller, request);
  const decided: Decided = { caller, request, token, at: context.clock.now() };
  if (!areDigitsRight(request, approval)) {
    await commit(context, decided, await refusedDigits(decided));
    // The one attempt is used up, and committed as such, before the phone hears of it.
    throw new ProtocolError("wrong_digits");
  }
  const receipt = await issueReceipt(context, decided, approval.decision);
  const { code, ...outcome } = await outcomeOf(decided, approval, receipt);
  const frozen = isDisowned(approval)
    ? await commitAndFreeze(context, decided, outcome)
    : await commit(context, decided, outcome);
  const status = approval.decision === "approve" ? "approved" : "refused";
  const returnTo = returnAddressOf(context, request, code);
  return {
    ...{ status, receipt },
    ...(returnTo !== undefined && { return_to: returnTo }),
    ...(frozen && { frozen }),
  };
}

/** "This wasn't me." */
function isDisowned(approval: Approval): boolean {
  return approval.decision === "refuse" && approval.reason === "not-me";
}

interface Claimed {
  request: RequestRow;
  takes: FreshFactor;
  features: readonly string[];
}

async function findClaimed(
  { database, clock }: Context,
  { device }: Caller,
  id: RequestRow["id"],
): Promise<Claimed> {
  const [[request], [approver]] = await sendTogether(
    database.kysely,
    requestQuery({ id }),
    approverQuery({ user: device.user_id, request: id }),
  );
  if (request === undefined || request.device_id !== device.id || approver === undefined)
    throw new ProtocolError("not_found");
  const status = presentStatus(request, clock.now());
  const { features } = approver;
  if (status === "claimed")
    return { request, features, takes: freshFactorFor(readPolicy(approver), request, approver) };
  throw new ProtocolError(status === "expired" ? "request_expired" : "request_closed");
}

/** Taken from the phone's list, and from no computer's screen, as the server's own envelope says. */
function isOfList({ kind, envelope }: RequestRow): boolean {
  if (kind !== "signature" || envelope === null) return false;
  return decodeJwt<{ computer: unknown }>(envelope).computer === null;
}

/** Once more: it may have become a stranger since the phone was shown it, or strangers be refused. */
async function requireUsableComputer(
  { database: { kysely }, clock }: Context,
  { device }: Caller,
  { kind, computer_id: computer, same_device: sameDevice, digits }: RequestRow,
): Promise<void> {
  if (kind !== "sign-in" || computer === null) return;
  const { user_id: user, company_id: company } = device;
  const standing = await standingQuery({ user, computer }).first(kysely);
  const on = { company, standing, sameDevice, asksDigits: digits !== null, at: clock.now() };
  const why = await whyUnusable(kysely, on);
  if (why !== undefined) throw new ProtocolError(why);
}

/** Asked of an unknown computer only, and only of who says yes. */
function areDigitsRight({ digits }: RequestRow, approval: Approval): boolean {
  if (approval.decision === "refuse" || digits === null) return true;
  return equalBytes(utf8(digits), utf8(approval.digits ?? ""));
}

async function issueReceipt(
  { config, identity }: Context,
  { caller: { session, device }, request, token, at }: Decided,
  decision: Approval["decision"],
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

/** What goes into the request's row, and into the log. */
interface Outcome {
  values: DecidedValues;
  event: AuditEvent;
}

/** The code is given to the app once, and kept nowhere. */
type ReturnableOutcome = Outcome & { code: string | null };

async function outcomeOf(
  { caller: { session, device }, request, token, at }: Decided,
  approval: Approval,
  receipt: string,
): Promise<ReturnableOutcome> {
  const subject = {
    company: device.company_id,
    user: device.user_id,
    device: device.id,
    request: request.id,
  };
  const event = { ...subject, receipt: await hashToken(receipt) };
  const values = { ...undecided(request), approval: token, receipt, factor: session.factor };
  if (approval.decision === "refuse") {
    const reason = approval.reason ?? null;
    return {
      values: { ...values, status: "refused", reason },
      event: { kind: "request.refused", ...event },
      code: null,
    };
  }
  // An approved sign-in waits for its browser, and not for long; on the device that approved it, for its code too.
  const isSignIn = request.kind === "sign-in";
  const expires = isSignIn && { expires_at: later(at, redemptionSeconds) };
  const returning = isSignIn && request.same_device ? newReturnCode() : null;
  return {
    values: { ...values, status: "approved", ...expires, return_code_hash: returning?.hash ?? null },
    event: { kind: "request.approved", ...event },
    code: returning?.code ?? null,
  };
}

/** There is no receipt: what the user said yes to is not the computer in front of them, so nothing was decided. */
async function refusedDigits({ caller: { device }, request, token }: Decided): Promise<Outcome> {
  const subject = {
    company: device.company_id,
    user: device.user_id,
    device: device.id,
    request: request.id,
  };
  return {
    values: { ...undecided(request), status: "refused", reason: "wrong-digits", approval: token },
    event: { kind: "request.wrong-digits", ...subject, approval: await hashToken(token) },
  };
}

/** What a decision leaves as it is. */
function undecided({ expires_at }: RequestRow) {
  return { receipt: null, factor: null, reason: null, return_code_hash: null, expires_at };
}

async function commit(
  { database, events }: Context,
  { caller, request, at }: Decided,
  { values, event }: Outcome,
): Promise<void> {
  const held = { session: caller.session.id, device: caller.device.id };
  await database.kysely.transaction().execute(async (transaction) => {
    // Without device and session nothing is decided either, so there is nothing to roll back.
    const [active, stands, decided] = await sendWithCommit(
      transaction,
      activeDeviceLock(held),
      caller.session.purpose === "session"
        ? sessionLock(held)
        : channelLock({ ...held, purpose: "approve", at }),
      decisionQuery({ ...values, ...auditRow(at, event), ...held, request: request.id }),
    );
    requireDecided(active[0], stands.length === 1, decided.length === 1);
  });
  events.publish(`request:${request.id}`);
}

function requireDecided(
  device: { frozen: boolean; stopped: boolean } | undefined,
  stands: boolean,
  isDecided: boolean,
): void {
  if (device === undefined || !stands) throw new ProtocolError("session_ended");
  if (device.stopped) throw new ProtocolError("company_stopped");
  if (device.frozen) throw new ProtocolError("user_frozen");
  if (!isDecided) throw new ProtocolError("request_closed");
}

/** The refusal and all that follows from it, or neither. The rows of user and devices come first, before the request's. */
async function commitAndFreeze(
  { database, events }: Context,
  { caller, request, at }: Decided,
  { values, event }: Outcome,
): Promise<Frozen> {
  const held = { session: caller.session.id, device: caller.device.id };
  const { user_id: user, company_id: company, id: device } = caller.device;
  const { frozen, topics } = await database.kysely.transaction().execute(async (transaction) => {
    await lockUser(transaction, user);
    const [active, stands, decided] = await sendTogether(
      transaction,
      activeDeviceLock(held),
      sessionLock(held),
      decisionQuery({ ...values, ...auditRow(at, event), ...held, request: request.id }),
    );
    requireDecided(active[0], stands.length === 1, decided.length === 1);
    // A signature was asked for by the portal; its page may be open anywhere, at the user's own computer most likely.
    const computer = request.kind === "sign-in" ? request.computer_id : null;
    const about = { request: request.id, client: request.client_id, computer };
    return freezeUser(transaction, { user, company, device, about, at });
  });
  for (const topic of [`request:${request.id}` as const, ...topics]) events.publish(topic);
  return frozen;
}
