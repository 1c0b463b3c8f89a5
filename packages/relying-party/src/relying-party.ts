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
import { ActingUser } from "./acting-user.ts";
import { ApiConnection, RelyingPartyError } from "./api-connection.ts";
import { apiPath } from "./api-path.ts";
import type { Clock } from "./client-assertion.ts";
import type { FollowOptions } from "./follow-request.ts";
import { followRequest } from "./follow-request.ts";
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

/** That a sign-in is over, since when (NumericDate), and by what. */
export type SignInEnded = NonNullable<RequestInfo["ended"]>;

/**
 * One relying party. Each function that takes an id throws a `TypeError` for what is none.
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
      path: apiPath`/v1/sign-ins`,
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
      path: apiPath`/v1/sign-ins/exchange`,
      body: { code: parameters.get("code") ?? "", code_verifier: pending.codeVerifier },
      schema: exchangeAnswerSchema,
    });
  }

  /** Asks a user to sign. */
  requestSignature(options: SignatureOptions): Promise<SignatureAnswer> {
    const { user, content, expiresIn, redirectUri, state } = options;
    const body = { user, content, expires_in: expiresIn, redirect_uri: redirectUri, state };
    return this.#api.call({
      method: "POST",
      path: apiPath`/v1/signatures`,
      body,
      schema: signatureAnswerSchema,
    });
  }

  /** Where a request stands. */
  request(request: RequestId): Promise<RequestInfo> {
    return this.#api.call({
      method: "GET",
      path: apiPath`/v1/requests/${request}`,
      schema: requestInfoSchema,
    });
  }

  /**
   * A request as it changes: its present state first, then each new one, until the last; of a sign-in that was redeemed, until that is over.
   * Asks again by itself when the connection breaks or the server is started anew.
   *
   * @throws {ProtocolError} what the API refuses, as in `not_found`.
   * @throws {RelyingPartyError} when the server could not be reached for some four minutes: nothing is heard of it any more.
   * @throws what the signal was aborted with.
   *
   * @example
   * for await (const { status } of mtoken.follow(request, { signal })) show(status);
   */
  follow(request: RequestId, options: FollowOptions = {}): AsyncGenerator<RequestInfo, undefined> {
    return followRequest(this.#api, request, options);
  }

  /**
   * Waits until a sign-in is over, which ends whatever it has opened: its phone was deactivated or blocked or its mPIN changed, its user
   * stopped, removed or given another role, its company stopped, or its computer revoked, copied or lost. **End your own session then**, and also when this
   * rejects, since nobody would tell you any more. Ends within a day of the sign-in are told, so let no session last longer.
   *
   * @param request that of {@link completeSignIn}'s answer. Any of your processes may wait for it, at any time.
   * @returns since when and why; undefined of a request that nobody has signed in by.
   *
   * @example
   * const session = sessions.begin(signedIn);
   * mtoken
   *   .endOfSignIn(signedIn.request, { signal: session.signal })
   *   .catch((error) => log.warn({ error }))
   *   .finally(() => sessions.end(session));
   */
  async endOfSignIn(request: RequestId, options: FollowOptions = {}): Promise<SignInEnded | undefined> {
    for await (const { ended } of this.follow(request, options)) if (ended !== undefined) return ended;
    return undefined;
  }

  /**
   * The people API (docs/console-api.md) for a user who has signed in here within the last twelve hours, so that your pages can offer
   * "my devices". The operator has to register you for it (`mtoken client add … --manages-people`). What the user may do is what they may do in the
   * console; ask only for what this user has asked you for, in their own session.
   *
   * @example
   * const { items } = await mtoken.actingFor(user.id).devices({ user: user.id, status: "active" });
   */
  actingFor(user: UserId): ActingUser {
    return new ActingUser(this.#api, user);
  }

  /** Takes a request back that nobody has decided on. */
  withdraw(request: RequestId): Promise<RequestInfo> {
    return this.#api.call({
      method: "POST",
      path: apiPath`/v1/requests/${request}/withdraw`,
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
      path: apiPath`/v1/requests/${request}/evidence`,
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
