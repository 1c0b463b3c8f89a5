/**
 * A browser begins (docs/protocol.md §8): it signs a challenge with its computer key, and from then on the request, the
 * computer and the browser's cookie belong together. A sign-in gets a new request, and the one before it ends; a
 * signature has its request already, and the page of this browser takes the place of any other.
 */
import { randomBytes } from "node:crypto";
import type { Begun, ComputerId, ComputerProof, InteractionId, RequestId } from "@mtoken/protocol";
import { newRequestId, ProtocolError, rsaBitsOf, verifyComputerProof } from "@mtoken/protocol";
import { later, toNumericDate } from "../clock.ts";
import { type CookieAnswer, takeCookie } from "../computer/computer-cookie.ts";
import { describeComputer } from "../computer/describe-computer.ts";
import { computerLock, isRefused, saveComputer, standingQuery } from "../computer/store.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import { presentStatus, qrEnd, qrSeconds } from "../request/present-status.ts";
import { newQrKey } from "../request/qr-key.ts";
import { bindPage, bindWatcher, endRequest, insertSignInRequest, requestLock } from "../request/store.ts";
import { browserHash, isBrowserOf, newBrowser } from "./browser-cookie.ts";
import { closedFor, takenFor, wornOut } from "./open-interaction.ts";
import type { ReturnPoint } from "./return-address.ts";
import { returnAddress } from "./return-address.ts";
import type { InteractionRow } from "./store.ts";
import { bindInteraction, challengeUse, countBegin, interactionLock } from "./store.ts";

export interface Beginning {
  interaction: InteractionId;
  proof: string;
  /** What the browser's cookie holds, when it has one already: its other pages go on working. */
  browser: string | undefined;
  /** And its computer's. */
  computerCookie: string | undefined;
  userAgent: string | undefined;
}

interface Page {
  computer: ComputerId;
  key: ComputerProof["computer_key"];
  description: string;
  browser: string;
  cookie: string | undefined;
  at: Date;
}

interface Outcome {
  request: RequestId;
  expiresAt: Date;
  /** Whose listeners must look again. */
  changed: RequestId | null;
}

export async function beginRequest(
  context: Context,
  beginning: Beginning,
): Promise<{ begun: Begun; browser: string; cookie: CookieAnswer }> {
  const { proof, computer } = await verifyComputerProof({
    token: beginning.proof,
    aud: context.config.signInOrigin,
  });
  if (proof.action !== "begin" || proof.interaction !== beginning.interaction) {
    throw new ProtocolError("computer_refused");
  }
  // A larger one is of a time when larger ones were asked for.
  if (rsaBitsOf(proof.computer_key) < context.config.rsaBits) throw new ProtocolError("computer_refused");
  const browser = beginning.browser ?? newBrowser();
  const description = describeComputer(beginning.userAgent);
  const page = {
    ...{ computer, key: proof.computer_key, description, browser },
    ...{ cookie: beginning.computerCookie, at: context.clock.now() },
  };
  const tried = await context.database.kysely
    .transaction()
    .execute((transaction) => begin(context, transaction, { proof, page }));
  if (tried instanceof ProtocolError) throw tried;
  const { outcome, returnPoint, cookie, over } = tried;
  for (const ended of over) context.events.publish(`request:${ended}`);
  if (outcome instanceof ProtocolError) throw outcome;
  const { request, expiresAt, changed } = outcome;
  if (changed) context.events.publish(`request:${changed}`);
  const returnTo = returnAddress(returnPoint, context.config.signInOrigin, { error: "access_denied" });
  return { begun: { request, expires_at: toNumericDate(expiresAt), return_to: returnTo }, browser, cookie };
}

interface Tried {
  outcome: Outcome | ProtocolError;
  returnPoint: ReturnPoint;
  cookie: CookieAnswer;
  /** Sign-ins that ended since their computer is not what it was: also where nothing is begun. */
  over: RequestId[];
}

/** Refusals are returned, not thrown: the challenge stays used up. */
async function begin(
  context: Context,
  transaction: Transaction,
  { proof, page }: { proof: ComputerProof; page: Page },
): Promise<Tried | ProtocolError> {
  const { challenge, interaction: id } = proof;
  const [challenges, [interaction], [computer]] = await sendTogether(
    transaction,
    challengeUse({ challenge, interaction: id, at: page.at }),
    interactionLock({ id }),
    computerLock({ computer: page.computer, at: page.at }),
  );
  if (challenges.length === 0) return new ProtocolError("computer_refused");
  if (interaction === undefined) return new ProtocolError("not_found");
  const refused =
    takenFor(interaction, page.browser) ?? closedFor(interaction, page.at) ?? wornOut(interaction);
  if (refused) return refused;
  const taken = await takeCookie(transaction, { ...page, value: page.cookie, kept: computer });
  // A typed code does not rotate, so by default only computers that somebody has enrolled are given one.
  const typesCode = context.config.typedCode === "any-computer" || (computer?.known === true && !taken.lost);
  const beginner = { interaction, page, typesCode };
  const outcome =
    interaction.kind === "sign-in"
      ? await beginSignIn(context, transaction, beginner)
      : await showSignature(context, transaction, beginner);
  const cookie = taken.lost ? null : undefined;
  return { outcome, returnPoint: interaction, cookie, over: taken.over };
}

interface Beginner {
  interaction: InteractionRow;
  page: Page;
  typesCode: boolean;
}

async function beginSignIn(
  context: Context,
  transaction: Transaction,
  { interaction, page, typesCode }: Beginner,
): Promise<Outcome> {
  const older = interaction.request_id;
  if (older) {
    await endRequest(transaction, {
      request: older,
      from: ["waiting", "claimed", "approved"],
      to: "expired",
    });
  }
  await saveComputer(transaction, { id: page.computer, ...page });
  const request = newRequestId();
  const expiresAt = later(page.at, qrSeconds);
  await insertSignInRequest(transaction, {
    id: request,
    client_id: interaction.client_id,
    interaction_id: interaction.id,
    computer_id: page.computer,
    browser_hash: browserHash(request, page.browser),
    ...newQrKey(context, request, typesCode),
    qr_from: page.at,
    nonce: randomBytes(32).toString("base64url"),
    created_at: page.at,
    expires_at: expiresAt,
  });
  await bindInteraction(transaction, { interaction: interaction.id, request, browser: page.browser });
  return { request, expiresAt, changed: older };
}

/** A computer is written down where its page shows a code, and only there: whoever knows the address may come with any number. */
async function showSignature(
  context: Context,
  transaction: Transaction,
  { interaction, page, typesCode }: Beginner,
): Promise<Outcome | ProtocolError> {
  if (interaction.request_id === null) return new ProtocolError("request_closed");
  const row = await requestLock({ id: interaction.request_id }).first(transaction);
  if (row === undefined) return new ProtocolError("request_closed");
  if (row.user_id !== null) {
    const of = { user: row.user_id, computer: page.computer };
    const standing = await standingQuery(of).first(transaction);
    if (isRefused(standing, page.at)) return new ProtocolError("computer_stopped");
  }
  const status = presentStatus(row, page.at);
  const bound = { interaction: interaction.id, request: row.id, browser: page.browser };
  if (status === "waiting") {
    const qr = newQrKey(context, row.id, typesCode);
    await saveComputer(transaction, { id: page.computer, ...page });
    await bindPage(transaction, {
      request: row.id,
      computer: page.computer,
      browserHash: browserHash(row.id, page.browser),
      sealedQrKey: qr.sealed_qr_key,
      typedCodeHash: qr.typed_code_hash,
      at: page.at,
    });
    await bindInteraction(transaction, bound);
    return { request: row.id, expiresAt: qrEnd({ ...row, qr_from: page.at }), changed: row.id };
  }
  // Taken from the phone's list before any page was open: there are no digits, and the first page may look on.
  if (row.browser_hash === null && status !== "expired") {
    await bindWatcher(transaction, { request: row.id, browserHash: browserHash(row.id, page.browser) });
    await bindInteraction(transaction, bound);
    return { request: row.id, expiresAt: row.expires_at, changed: null };
  }
  await countBegin(transaction, interaction.id);
  // Taken up from a page: that one may look on, nobody else. Another browser would be shown the digits.
  if (isBrowserOf({ of: row.id, browser: page.browser, hash: row.browser_hash })) {
    return { request: row.id, expiresAt: row.expires_at, changed: null };
  }
  return new ProtocolError(status === "expired" ? "request_expired" : "request_closed");
}
