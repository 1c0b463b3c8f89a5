/**
 * A browser at the sign-in page, for the server's own tests: a computer key, a cookie jar, and calls that a test can
 * make late, twice, or wrong.
 */
import type {
  ChallengeId,
  ComputerId,
  InteractionId,
  KeyPair,
  RequestId,
  RsaBits,
  RsaPublicJwk,
} from "@mtoken/protocol";
import { computerIdOf, exportPublicJwk, generateSigningKeyPair, signToken } from "@mtoken/protocol";
import { computerCookie } from "../computer/computer-cookie.ts";
import type { App } from "../http/app.ts";

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  cookies: string[];
}

export interface ComputerCall {
  method?: "GET" | "POST";
  path: string;
  body?: unknown;
  headers?: Record<string, string | undefined>;
}

/** Members of a proof that a test wants otherwise. */
export type ProofChange = Record<string, unknown>;

export class TestComputer {
  readonly id: ComputerId;
  readonly publicKey: RsaPublicJwk;
  /** Of the browser, as it is sent. */
  cookie: string | undefined;
  /** What the cookie of the computer holds. */
  computerCookie: string | undefined;
  readonly #app: App;
  readonly #origin: string;
  readonly #keys: KeyPair;

  private constructor(
    app: App,
    origin: string,
    made: { keys: KeyPair; publicKey: RsaPublicJwk; id: ComputerId },
  ) {
    this.#app = app;
    this.#origin = origin;
    this.#keys = made.keys;
    this.publicKey = made.publicKey;
    this.id = made.id;
  }

  static async make(app: App, origin: string, bits: RsaBits = 2048): Promise<TestComputer> {
    const keys = await generateSigningKeyPair({ bits, extractable: false });
    const publicKey = await exportPublicJwk(keys.publicKey);
    return new TestComputer(app, origin, { keys, publicKey, id: await computerIdOf(publicKey) });
  }

  async call({ method = "POST", path, body, headers = {} }: ComputerCall): Promise<Answer> {
    const sent: Record<string, string | undefined> = {
      origin: this.#origin,
      "user-agent":
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
      cookie: this.#cookies(),
      ...headers,
    };
    const response = await this.#app.inject({
      method,
      url: path,
      headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
      ...(body !== undefined && { payload: body as object }),
    });
    const cookies = [response.headers["set-cookie"] ?? []].flat();
    for (const cookie of cookies) this.#keep(cookie);
    return { status: response.statusCode, body: response.body === "" ? {} : response.json(), cookies };
  }

  #cookies(): string | undefined {
    const kept = this.computerCookie && `${computerCookie.name}=${this.computerCookie}`;
    return [this.cookie, kept].filter(Boolean).join("; ") || undefined;
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";");
    if (!pair.startsWith(computerCookie.name)) this.cookie = pair;
    else this.computerCookie = pair.slice(computerCookie.name.length + 1) || undefined;
  }

  /** All that the browser keeps, in another one: its key too, as who copies a profile from a disk has it. */
  copy(): TestComputer {
    const { publicKey, id } = this;
    const copy = new TestComputer(this.#app, this.#origin, { keys: this.#keys, publicKey, id });
    copy.computerCookie = this.computerCookie;
    return copy;
  }

  info(interaction: InteractionId): Promise<Answer> {
    return this.call({ method: "GET", path: `/v1/interactions/${interaction}` });
  }

  async challenge(interaction: InteractionId): Promise<ChallengeId> {
    const { body } = await this.call({ path: `/v1/interactions/${interaction}/challenge` });
    return body["challenge"] as ChallengeId;
  }

  /** A proof for this interaction with a fresh challenge, but for what `change` says. */
  async prove(interaction: InteractionId, change: ProofChange): Promise<string> {
    const payload = {
      aud: this.#origin,
      interaction,
      challenge: change["challenge"] ?? (await this.challenge(interaction)),
      computer_key: this.publicKey,
      iat: Math.floor(Date.now() / 1000),
      ...change,
    };
    return signToken({ typ: "mtoken-computer+jws", payload, key: this.#keys.privateKey });
  }

  async begin(interaction: InteractionId, change: ProofChange = {}): Promise<Answer> {
    const proof = await this.prove(interaction, { action: "begin", ...change });
    return this.call({ path: `/v1/interactions/${interaction}/requests`, body: { proof } });
  }

  async redeem(interaction: InteractionId, request: RequestId, change: ProofChange = {}): Promise<Answer> {
    const proof = await this.prove(interaction, { action: "redeem", request, ...change });
    return this.call({ path: `/v1/interactions/${interaction}/redeem`, body: { proof } });
  }

  /** As `redeem`, with the code that the app led back with. */
  async redeemWith(
    interaction: InteractionId,
    request: RequestId,
    return_code: string,
    change: ProofChange = {},
  ): Promise<Answer> {
    const proof = await this.prove(interaction, { action: "redeem", request, ...change });
    return this.call({ path: `/v1/interactions/${interaction}/redeem`, body: { proof, return_code } });
  }

  cancel(interaction: InteractionId): Promise<Answer> {
    return this.call({ path: `/v1/interactions/${interaction}/cancel` });
  }
}
