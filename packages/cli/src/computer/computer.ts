/**
 * A computer without a screen: the browser's side of a sign-in or signature (docs/protocol.md §8). It shows its QR
 * code to whoever asks for it, and is otherwise as strict as the page.
 */
import type {
  Challenge,
  ComputerProof,
  InteractionId,
  InteractionInfo,
  KeyPair,
  PageFrame,
  PageState,
  RequestId,
} from "@mtoken/protocol";
import {
  begunSchema,
  challengeSchema,
  exportPublicJwk,
  fromProblem,
  generateSigningKeyPair,
  interactionIdSchema,
  interactionInfoSchema,
  parseWith,
  redeemedSchema,
  signToken,
} from "@mtoken/protocol";
import type * as v from "valibot";
import type { PageEvent } from "./page-events.ts";
import { readPageEvents } from "./page-events.ts";

/** The state of a page of this status. */
export type StateOf<S extends PageState["status"]> = Extract<PageState, { status: S }>;

/** One visit of a computer to the sign-in page. */
export class Computer {
  readonly #origin: string;
  readonly #interaction: InteractionId;
  #keys: KeyPair | undefined;
  readonly #cookies = new Map<string, string>();
  #request: RequestId | undefined;
  #events: AsyncIterator<PageEvent> | undefined;
  #abort: AbortController | undefined;
  #latest: PageState | undefined;

  private constructor(uri: URL) {
    this.#origin = uri.origin;
    this.#interaction = parseWith(interactionIdSchema, uri.pathname.split("/").at(-1));
  }

  /** Arrives at the address that the relying party gave, with a computer key of its own. */
  static async visit(uri: string): Promise<Computer> {
    return new Computer(new URL(uri));
  }

  /** What the visit is about. */
  info(): Promise<InteractionInfo> {
    return this.#call("GET", "", interactionInfoSchema);
  }

  /** Begins a request; from now on the page has something to show. */
  async begin(): Promise<RequestId> {
    const proof = await this.#proof({ action: "begin" });
    const { request } = await this.#call("POST", "/requests", begunSchema, { proof });
    this.#request = request;
    return request;
  }

  /** The QR code that the page shows now. */
  async qrText(): Promise<string> {
    return (await this.#frame()).text;
  }

  /** Waits until the page shows a state of this status; what else it shows instead is an error. */
  async state<S extends PageState["status"]>(status: S): Promise<StateOf<S>> {
    for (;;) {
      const latest = this.#latest;
      if (latest !== undefined && hasStatus(latest, status)) return latest;
      const passing = latest === undefined || latest.status === "waiting" || latest.status === "claimed";
      if (!passing) throw new Error(`The page shows "${latest.status}" and not "${status}".`);
      await this.#next();
    }
  }

  /**
   * The person at the computer says yes to the name that the page shows. Gives the way back to the portal. `returnCode`
   * is what the app of the same device led back with.
   */
  async redeem(returnCode?: string): Promise<URL> {
    if (this.#request === undefined) throw new TypeError("nothing was begun");
    const proof = await this.#proof({ action: "redeem", request: this.#request });
    const body = { proof, ...(returnCode !== undefined && { return_code: returnCode }) };
    const { return_to } = await this.#call("POST", "/redeem", redeemedSchema, body);
    return new URL(return_to);
  }

  /** Leaves the page. */
  leave(): void {
    this.#abort?.abort();
    this.#events = undefined;
  }

  async #frame(): Promise<PageFrame> {
    for (;;) {
      const event = await this.#next();
      if (event.name === "frame") return event.frame;
    }
  }

  async #next(): Promise<PageEvent> {
    this.#events ??= await this.#openEvents();
    const { value, done } = await this.#events.next();
    if (done) throw new Error("The page's events have ended.");
    if (value.name === "state") this.#latest = value.state;
    return value;
  }

  async #openEvents(): Promise<AsyncIterator<PageEvent>> {
    this.#abort = new AbortController();
    const response = await fetch(this.#address("/events"), {
      headers: { accept: "text/event-stream", cookie: this.#cookie() },
      signal: this.#abort.signal,
    });
    return readPageEvents(response)[Symbol.asyncIterator]();
  }

  async #proof(claims: { action: "begin" } | { action: "redeem"; request: RequestId }): Promise<string> {
    const { challenge, rsa_bits: bits } = await this.#call<Challenge>(
      "POST",
      "/challenge",
      challengeSchema,
      {},
    );
    this.#keys ??= await generateSigningKeyPair({ bits, extractable: false });
    const { publicKey, privateKey } = this.#keys;
    const payload: ComputerProof = {
      ...claims,
      aud: this.#origin,
      interaction: this.#interaction,
      challenge,
      computer_key: await exportPublicJwk(publicKey),
      iat: Math.floor(Date.now() / 1000),
    };
    return await signToken({ typ: "mtoken-computer+jws", payload, key: privateKey });
  }

  async #call<T>(
    method: "GET" | "POST",
    path: string,
    schema: v.GenericSchema<unknown, T>,
    body?: object,
  ): Promise<T> {
    const headers: Record<string, string> = { cookie: this.#cookie(), origin: this.#origin };
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await fetch(this.#address(path), {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keepCookie(cookie);
    const answer: unknown = await response.json();
    if (!response.ok) throw fromProblem(answer) ?? new Error(`${path} was answered ${response.status}.`);
    return parseWith(schema, answer);
  }

  #cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The browser's own, which binds the request, and the computer's, which each sign-in renews. */
  #keepCookie(cookie: string): void {
    const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }

  #address(path: string): URL {
    return new URL(`/v1/interactions/${this.#interaction}${path}`, this.#origin);
  }
}

function hasStatus<S extends PageState["status"]>(state: PageState, status: S): state is StateOf<S> {
  return state.status === status;
}
