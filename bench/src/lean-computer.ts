/** A browser at the sign-in page (docs/protocol.md §8), without the page: its calls, its key, its events. */
import type { ComputerProof, InteractionId, KeyPair, RequestId, RsaPublicJwk } from "@mtoken/protocol";
import {
  begunSchema,
  challengeSchema,
  exportPublicJwk,
  interactionIdSchema,
  interactionInfoSchema,
  parseWith,
  redeemedSchema,
  signToken,
} from "@mtoken/protocol";
import type { GenericSchema } from "valibot";
import { PageEvents } from "./page-events.ts";

/** A computer that comes back with each sign-in; its key stays the same. */
export class LeanComputer {
  readonly #keys: KeyPair;
  readonly #publicKey: RsaPublicJwk;

  static async make(keys: KeyPair): Promise<LeanComputer> {
    return new LeanComputer(keys, await exportPublicJwk(keys.publicKey));
  }

  private constructor(keys: KeyPair, publicKey: RsaPublicJwk) {
    this.#keys = keys;
    this.#publicKey = publicKey;
  }

  /** Arrives at the address that the relying party gave. */
  visit(uri: string): Visit {
    return new Visit(new URL(uri), this.#keys, this.#publicKey);
  }
}

type Claims = { action: "begin" } | { action: "redeem"; request: RequestId };

/** One visit to the sign-in page. */
export class Visit {
  readonly #origin: string;
  readonly #interaction: InteractionId;
  readonly #keys: KeyPair;
  readonly #publicKey: RsaPublicJwk;
  #cookie = "";

  constructor(uri: URL, keys: KeyPair, publicKey: RsaPublicJwk) {
    this.#origin = uri.origin;
    this.#interaction = parseWith(interactionIdSchema, uri.pathname.split("/").at(-1));
    this.#keys = keys;
    this.#publicKey = publicKey;
  }

  /** What the page says before anything has happened. */
  async info(): Promise<void> {
    await this.#call("GET", "", interactionInfoSchema);
  }

  async challenge(): Promise<ComputerProof["challenge"]> {
    return (await this.#call("POST", "/challenge", challengeSchema)).challenge;
  }

  async begin(challenge: ComputerProof["challenge"]): Promise<RequestId> {
    const proof = await this.#prove({ action: "begin" }, challenge);
    return (await this.#call("POST", "/requests", begunSchema, { proof })).request;
  }

  openEvents(): Promise<PageEvents> {
    const { address, headers } = this.events();
    return PageEvents.open(address, headers);
  }

  /** Where its events are, for who opens them by other means. */
  events(): { address: string; headers: Record<string, string> } {
    return {
      address: this.#address("/events"),
      headers: { accept: "text/event-stream", cookie: this.#cookie },
    };
  }

  /** The way back to the portal, with its code. */
  async redeem(request: RequestId, challenge: ComputerProof["challenge"]): Promise<URL> {
    const proof = await this.#prove({ action: "redeem", request }, challenge);
    return new URL((await this.#call("POST", "/redeem", redeemedSchema, { proof })).return_to);
  }

  #prove(claims: Claims, challenge: ComputerProof["challenge"]): Promise<string> {
    const payload: ComputerProof = {
      ...claims,
      ...{ aud: this.#origin, interaction: this.#interaction, challenge },
      ...{ computer_key: this.#publicKey, iat: Math.floor(Date.now() / 1000) },
    };
    return signToken({ typ: "mtoken-computer+jws", payload, key: this.#keys.privateKey });
  }

  async #call<T>(
    method: "GET" | "POST",
    path: string,
    schema: GenericSchema<unknown, T>,
    body: object = {},
  ): Promise<T> {
    const headers = { cookie: this.#cookie, origin: this.#origin, "content-type": "application/json" };
    const sent = method === "POST" ? { method, headers, body: JSON.stringify(body) } : { method, headers };
    const response = await fetch(this.#address(path), sent);
    const answer = await response.text();
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${answer}`);
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(";")[0] ?? "";
    return parseWith(schema, JSON.parse(answer));
  }

  #address(path: string): string {
    return `${this.#origin}/v1/interactions/${this.#interaction}${path}`;
  }
}
