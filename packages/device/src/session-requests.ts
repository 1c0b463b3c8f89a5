/**
 * Requests in a session (docs/protocol.md §7): each is decided on as it was opened here, within the session or in the channel of a
 * fresh factor, and by nobody once the phone was locked.
 */
import type { CryptoKey, Params, RefusalReason, Result } from "@mtoken/protocol";
import { Channel } from "./channel.ts";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError, isDeviceError } from "./errors.ts";
import type { Aim } from "./open-handshake.ts";
import { provePasskey } from "./passkeys.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import type { ApprovalOptions, Choice, ClaimSource, Decided, OpenedRequest } from "./requests.ts";
import { approving, claimParams, decideRequest, openEnvelope, requestOf } from "./requests.ts";
import type { SessionCalls } from "./session-calls.ts";
import { aimAt, SessionSigning } from "./session-signing.ts";
import type { ActivatedRecord } from "./vault-record.ts";

/** What the session knows as long as it is open; without a signing key nothing is decided. */
interface DecidedWith {
  record: ActivatedRecord | undefined;
  signingKey: CryptoKey | undefined;
}

export interface SessionRequestsOptions {
  context: DeviceContext;
  calls: SessionCalls;
  /** Of the session itself. */
  proven: Pick<ProvenHandshake, "handshake" | "factor">;
  known(): DecidedWith;
  /** What is proven may go on while it is told how many tries are left. */
  proveAndTell(proving: Promise<ProvenHandshake>): Promise<{ proven: ProvenHandshake; told: Promise<void> }>;
  onDecided(opened: OpenedRequest, decided: Decided): void;
}

/** Two digits that the computer shows, where the envelope asks for them. */
type Shown = { digits?: string };

export class SessionRequests {
  readonly #options: SessionRequestsOptions;
  readonly #signing: SessionSigning;
  readonly #opened = new WeakSet<OpenedRequest>();

  constructor(options: SessionRequestsOptions) {
    this.#options = options;
    this.#signing = new SessionSigning(options.context, options.calls);
  }

  async claim(source: ClaimSource): Promise<OpenedRequest> {
    const { context, known } = this.#options;
    this.forgetSigning();
    const claimed = claimParams(context.connection.origin, source);
    const { envelope: token } = await this.#take(claimed);
    const { record } = known();
    if (record === undefined) throw new DeviceError("session_ended");
    const opened = await openEnvelope(context, { token, record, claimed });
    this.#opened.add(opened);
    return opened;
  }

  async approve(opened: OpenedRequest, shown: Shown): Promise<Decided> {
    this.#requireOpened(opened);
    if (opened.envelope.fresh_factor !== "none") throw new DeviceError("fresh_factor_required");
    return this.#decide(opened, approving(opened, shown));
  }

  async refuse(opened: OpenedRequest, reason: RefusalReason): Promise<Decided> {
    this.#requireOpened(opened);
    return this.#decide(opened, { decision: "refuse", reason });
  }

  async sign(opened: OpenedRequest, mpin: string, shown: Shown): Promise<Decided> {
    this.#requireOpened(opened);
    const prove = await this.#signing.begin(opened, mpin);
    return this.#options.context.hands.duringProof(() => this.#signBy(opened, shown, prove));
  }

  async prepareSigning(opened: OpenedRequest): Promise<void> {
    this.#requireOpened(opened);
    const { record, signingKey } = this.#options.known();
    if (record !== undefined && signingKey !== undefined)
      await this.#signing.prepare(opened, record.keys.argon2);
  }

  /** The request on the screen is left, or decided. */
  forgetSigning(): void {
    this.#signing.forget();
  }

  async signWithPasskey(opened: OpenedRequest, shown: Shown): Promise<Decided> {
    if (opened.envelope.fresh_factor === "mpin") throw new DeviceError("mpin_required");
    return this.#signBy(opened, shown, (aim) => provePasskey(this.#options.context, aim));
  }

  async #signBy(
    opened: OpenedRequest,
    shown: Shown,
    prove: (aim: Aim) => Promise<ProvenHandshake>,
  ): Promise<Decided> {
    this.#requireOpened(opened);
    const { context, calls, proveAndTell } = this.#options;
    const choice = approving(opened, shown);
    await this.#prepare(opened, choice);
    const { proven, told } = await proveAndTell(prove(await aimAt(opened)));
    // Of the decision nothing hangs on it: what could not be stored is told of by the next message 2.
    const toldOrNot = told.catch(() => undefined);
    const channel = new Channel(context.connection, proven);
    try {
      const { handshake, factor } = proven;
      // The proof takes seconds, or as long as a prompt stays open: nothing is signed on a phone that was locked meanwhile.
      const approval = await this.#prepare(opened, choice);
      return await this.#send({ ...approval, handshake, factor }, async (params) => {
        await calls.requireAwake();
        return channel.call("request.decide", params);
      });
    } finally {
      channel.close();
      await toldOrNot;
    }
  }

  async #decide(opened: OpenedRequest, choice: Choice): Promise<Decided> {
    this.forgetSigning();
    const approval = await this.#prepare(opened, choice);
    return this.#send(approval, (params) => this.#options.calls.call("request.decide", params));
  }

  async #prepare(opened: OpenedRequest, choice: Choice): Promise<ApprovalOptions> {
    const { context, calls, known, proven } = this.#options;
    await calls.requireAwake();
    const { record, signingKey } = known();
    if (record === undefined || signingKey === undefined) throw new DeviceError("not_allowed");
    if (context.time.isOver(opened.envelope.exp)) throw new DeviceError("request_expired");
    const { handshake, factor } = proven;
    return { record, opened, choice, handshake, factor, signingKey };
  }

  async #send(
    approval: ApprovalOptions,
    decide: (params: Params<"request.decide">) => Promise<Result<"request.decide">>,
  ): Promise<Decided> {
    const { context, onDecided } = this.#options;
    const decided = await decideRequest(context, { ...approval, decide });
    onDecided(approval.opened, decided);
    return decided;
  }

  /** A frame or link is good for one claim only; when its answer was lost, the request is this device's by now, or still nobody's. */
  async #take(claimed: Params<"request.claim">): Promise<Result<"request.claim">> {
    const { calls } = this.#options;
    try {
      return await calls.call("request.claim", claimed);
    } catch (error) {
      const request = requestOf(claimed);
      if (request === undefined || "request" in claimed || !isDeviceError(error, "offline")) throw error;
      return calls.call("request.claim", { request }).catch(() => Promise.reject(error));
    }
  }

  /** Only what {@link SessionRequests.claim} verified is ever decided on: a page can't hand in an envelope of its own making. */
  #requireOpened(opened: OpenedRequest): void {
    if (!this.#opened.has(opened)) throw new TypeError("this request was not opened in this session");
  }
}
