/**
 * A relying party for the server's own tests: it has a key, an access token, and calls that a test can make with
 * anything in them.
 */
import { createHash, randomBytes } from "node:crypto";
import type { ClientId, CompanyId, CryptoKey, InteractionId } from "@mtoken/protocol";
import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import type { JWTPayload } from "jose";
import { SignJWT } from "jose";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { createClient } from "../relying-party/client.ts";
import type { Answer } from "./test-computer.ts";

export const portalOrigin = "https://portal.example";
export const redirectUri = `${portalOrigin}/callback`;

export interface PortalCall {
  method?: "GET" | "POST";
  path: string;
  body?: unknown;
  authorization?: string | undefined;
}

export interface BegunSignIn {
  interaction: InteractionId;
  verifier: string;
  state: string;
}

export class TestPortal {
  readonly id: ClientId;
  authorization: string | undefined;
  readonly #app: App;
  readonly #context: Context;
  readonly #key: CryptoKey;
  #renewAt = new Date(0);

  private constructor(app: App, context: Context, made: { id: ClientId; key: CryptoKey }) {
    this.#app = app;
    this.#context = context;
    this.id = made.id;
    this.#key = made.key;
  }

  /** Registered, and with an access token. */
  static async make(
    app: App,
    context: Context,
    {
      origin = portalOrigin,
      companies,
      managesPeople = false,
    }: { origin?: string; companies?: CompanyId[]; managesPeople?: boolean } = {},
  ): Promise<TestPortal> {
    const keys = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const id = await createClient(context, {
      name: "Example portal",
      origin,
      redirectUris: [`${origin}/callback`],
      jwks: { keys: [await exportPublicJwk(keys.publicKey)] },
      companies,
      managesPeople,
    });
    const portal = new TestPortal(app, context, { id, key: keys.privateKey });
    await portal.signIn();
    return portal;
  }

  /** A good assertion, but for what `change` says. */
  assert(change: JWTPayload = {}, header: Record<string, unknown> = {}): Promise<string> {
    const now = Math.floor(this.#context.clock.now().getTime() / 1000);
    const claims = {
      iss: this.id,
      sub: this.id,
      aud: this.#context.config.signInOrigin,
      jti: randomBytes(16).toString("hex"),
      iat: now,
      exp: now + 60,
      ...change,
    };
    return new SignJWT(claims).setProtectedHeader({ alg: "PS512", ...header }).sign(this.#key);
  }

  async askToken(assertion: string, change: Record<string, string> = {}): Promise<Answer> {
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
      ...change,
    });
    return this.askTokenWith(`${form}`);
  }

  async askTokenWith(form: string, type = "application/x-www-form-urlencoded"): Promise<Answer> {
    const response = await this.#app.inject({
      method: "POST",
      url: "/v1/token",
      headers: { "content-type": type },
      payload: form,
    });
    return { status: response.statusCode, body: response.json(), cookies: [] };
  }

  /** As relying parties do: a new token when the old one has run out. */
  async signIn(): Promise<void> {
    const { body } = await this.askToken(await this.assert());
    this.authorization = `Bearer ${body["access_token"]}`;
    this.#renewAt = later(this.#context.clock.now(), Number(body["expires_in"]));
  }

  async call({ method = "POST", path, body, ...options }: PortalCall): Promise<Answer> {
    if (this.#context.clock.now() >= this.#renewAt) await this.signIn();
    const authorization = "authorization" in options ? options.authorization : this.authorization;
    const response = await this.#app.inject({
      method,
      url: path,
      headers: { ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { payload: body as object }),
    });
    return { status: response.statusCode, body: response.json(), cookies: [] };
  }

  async beginSignIn(): Promise<BegunSignIn> {
    const verifier = randomBytes(32).toString("base64url");
    const state = randomBytes(8).toString("hex");
    const { body } = await this.call({
      path: "/v1/sign-ins",
      body: { redirect_uri: redirectUri, state, code_challenge: challengeOf(verifier) },
    });
    return { interaction: body["interaction"] as InteractionId, verifier, state };
  }

  exchange(code: string, verifier: string): Promise<Answer> {
    return this.call({ path: "/v1/sign-ins/exchange", body: { code, code_verifier: verifier } });
  }
}

/** PKCE's S256. */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
