/**
 * The browser redeems an approved sign-in (docs/protocol.md §8), after it has named the user and asked. It shows that it
 * is the one that began: by its cookie, by a fresh signature of its computer key, and where the app opened the request on
 * its own device, by the code that the app gave its browser. The device's row is locked
 * while its standing is looked at, so that a deactivation comes before this or after it, never in between.
 */
import { createHash, randomBytes } from "node:crypto";
import type {
  CompanyId,
  ComputerId,
  DeviceId,
  InteractionId,
  Redeemed,
  RequestId,
  UserId,
} from "@mtoken/protocol";
import { ProtocolError, verifyComputerProof } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import { askEnrolment } from "../computer/ask-enrolment.ts";
import { type CookieAnswer, rotateCookie, takeCookie } from "../computer/computer-cookie.ts";
import {
  type Standing as ComputerStanding,
  isKnown,
  type KeptCookie,
  knownUntil,
  redeemingLock,
  renewKnown,
} from "../computer/store.ts";
import { whyUnusable } from "../computer/usable-computer.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import type { Standing } from "../device/standing.ts";
import { standingOf } from "../device/standing.ts";
import { presentStatus } from "../request/present-status.ts";
import { isReturnCode } from "../request/return-code.ts";
import type { LockedRequest } from "../request/store.ts";
import { endRequest, markRedeemed, requestLock } from "../request/store.ts";
import { isBrowserOf } from "./browser-cookie.ts";
import { returnAddress } from "./return-address.ts";
import type { InteractionRow } from "./store.ts";
import { challengeUse, completeInteraction, deviceOfRequestLock, interactionLock } from "./store.ts";

/** The code goes from the browser to the relying party and straight back to us. */
const codeSeconds = 60;

export interface Redemption {
  interaction: InteractionId;
  proof: string;
  browser: string | undefined;
  /** What the cookie of the browser's computer holds. */
  computerCookie: string | undefined;
  returnCode: string | undefined;
}

interface Verified {
  interaction: InteractionId;
  request: RequestId;
  computer: ComputerId;
  browser: string;
  cookie: string | undefined;
  returnCode: string | undefined;
  /** Whether the browser asks besides that its computer be remembered. */
  remember: boolean;
  at: Date;
}

export async function redeemRequest(
  context: Context,
  redemption: Redemption,
): Promise<{ redeemed: Redeemed; cookie: CookieAnswer }> {
  const { proof, computer } = await verifyComputerProof({
    token: redemption.proof,
    aud: context.config.signInOrigin,
  });
  const { interaction, browser, returnCode } = redemption;
  if (proof.action !== "redeem" || proof.interaction !== interaction || browser === undefined) {
    throw new ProtocolError("computer_refused");
  }
  const verified = {
    interaction,
    request: proof.request,
    computer,
    browser,
    cookie: redemption.computerCookie,
    returnCode,
    remember: proof.remember === true,
    at: context.clock.now(),
  };
  const { outcome, over } = await context.database.kysely.transaction().execute(async (transaction) => {
    // Locks are taken in one order everywhere: device, interaction, request, computer.
    const [challenges, devices, interactions, requests, computers] = await sendTogether(
      transaction,
      challengeUse({ ...verified, challenge: proof.challenge }),
      deviceOfRequestLock(verified),
      interactionLock({ id: interaction }),
      requestLock({ id: verified.request }),
      redeemingLock(verified),
    );
    const held = {
      ...{ device: devices[0], interaction: interactions[0], request: requests[0] },
      computer: computers[0],
    };
    return challenges.length === 1
      ? redeem(context, transaction, verified, held)
      : { outcome: new ProtocolError("computer_refused"), over: [] };
  });
  for (const ended of over) context.events.publish(`request:${ended}`);
  const refused = outcome instanceof ProtocolError;
  // A wrong return code has ended the request.
  if (!refused || outcome.code === "return_code_refused") {
    context.events.publish(`request:${verified.request}`);
  }
  if (refused) throw outcome;
  const returnTo = returnAddress(outcome.interaction, context.config.signInOrigin, { code: outcome.code });
  if (returnTo === null) throw new TypeError("A sign-in has no redirect address.");
  return { redeemed: { return_to: returnTo }, cookie: outcome.cookie };
}

/** The rows that a redemption is about, locked. */
interface Held {
  device: RedeemedDevice | undefined;
  interaction: InteractionRow | undefined;
  request: LockedRequest | undefined;
  computer: (KeptCookie & NonNullable<ComputerStanding> & { description: string }) | undefined;
}

type RedeemedDevice = Standing & {
  frozen: boolean;
  stopped: boolean;
  id: DeviceId;
  user_id: UserId;
  company_id: CompanyId;
};

interface Outcome {
  interaction: InteractionRow;
  code: string;
  cookie: CookieAnswer;
}

interface Tried {
  outcome: Outcome | ProtocolError;
  /** Sign-ins that ended since their computer is not what it was: also where this one is refused for that. */
  over: RequestId[];
}

/** Refusals are returned, not thrown: the challenge stays used up. */
async function redeem(
  context: Context,
  transaction: Transaction,
  redemption: Verified,
  held: Held,
): Promise<Tried> {
  const rows = approvedRows(redemption, held);
  if (rows instanceof ProtocolError) return { outcome: rows, over: [] };
  const { at, computer, cookie: value } = redemption;
  const description = held.computer?.description ?? "";
  const presented = { computer, value, kept: held.computer, description, at };
  const { kept, lost, over } = await takeCookie(transaction, presented);
  const on = { kept, standing: lost ? undefined : held.computer, description };
  return { outcome: await redeemOn(context, transaction, redemption, { ...rows, ...on }), over };
}

interface ApprovedRows {
  device: RedeemedDevice;
  interaction: InteractionRow;
  request: LockedRequest;
}

function approvedRows(
  redemption: Verified,
  { device, interaction, request }: Held,
): ApprovedRows | ProtocolError {
  if (!request || !interaction || !isFromOwnComputer(request, redemption)) {
    return new ProtocolError("computer_refused");
  }
  if (!device || standingOf(device) !== "active" || device.frozen || device.stopped)
    return new ProtocolError("redemption_refused");
  if (!isRedeemable(request, interaction, redemption.at)) return new ProtocolError("redemption_refused");
  return { device, interaction, request };
}

interface OnComputer extends ApprovedRows {
  kept: KeptCookie;
  standing: ComputerStanding;
  description: string;
}

async function redeemOn(
  context: Context,
  transaction: Transaction,
  redemption: Verified,
  { device, interaction, request, kept, standing, description }: OnComputer,
): Promise<Outcome | ProtocolError> {
  const { at, computer } = redemption;
  const why = await whyUnusable(transaction, {
    ...{ company: device.company_id, standing, at },
    ...{ sameDevice: request.same_device, asksDigits: request.digits !== null },
  });
  // It was known as the phone was asked, so nobody compared any digits.
  if (why === "request_closed") return new ProtocolError("redemption_refused");
  if (why !== undefined) return new ProtocolError(why);
  const refused = await checkReturnCode(transaction, request, redemption);
  if (refused) return refused;
  const { code } = await complete(transaction, { request, interaction, at });
  const cookie = await rotateCookie(transaction, { computer, kept, at });
  const whose = { user: device.user_id, computer };
  const known = isKnown(standing, at);
  if (known) await renewKnown(transaction, { ...whose, at, expiresAt: knownUntil(context.config, at) });
  if (redemption.remember && !known)
    await askEnrolment(context, transaction, { request, device, computer, description, at });
  return { interaction, code, cookie };
}

function isFromOwnComputer(request: LockedRequest, { interaction, computer, browser }: Verified): boolean {
  return (
    request.interaction_id === interaction &&
    request.computer_id === computer &&
    isBrowserOf({ of: request.id, browser, hash: request.browser_hash })
  );
}

function isRedeemable(request: LockedRequest, interaction: InteractionRow, at: Date): boolean {
  return (
    request.kind === "sign-in" &&
    presentStatus(request, at) === "approved" &&
    interaction.request_id === request.id &&
    // Its time is for beginning; who has begun may finish.
    interaction.status === "open"
  );
}

/** A browser that was given no code may still be given it; one that makes a code up has had its only try. */
async function checkReturnCode(
  transaction: Transaction,
  request: LockedRequest,
  { returnCode, at }: Verified,
): Promise<ProtocolError | undefined> {
  if (!request.same_device) return undefined;
  if (returnCode === undefined) return new ProtocolError("return_code_refused");
  if (isReturnCode(returnCode, request.return_code_hash)) return undefined;
  await endRequest(transaction, { request: request.id, from: ["approved"], to: "withdrawn" });
  await recordAudit(transaction, at, { kind: "request.wrong-return-code", ...subjectOf(request) });
  return new ProtocolError("return_code_refused");
}

async function complete(
  transaction: Transaction,
  { request, interaction, at }: { request: LockedRequest; interaction: InteractionRow; at: Date },
): Promise<{ code: string }> {
  await markRedeemed(transaction, { request: request.id, at });
  const code = randomBytes(32).toString("base64url");
  await completeInteraction(transaction, {
    interaction: interaction.id,
    codeHash: hashCode(code),
    codeExpiresAt: later(at, codeSeconds),
  });
  await recordAudit(transaction, at, { kind: "request.redeemed", ...subjectOf(request) });
  return { code };
}

function subjectOf(request: LockedRequest) {
  return {
    company: request.company_id ?? undefined,
    request: request.id,
    client: request.client_id,
    user: request.user_id ?? undefined,
    device: request.device_id ?? undefined,
    computer: request.computer_id ?? undefined,
  };
}

/** A code is 256 random bits: a plain hash keeps it from who reads the database. */
export function hashCode(code: string): Buffer {
  return createHash("sha512").update(code).digest();
}
