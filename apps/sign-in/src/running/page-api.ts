/** The page's own API (docs/protocol.md §8), for one visit. The cookie travels by itself; no script can read it. */
import type { Begun, InteractionId, InteractionInfo, KeyPair, RequestId, RsaBits } from "@mtoken/protocol";
import {
  begunSchema,
  cancelledSchema,
  challengeSchema,
  exportPublicJwk,
  fromProblem,
  interactionInfoSchema,
  ProtocolError,
  parseWith,
  redeemedSchema,
  signToken,
} from "@mtoken/protocol";
import type { GenericSchema } from "valibot";
import { PageError } from "../state/problem.ts";

const timeout = 15_000;

/** What the computer key signs for. */
export type Purpose = { action: "begin" } | { action: "redeem"; request: RequestId; remember?: true };

/** The computer key; to begin with, it must have this size at least. */
export type KeyFor = (bits: RsaBits) => Promise<KeyPair>;

export class PageApi {
  readonly #interaction: InteractionId;
  readonly #base: string;

  constructor(interaction: InteractionId) {
    this.#interaction = interaction;
    this.#base = `/v1/interactions/${interaction}`;
  }

  get eventsAddress(): string {
    return `${this.#base}/events`;
  }

  info(): Promise<InteractionInfo> {
    return this.#call("GET", "", interactionInfoSchema);
  }

  async begin(keyFor: KeyFor): Promise<Begun> {
    const proof = await this.#proof(keyFor, { action: "begin" });
    return this.#call("POST", "/requests", begunSchema, { proof });
  }

  /** Gives the way back to the portal, with the code in it. */
  async redeem(
    keys: KeyPair,
    {
      request,
      returnCode,
      remember,
    }: { request: RequestId; returnCode: string | undefined; remember: boolean },
  ): Promise<string> {
    const purpose: Purpose = { action: "redeem", request, ...(remember && { remember }) };
    const proof = await this.#proof(async () => keys, purpose);
    const body = { proof, ...(returnCode !== undefined && { return_code: returnCode }) };
    return (await this.#call("POST", "/redeem", redeemedSchema, body)).return_to;
  }

  async cancel(): Promise<string | null> {
    return (await this.#call("POST", "/cancel", cancelledSchema)).return_to;
  }

  /** Whether there are events for this browser. An event source says only that it got none. */
  async hasEvents(): Promise<boolean> {
    const leaving = new AbortController();
    const response = await reach(this.eventsAddress, { signal: leaving.signal });
    if (response.ok) {
      leaving.abort();
      return true;
    }
    const error = await errorOf(response);
    if (error.code === "not_found") return false;
    throw error;
  }

  async #proof(keyFor: KeyFor, purpose: Purpose): Promise<string> {
    const { challenge, rsa_bits } = await this.#call("POST", "/challenge", challengeSchema);
    const keys = await keyFor(rsa_bits);
    const payload = {
      ...purpose,
      aud: location.origin,
      interaction: this.#interaction,
      challenge,
      computer_key: await exportPublicJwk(keys.publicKey),
      iat: Math.floor(Date.now() / 1000),
    };
    return signToken({ typ: "mtoken-computer+jws", payload, key: keys.privateKey });
  }

  async #call<T>(
    method: "GET" | "POST",
    path: string,
    schema: GenericSchema<unknown, T>,
    body?: object,
  ): Promise<T> {
    const response = await reach(this.#base + path, {
      method,
      signal: AbortSignal.timeout(timeout),
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw await errorOf(response);
    return parseWith(schema, await readJson(response));
  }
}

async function reach(address: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...options, credentials: "same-origin", redirect: "error" });
  } catch (cause) {
    throw new PageError("offline", { cause });
  }
}

/** What stands in front of the server may answer in its own way. */
async function errorOf(response: Response): Promise<ProtocolError> {
  return fromProblem(await readJson(response)) ?? new ProtocolError("unavailable");
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
