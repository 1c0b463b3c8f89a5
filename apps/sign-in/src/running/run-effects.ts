/** Does the work that the reducer asks for, and sends what comes of it as events. Nothing is decided here. */
import type { InteractionId } from "@mtoken/protocol";
import { computerFingerprint, computerIdOf, exportPublicJwk, ProtocolError } from "@mtoken/protocol";
import type { Effect } from "../state/effect.ts";
import type { PageEvent } from "../state/page-event.ts";
import type { MissingAbility, Problem } from "../state/problem.ts";
import { readProblem } from "../state/problem.ts";
import type { Stage } from "../state/stage.ts";
import { listens } from "../state/stage.ts";
import { computerKey, keptKey } from "./computer-key.ts";
import { EventStream } from "./event-stream.ts";
import { LastUse } from "./last-use.ts";
import { PageApi } from "./page-api.ts";
import { recallVisit, rememberVisit } from "./visits.ts";

/** How long until the server is asked once more why there are no events. */
const pause = 3000;

type Send = (event: PageEvent) => void;

export class Runner {
  readonly #interaction: InteractionId;
  readonly #api: PageApi;
  readonly #send: Send;
  /** In memory only: it is good once, for two minutes. */
  #returnCode: string | undefined;
  readonly #stream: EventStream;
  readonly #lastUse = new LastUse();
  #looking: ReturnType<typeof setTimeout> | undefined;
  /** How often in a row the events were refused. */
  #refusals = 0;

  constructor(
    interaction: InteractionId,
    { returnCode, send }: { returnCode: string | undefined; send: Send },
  ) {
    this.#interaction = interaction;
    this.#send = send;
    this.#returnCode = returnCode;
    this.#api = new PageApi(interaction);
    this.#stream = new EventStream(this.#api.eventsAddress, {
      onState: (state) => {
        this.#refusals = 0;
        send({ type: "told", state, now: Date.now(), unusedFor: this.#lastUse.unusedFor });
      },
      onFrame: (frame) => send({ type: "framed", frame, now: Date.now() }),
      onConnected: () => send({ type: "connected" }),
      onDisconnected: () => send({ type: "disconnected" }),
      onRefused: () => {
        this.#refusals += 1;
        send({ type: "events-refused" });
      },
    });
    this.#watchNetwork();
  }

  run(effect: Effect): void {
    switch (effect.type) {
      case "arrive":
        void this.#arrive();
        break;
      case "begin":
        void this.#begin();
        break;
      case "listen":
        this.#stream.open();
        break;
      case "look":
        this.#lookSoon(effect.later);
        break;
      case "redeem":
        void this.#redeem(effect.remember);
        break;
      case "read-fingerprint":
        void this.#readFingerprint();
        break;
      case "cancel":
        void this.#cancel();
        break;
      case "leave":
        location.assign(effect.to);
        break;
    }
  }

  /** A stream that the server has ended would be opened again for ever. */
  settle(stage: Stage): void {
    if (listens(stage)) return;
    clearTimeout(this.#looking);
    this.#stream.close();
  }

  async #arrive(): Promise<void> {
    const missing = missingAbility();
    if (missing !== undefined) return this.#send({ type: "cannot-run", missing });
    await this.#tell(
      async () => {
        const info = await this.#api.info();
        const request = await recallVisit(this.#interaction);
        return {
          type: "arrived",
          info,
          begunBefore: request !== undefined,
          ledBack: this.#returnCode !== undefined,
        };
      },
      (problem) =>
        problem === "storage"
          ? { type: "cannot-run", missing: "storage" }
          : { type: "arrival-failed", problem },
    );
  }

  async #begin(): Promise<void> {
    this.#stream.close();
    // It was for the request before.
    this.#returnCode = undefined;
    await this.#tell(
      async () => {
        const { request, return_to: returnTo } = await this.#api.begin(computerKey);
        await rememberVisit(this.#interaction, request);
        return { type: "begun", returnTo };
      },
      (problem) => ({ type: "begin-failed", problem }),
    );
  }

  #lookSoon(later: boolean): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.#look(), later || this.#refusals > 1 ? pause : 0);
  }

  #look(): Promise<void> {
    return this.#tell(
      async () => {
        const info = await this.#api.info();
        return { type: "looked", info, hasEvents: await this.#api.hasEvents() };
      },
      (problem) => ({ type: "look-failed", problem }),
    );
  }

  /** What can't be read is not shown. */
  async #readFingerprint(): Promise<void> {
    const keys = await keptKey().catch(() => undefined);
    if (keys === undefined) return;
    const computer = await computerIdOf(await exportPublicJwk(keys.publicKey));
    this.#send({ type: "fingerprint-read", fingerprint: computerFingerprint(computer) });
  }

  #redeem(remember: boolean): Promise<void> {
    return this.#tell(
      async () => {
        const request = await recallVisit(this.#interaction);
        const keys = await keptKey();
        if (request === undefined || keys === undefined) throw new ProtocolError("redemption_refused");
        const returnTo = await this.#api.redeem(keys, {
          ...{ request, remember },
          returnCode: this.#returnCode,
        });
        return { type: "redeemed", returnTo };
      },
      (problem) => ({ type: "redeem-failed", problem }),
    );
  }

  #cancel(): Promise<void> {
    return this.#tell(
      async () => ({ type: "cancelled", returnTo: await this.#api.cancel() }),
      () => ({ type: "cancel-failed" }),
    );
  }

  /** Sends what the work gives, or what its failure means. */
  async #tell(work: () => Promise<PageEvent>, failed: (problem: Problem) => PageEvent): Promise<void> {
    try {
      this.#send(await work());
    } catch (error) {
      this.#send(failed(readProblem(error)));
    }
  }

  /** The browser knows first when the network goes and comes. */
  #watchNetwork(): void {
    addEventListener("offline", () => this.#send({ type: "disconnected" }));
    addEventListener("online", () => {
      if (this.#stream.isOpen) this.#stream.open();
    });
  }
}

function missingAbility(): MissingAbility | undefined {
  if (!globalThis.isSecureContext || globalThis.crypto?.subtle === undefined) return "secure-context";
  return globalThis.indexedDB === undefined || globalThis.indexedDB === null ? "storage" : undefined;
}
