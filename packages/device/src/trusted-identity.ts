/**
 * The server's identity as the phone trusts it (docs/protocol.md §3): no signature counts but by a key whose
 * thumbprint is pinned. The JWKS only says what the pinned keys are and when they were good.
 */
import type { IdentityJwks, TokenType, VerifyIdentityTokenOptions } from "@mtoken/protocol";
import {
  identityJwksSchema,
  parseJson,
  parseWith,
  readKid,
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
  /** The pins that the app carries. */
  pins: () => Promise<string[]>;
}

const keysPath = "/.well-known/mtoken-keys";
/** Seconds after which the keys are fetched again: one may have been revoked meanwhile, or its time prolonged. */
const refreshAfter = 24 * 60 * 60;

/** Verifies what the server signed. */
export class TrustedIdentity {
  readonly #options: TrustedIdentityOptions;
  #jwks: IdentityJwks = { keys: [] };
  #fetchedAt = 0;
  #savedPins: string[] = [];

  constructor(options: TrustedIdentityOptions) {
    this.#options = options;
  }

  /** Takes up what the vault kept. */
  restore({ jwks, fetchedAt, pins }: TrustedServer): void {
    this.#jwks = jwks;
    this.#fetchedAt = fetchedAt;
    this.#savedPins = pins;
  }

  /** What the vault keeps of it. */
  async save(): Promise<TrustedServer> {
    const { origin } = this.#options.connection;
    return { origin, pins: await this.#pins(), jwks: this.#jwks, fetchedAt: this.#fetchedAt };
  }

  /**
   * What a token says, once it is sure that this server's identity key signed it.
   *
   * @throws {DeviceError} `untrusted_answer`; `offline` when the keys had to be fetched and could not be.
   */
  async verify<T>(options: VerifyOptions<T>): Promise<T> {
    return trusting(async () => {
      const kid = readKid(options.token);
      const known = this.#jwks.keys.some((key) => key.kid === kid);
      if (!known && (await this.#pins()).includes(kid)) await this.refresh();
      return this.#check(options);
    });
  }

  /** Fetches the keys again when they are a day old. Being offline is no reason not to use those of yesterday. */
  async refreshWhenOld(): Promise<void> {
    if (this.#age() < refreshAfter) return;
    await this.refresh().catch(() => undefined);
  }

  /** Fetches the keys, and keeps those that are pinned. */
  async refresh(): Promise<void> {
    const { connection, time } = this.#options;
    const body = await connection.get(keysPath);
    const pins = await this.#pins();
    const { keys } = await trusting(async () => parseWith(identityJwksSchema, parseJson(utf8(body))));
    this.#jwks = { keys: keys.filter(({ kid }) => pins.includes(kid)) };
    this.#fetchedAt = time.now();
  }

  async #check<T>(options: VerifyOptions<T>): Promise<T> {
    const { connection, time } = this.#options;
    return verifyIdentityToken({
      ...options,
      iss: connection.origin,
      jwks: this.#jwks,
      pins: await this.#pins(),
      at: time.now(),
    });
  }

  /** The app's own pins are newer than what the vault kept, and alone count while there are any. */
  async #pins(): Promise<string[]> {
    const carried = await this.#options.pins().catch((cause: unknown) => {
      throw new DeviceError("offline", { cause });
    });
    return carried.length > 0 ? carried : this.#savedPins;
  }

  #age(): number {
    return this.#options.time.now() - this.#fetchedAt;
  }
}
