/** The client of the relying party API (docs/protocol.md §8): sign browsers in, have payments signed, keep the evidence. */
import type {
  Content,
  CryptoKey,
  Evidence,
  ExchangeAnswer,
  RequestId,
  RequestInfo,
  SignatureAnswer,
  UserId,
} from "@mtoken/protocol";
import {
  decisionEntrySchema,
  evidenceSchema,
  exchangeAnswerSchema,
  parseJson,
  parseWith,
  requestInfoSchema,
  signatureAnswerSchema,
  signInAnswerSchema,
  utf8,
} from "@mtoken/protocol";
import { ApiConnection, RelyingPartyError } from "./api-connection.ts";
import type { Clock } from "./client-assertion.ts";
import type { PendingSignIn } from "./sign-in-start.ts";
import { codeChallengeOf, newSecret } from "./sign-in-start.ts";

/** What a relying party was given when it was registered. */
export interface RelyingPartyOptions {
  /** The sign-in origin, as in `https://sign-in.example.com`. */
  issuer: string;
  clientId: string;
  /** The private half of the registered key: RSA-PSS with SHA-512. */
  key: CryptoKey;
  kid?: string;
  /** The machine's by default. It may differ from the server's by half a minute. */
  clock?: Clock;
}

/** What is to be signed, and by whom. */
export interface SignatureOptions {
  user: UserId;
  content: Content;
  /** Seconds. */
  expiresIn?: number;
  /** Where the page sends the browser afterwards, with `state`. */
  redirectUri?: string;
  state?: string;
}

/**
 * One relying party.
 *
 * @example
 * const mtoken = new RelyingParty({ issuer, clientId, key });
 * const pending = await mtoken.beginSignIn("https://portal.example.com/callback");
 * // keep `pending` in the browser's session, send the browser to pending.uri; at the callback:
 * const { user } = await mtoken.completeSignIn(pending, new URL(request.url));
 */
export class RelyingParty {
  readonly #api: ApiConnection;
  readonly #issuer: string;

  constructor({ issuer, clientId, key, kid, clock = Date }: RelyingPartyOptions) {
    this.#issuer = issuer;
    this.#api = new ApiConnection({ clientId, audience: issuer, key, kid, clock });
  }

  /** Begins a sign-in. */
  async beginSignIn(redirectUri: string): Promise<PendingSignIn> {
    const state = newSecret();
    const codeVerifier = newSecret();
    const answer = await this.#api.call({
      method: "POST",
      path: "/v1/sign-ins",
      body: { redirect_uri: redirectUri, state, code_challenge: await codeChallengeOf(codeVerifier) },
      schema: signInAnswerSchema,
    });
    const { interaction, uri, expires_at: expiresAt } = answer;
    return { interaction, uri, state, codeVerifier, expiresAt };
  }

  /**
   * Completes the sign-in of the browser that came back.
   *
   * @param pending what {@link beginSignIn} gave **this browser's session**.
   * @param returned the address at which the browser came back.
   * @returns who has signed in, or undefined when they did not go through with it.
   * @throws {TypeError} when the return was not meant for this session: answer 400 and begin anew.
   */
  async completeSignIn(pending: PendingSignIn, returned: URL): Promise<ExchangeAnswer | undefined> {
    const parameters = returned.searchParams;
    // Another's return (login CSRF), or another issuer's (mix-up, RFC 9207).
    if (parameters.get("state") !== pending.state) throw new TypeError("the state is not this session's");
    if (parameters.get("iss") !== this.#issuer) throw new TypeError("the issuer is not this server");
    if (parameters.has("error")) return undefined;
    return await this.#api.call({
      method: "POST",
      path: "/v1/sign-ins/exchange",
      body: { code: parameters.get("code") ?? "", code_verifier: pending.codeVerifier },
      schema: exchangeAnswerSchema,
    });
  }

  /** Asks a user to sign. */
  requestSignature(options: SignatureOptions): Promise<SignatureAnswer> {
    const { user, content, expiresIn, redirectUri, state } = options;
    const body = { user, content, expires_in: expiresIn, redirect_uri: redirectUri, state };
    return this.#api.call({ method: "POST", path: "/v1/signatures", body, schema: signatureAnswerSchema });
  }

  /** Where a request stands. */
  request(request: RequestId): Promise<RequestInfo> {
    return this.#api.call({ method: "GET", path: `/v1/requests/${request}`, schema: requestInfoSchema });
  }

  /** Takes a request back that nobody has decided on. */
  withdraw(request: RequestId): Promise<RequestInfo> {
    return this.#api.call({
      method: "POST",
      path: `/v1/requests/${request}/withdraw`,
      schema: requestInfoSchema,
    });
  }

  /**
   * The evidence of a decision; keep it, it stands on its own.
   *
   * @throws {RelyingPartyError} when what came is about another request. Whether it holds is for `verifyEvidence` to
   *   say, with keys that you trust.
   */
  async evidence(request: RequestId): Promise<Evidence> {
    const evidence = await this.#api.call({
      method: "GET",
      path: `/v1/requests/${request}/evidence`,
      schema: evidenceSchema,
    });
    if (requestOf(evidence) === request) return evidence;
    throw new RelyingPartyError(`The evidence for ${request} is about another request.`);
  }
}

/** The entry names the request that the whole file has to be about, which is part of verifying it. */
function requestOf({ audit }: Evidence): RequestId {
  return parseWith(decisionEntrySchema, parseJson(utf8(audit.entry))).request;
}
