/**
 * HTTP to the relying party API: an access token that renews itself, JSON in and out, and every refusal as a coded
 * error.
 */
import type { UserId } from "@mtoken/protocol";
import { fromProblem, ProtocolError, tokenAnswerSchema } from "@mtoken/protocol";
import * as v from "valibot";
import type { ApiPath } from "./api-path.ts";
import type { AssertionOptions } from "./client-assertion.ts";
import { signAssertion } from "./client-assertion.ts";

/** The API could not be reached, or answered what it must not answer. Refusals by the API are `ProtocolError`s. */
export class RelyingPartyError extends Error {
  override readonly name = "RelyingPartyError";
}

/** What one call takes. */
export interface ApiCall<T> {
  method: "GET" | "POST";
  path: ApiPath;
  body?: object;
  schema: v.GenericSchema<unknown, T>;
  /** For whom a portal acts in the people API. */
  actingUser?: UserId;
}

/** A call whose answer is read by whoever makes it. */
export type ApiRequest = Omit<ApiCall<unknown>, "schema"> & { signal?: AbortSignal };

interface AccessToken {
  value: string;
  renewAt: number;
}

const timeoutMilliseconds = 15_000;
/** Renewed this much before its end, so that it does not run out on the way. */
const renewalMarginMilliseconds = 30_000;

/** One relying party's connection to its mtoken server. */
export class ApiConnection {
  readonly #options: AssertionOptions;
  #token: Promise<AccessToken> | undefined;

  constructor(options: AssertionOptions) {
    this.#options = options;
  }

  /**
   * Calls the API.
   *
   * @throws {ProtocolError} what the API refuses, with its code.
   * @throws {RelyingPartyError} when it can't be reached or its answer has another form.
   */
  async call<T>({ schema, ...asked }: ApiCall<T>): Promise<T> {
    const response = await this.request(asked);
    // RFC 9110 §15.3.5: done, and nothing to say of it.
    const parsed = v.safeParse(schema, response.status === 204 ? undefined : await readJson(response));
    if (!parsed.success)
      throw new RelyingPartyError(`${asked.method} ${asked.path} was answered in an unknown form.`);
    return parsed.output;
  }

  /** The raw answer to an authenticated call; refusals throw as in {@link call}. */
  async request({ method, path, body, actingUser, signal }: ApiRequest): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${await this.#accessToken()}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (actingUser !== undefined) headers["mtoken-acting-user"] = actingUser;
    const init: RequestInit = { method, headers, signal: signal ?? AbortSignal.timeout(timeoutMilliseconds) };
    const response = await this.#fetch(
      path,
      body === undefined ? init : { ...init, body: JSON.stringify(body) },
    );
    if (response.ok) return response;
    const refusal = await refusalOf(response);
    // A token that the server no longer takes must not be tried for ten minutes more.
    if (response.status === 401 && !isOfUser(refusal)) this.#token = undefined;
    throw refusal;
  }

  async #accessToken(): Promise<string> {
    const current = await this.#token;
    if (current !== undefined && this.#options.clock.now() < current.renewAt) return current.value;
    this.#token = this.#fetchToken();
    // A failed attempt is no token: the next call tries anew.
    this.#token.catch(() => (this.#token = undefined));
    return (await this.#token).value;
  }

  async #fetchToken(): Promise<AccessToken> {
    const response = await this.#fetch("/v1/token", {
      method: "POST",
      signal: AbortSignal.timeout(timeoutMilliseconds),
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await signAssertion(this.#options),
      }),
    });
    if (!response.ok) throw await refusalOf(response);
    const parsed = v.safeParse(tokenAnswerSchema, await readJson(response));
    if (!parsed.success) throw new RelyingPartyError("The token was answered in an unknown form.");
    const { access_token, expires_in } = parsed.output;
    const now = this.#options.clock.now();
    return { value: access_token, renewAt: now + expires_in * 1000 - renewalMarginMilliseconds };
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.#options.audience), { redirect: "error", ...init });
    } catch (cause) {
      throw new RelyingPartyError(`${this.#options.audience} can't be reached.`, { cause });
    }
  }
}

/** The token was good: it is the user who has to sign in. */
function isOfUser(refusal: Error): boolean {
  return refusal instanceof ProtocolError && refusal.code === "sign_in_required";
}

async function refusalOf(response: Response): Promise<Error> {
  const body = await readJson(response);
  return (
    fromProblem(body) ?? new RelyingPartyError(`The server answered ${response.status}${oauthCodeOf(body)}.`)
  );
}

/** The token endpoint speaks OAuth's own error form (RFC 6749 §5.2). */
function oauthCodeOf(body: unknown): string {
  const parsed = v.safeParse(v.object({ error: v.string() }), body);
  return parsed.success ? ` (${parsed.output.error})` : "";
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
