/**
 * The server's identity as the phone trusts it (docs/protocol.md §3): no signature counts but by a key whose
 * thumbprint is pinned, or that a pinned key has introduced. The JWKS only says what these keys are and when they were
 * good. From an activation's first stored step on, the vault's pins count and the app's don't: who serves the app, or
 * plays its server, can't put another key in their place (docs/decisions/0009-pins.md).
 */
import type { IdentityJwks, TokenType, VerifyIdentityTokenOptions } from "@mtoken/protocol";
import {
  identityJwksSchema,
  parseJson,
  parseWith,
  readKid,
  trustedKeys,
  utf8,
  verifyIdentityToken,
} from "@mtoken/protocol";
import { DeviceError, trusting } from "./errors.ts";
import type { ServerConnection } from "./server-connection.ts";
import type { ServerTime } from "./server-time.ts";
import type { TrustedServer } from "./vault-record.ts";

/** What a token by the identity key is verified against. */
export type VerifyOptions<T> = Pick<VerifyIdentityTokenOptions<T>, "schema"> & {
  token: string;
  typ: TokenType;
};

/** What {@link TrustedIdentity} stands on. */
export interface TrustedIdentityOptions {
  connection: ServerConnection;
  time: ServerTime;
  /** The pins that the vault keeps; undefined before an activation has begun. */
  keptPins: () => Promise<readonly string[] | undefined>;
  /** The pins that the app carries: what an activation begins with. */
  carriedPins: () => Promise<string[]>;
}

const keysPath = "/.well-known/mtoken-keys";
/** Seconds after which the keys are fetched again: one may have been revoked meanwhile, or its time prolonged. */
const refreshAfter = 24 * 60 * 60;

/** Verifies what the server signed. */
export class TrustedIdentity {
  readonly #options: TrustedIdentityOptions;
  #jwks: IdentityJwks = { keys: [] };
  #fetchedAt = 0;

  constructor(options: TrustedIdentityOptions) {
    this.#options = options;
  }

  /** Takes up what the vault kept. */
  restore({ jwks, fetchedAt }: TrustedServer): void {
    this.#jwks = jwks;
    this.#fetchedAt = fetchedAt;
  }

  /** What the vault keeps of it; whom a pinned key introduced is pinned from then on. */
  async save(): Promise<TrustedServer> {
    const { origin } = this.#options.connection;
    return { origin, pins: await this.#trusted(this.#jwks), jwks: this.#jwks, fetchedAt: this.#fetchedAt };
  }

  /**
   * What a token says, once it is sure that this server's identity key signed it.
   *
   * @throws {DeviceError} `untrusted_answer`; `offline` when the keys had to be fetched and could not be.
   */
  async verify<T>(options: VerifyOptions<T>): Promise<T> {
    return trusting(async () => {
      const kid = readKid(options.token);
      if (!this.#jwks.keys.some((key) => key.kid === kid)) await this.refresh();
      return this.#check(options);
    });
  }

  /** Fetches the keys again when they are a day old. Being offline is no reason not to use those of yesterday. */
  async refreshWhenOld(): Promise<void> {
    if (this.#age() < refreshAfter) return;
    await this.refresh().catch(() => undefined);
  }

  /** Fetches the keys, and keeps those that are trusted. */
  async refresh(): Promise<void> {
    const { connection, time } = this.#options;
    const body = await connection.get(keysPath);
    const jwks = await trusting(async () => parseWith(identityJwksSchema, parseJson(utf8(body))));
    const trusted = await this.#trusted(jwks);
    this.#jwks = { keys: jwks.keys.filter(({ kid }) => trusted.includes(kid)) };
    this.#fetchedAt = time.now();
  }

  async #check<T>(options: VerifyOptions<T>): Promise<T> {
    const { connection, time } = this.#options;
    return verifyIdentityToken({
      ...options,
      iss: connection.origin,
      jwks: this.#jwks,
      pins: await this.#trusted(this.#jwks),
      at: time.now(),
    });
  }

  async #trusted(jwks: IdentityJwks): Promise<string[]> {
    const { connection, time, keptPins } = this.#options;
    const pins = (await keptPins()) ?? (await this.#carried());
    return trustedKeys({ iss: connection.origin, jwks, pins, at: time.now() });
  }

  #carried(): Promise<string[]> {
    return this.#options.carriedPins().catch((cause: unknown) => {
      throw new DeviceError("offline", { cause });
    });
  }

  #age(): number {
    return this.#options.time.now() - this.#fetchedAt;
  }
}
