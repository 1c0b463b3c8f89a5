/**
 * A browser without a screen at the sign-in page: the computer's part of docs/protocol.md §8, by the protocol's own
 * functions and fetch.
 */
import type { InteractionId, KeyPair, PageState, RequestId, RsaPublicJwk } from "@mtoken/protocol";
import {
  begunSchema,
  challengeSchema,
  exportPublicJwk,
  generateSigningKeyPair,
  interactionIdSchema,
  pageFrameSchema,
  pageStateSchema,
  parseWith,
  redeemedSchema,
  signToken,
} from "@mtoken/protocol";
import { serverSentEvents } from "./server-sent-events.ts";

type StateOf<S extends PageState["status"]> = Extract<PageState, { status: S }>;

/** One visit to the page. */
export class WebBrowser {
  readonly #page: URL;
  readonly #interaction: InteractionId;
  readonly #keys: KeyPair;
  readonly #publicKey: RsaPublicJwk;
  readonly #leave = new AbortController();
  #cookie = "";
  #request: RequestId | undefined;
  #events: AsyncGenerator<{ event: string; data: unknown }> | undefined;
  #state: PageState | undefined;

  private constructor(page: URL, keys: KeyPair, publicKey: RsaPublicJwk) {
    this.#page = page;
    this.#interaction = parseWith(interactionIdSchema, page.pathname.split("/").at(-1));
    this.#keys = keys;
    this.#publicKey = publicKey;
  }

  /** Arrives where the relying party sent it, and begins a request. */
  static async begin(uri: string): Promise<WebBrowser> {
    const keys = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const browser = new WebBrowser(new URL(uri), keys, await exportPublicJwk(keys.publicKey));
    const proof = await browser.#prove({ action: "begin" });
    const begun = parseWith(begunSchema, await browser.#post("/requests", { proof }));
    browser.#request = begun.request;
    return browser;
  }

  /** The text of the QR code that it shows now. */
  async qrText(): Promise<string> {
    for (;;) {
      const { event, data } = await this.#next();
      if (event === "frame") return parseWith(pageFrameSchema, data).text;
    }
  }

  /** Waits until the page shows this. */
  async shows<S extends PageState["status"]>(status: S): Promise<StateOf<S>> {
    while (this.#state?.status !== status) await this.#next();
    return this.#state as StateOf<S>;
  }

  /** The person at the computer confirms; gives where the browser goes. */
  async redeem(): Promise<URL> {
    const proof = await this.#prove({ action: "redeem", request: this.#request });
    return new URL(parseWith(redeemedSchema, await this.#post("/redeem", { proof })).return_to);
  }

  leave(): void {
    this.#leave.abort();
  }

  async #next(): Promise<{ event: string; data: unknown }> {
    this.#events ??= serverSentEvents(this.#address("/events"), this.#cookie, this.#leave.signal);
    const { value, done } = await this.#events.next();
    if (done === true) throw new Error(`The page's events ended with ${JSON.stringify(this.#state)}.`);
    if (value.event === "state") this.#state = parseWith(pageStateSchema, value.data);
    return value;
  }

  async #prove(claims: { action: string; request?: RequestId | undefined }): Promise<string> {
    const { challenge } = parseWith(challengeSchema, await this.#post("/challenge", {}));
    const payload = {
      aud: this.#page.origin,
      interaction: this.#interaction,
      challenge,
      ...claims,
      computer_key: this.#publicKey,
      iat: Math.floor(Date.now() / 1000),
    };
    return signToken({ typ: "mtoken-computer+jws", payload, key: this.#keys.privateKey });
  }

  async #post(path: string, body: object): Promise<unknown> {
    const response = await fetch(this.#address(path), {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: this.#page.origin, cookie: this.#cookie },
    });
    const [cookie = ""] = response.headers.getSetCookie();
    if (cookie !== "") this.#cookie = cookie.split(";")[0] ?? "";
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  #address(path: string): URL {
    return new URL(`/v1/interactions/${this.#interaction}${path}`, this.#page);
  }
}
