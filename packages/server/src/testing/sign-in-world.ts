/**
 * What a test of the sign-in origin starts from: a portal, computers, and a phone that scans and decides, all of them
 * through the server's own addresses.
 */
import type { CompanyId, Envelope, InteractionId, RequestId, Result, UserId } from "@mtoken/protocol";
import { hashToken, qrMac, requestLinkMac, tickAt } from "@mtoken/protocol";
import { decodeJwt } from "jose";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { buildServers } from "../http/build-server.ts";
import { openQrKey, typedCodeOf } from "../request/qr-key.ts";
import type { RequestRow } from "../request/store.ts";
import { findRequest } from "../request/store.ts";
import type { MovableClock } from "./movable-clock.ts";
import { mpin, PhoneWorld } from "./phone-world.ts";
import { TestComputer } from "./test-computer.ts";
import type { OpenedSession, TestPhone } from "./test-phone.ts";
import type { BegunSignIn } from "./test-portal.ts";
import { TestPortal } from "./test-portal.ts";
import type { EngineName } from "./use-server.ts";

/** A sign-in that a browser has begun. */
export interface ShownSignIn extends BegunSignIn {
  computer: TestComputer;
  request: RequestId;
}

export class SignInWorld {
  readonly app: App;
  portal: TestPortal;
  phone: TestPhone;
  readonly phones: PhoneWorld;

  static async open(engine: EngineName, overrides: Partial<Config> = {}): Promise<SignInWorld> {
    const phones = await PhoneWorld.open({ typedCode: "any-computer", ...overrides }, engine);
    const { signIn } = await buildServers(phones.context);
    const portal = await TestPortal.make(signIn, phones.context);
    return new SignInWorld({ phones, app: signIn, portal, phone: await phones.activePhone() });
  }

  private constructor(made: { phones: PhoneWorld; app: App; portal: TestPortal; phone: TestPhone }) {
    this.phones = made.phones;
    this.app = made.app;
    this.portal = made.portal;
    this.phone = made.phone;
  }

  get context(): Context {
    return this.phones.context;
  }

  get clock(): MovableClock {
    return this.phones.clock;
  }

  get user(): UserId {
    return this.phones.user;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.phones.close();
  }

  /** The user activates anew, which ends the phone before. */
  async renewPhone(): Promise<void> {
    this.phone = await this.phones.activePhone();
  }

  /** What ends a registration, or counts what one has, begins with one of its own. */
  async renewPortal(): Promise<void> {
    this.portal = await this.otherPortal();
  }

  newComputer({ bits = this.context.config.rsaBits } = {}): Promise<TestComputer> {
    return TestComputer.make(this.app, this.context.config.signInOrigin, bits);
  }

  otherPortal(of?: { origin?: string; companies?: CompanyId[] }): Promise<TestPortal> {
    return TestPortal.make(this.app, this.context, of);
  }

  /** From the portal to a page that shows a QR code. */
  async show(computer?: TestComputer): Promise<ShownSignIn> {
    const begun = await this.portal.beginSignIn();
    const shownOn = computer ?? (await this.newComputer());
    const { body } = await shownOn.begin(begun.interaction);
    return { ...begun, computer: shownOn, request: body["request"] as RequestId };
  }

  /** The user scans what the page shows now. */
  async claim(
    request: RequestId,
    session?: OpenedSession,
  ): Promise<{ envelope: string; session: OpenedSession }> {
    const used = session ?? (await this.phone.unlock(mpin));
    const { envelope } = await this.phone.call(used, "request.claim", { qr: await this.frame(request) });
    return { envelope, session: used };
  }

  async frame(request: RequestId): Promise<{ request: RequestId; tick: number; mac: string }> {
    const { key, from } = await this.#qr(request);
    const tick = tickAt({ createdAt: from.getTime(), now: this.clock.now().getTime() });
    return { request, tick, mac: await qrMac({ request, tick, key }) };
  }

  /** The user's own browser opens the app by the link that the page shows now. */
  async claimByLink(request: RequestId): Promise<{ envelope: string; session: OpenedSession }> {
    const session = await this.phone.unlock(mpin);
    const { envelope } = await this.phone.call(session, "request.claim", { link: await this.link(request) });
    return { envelope, session };
  }

  async link(request: RequestId): Promise<{ request: RequestId; mac: string }> {
    const { key } = await this.#qr(request);
    return { request, mac: await requestLinkMac({ request, key }) };
  }

  async typedCode(request: RequestId): Promise<string> {
    return typedCodeOf((await this.#qr(request)).key, request);
  }

  async #qr(request: RequestId): Promise<{ key: Uint8Array; from: Date }> {
    const { sealed_qr_key, qr_from } = await this.row(request);
    if (!sealed_qr_key || !qr_from) throw new Error("the request shows no QR code");
    return { key: openQrKey(this.context, request, sealed_qr_key), from: qr_from };
  }

  /** Scanned and confirmed, with the digits that the page shows, and with the mPIN anew where the envelope asks for it. */
  async approve(request: RequestId): Promise<void> {
    const { envelope, session: claimed } = await this.claim(request);
    const { digits } = await this.row(request);
    const isEnough = decodeJwt<Envelope>(envelope).fresh_factor === "none";
    const session = isEnough
      ? claimed
      : await this.phone.unlock(mpin, { purpose: "approve", binding: await hashToken(envelope) });
    await this.decide({ request, envelope, session, answer: { ...(digits !== null && { digits }) } });
  }

  async decide(options: {
    request: RequestId;
    envelope: string;
    session: OpenedSession;
    answer?: Record<string, unknown>;
  }): Promise<Result<"request.decide">> {
    const { request, envelope, session, answer = {} } = options;
    const approval = await this.phone.approval(session, envelope, request, answer);
    return this.phone.call(session, "request.decide", { request, approval });
  }

  /** A signature, all the way: claimed from the list or screen, and approved with a fresh mPIN. */
  async sign(request: RequestId): Promise<void> {
    const session = await this.phone.unlock(mpin);
    const { envelope } = await this.phone.call(session, "request.claim", { request });
    const channel = await this.phone.unlock(mpin, { purpose: "approve", binding: await hashToken(envelope) });
    await this.decide({ request, envelope, session: channel });
  }

  async showApproved(computer?: TestComputer): Promise<ShownSignIn> {
    const shown = await this.show(computer);
    await this.approve(shown.request);
    return shown;
  }

  /** All the way: the code that the browser brings back. */
  async redeemed(computer?: TestComputer): Promise<ShownSignIn & { code: string }> {
    const shown = await this.showApproved(computer);
    const { body } = await shown.computer.redeem(shown.interaction, shown.request);
    return { ...shown, code: codeIn(body["return_to"]) };
  }

  async row(request: RequestId): Promise<RequestRow> {
    const row = await findRequest(this.context.database.kysely, request);
    if (row === undefined) throw new Error("there is no such request");
    return row;
  }

  async interactionOf(request: RequestId): Promise<InteractionId> {
    const { interaction_id } = await this.row(request);
    if (interaction_id === null) throw new Error("the request has no interaction");
    return interaction_id;
  }
}

export function codeIn(returnTo: unknown): string {
  const code = new URL(String(returnTo)).searchParams.get("code");
  if (code === null) throw new Error(`there is no code in ${returnTo}`);
  return code;
}
