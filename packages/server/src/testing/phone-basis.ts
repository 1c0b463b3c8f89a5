/**
 * What all of the test phone stands on: its keys, its way to the server, and what it believes of the answers.
 */
import type {
  DeviceId,
  Factor,
  IdentityJwks,
  KeyPair,
  Refusal,
  RsaBits,
  RsaPublicJwk,
} from "@mtoken/protocol";
import {
  bigIntFromBytes,
  fromProblem,
  hashToken,
  hmacSha512,
  ProtocolError,
  randomBytes,
  refusalSchema,
  sha512,
  signToken,
  srpGroup,
  tuple,
  verifyIdentityToken,
} from "@mtoken/protocol";
import type * as v from "valibot";

/** How the phone reaches the server: with a body it posts, without it gets. */
export type Send = (path: string, body?: string) => Promise<{ status: number; body: string }>;

export interface PhoneOptions {
  send: Send;
  origin: string;
  jwks: () => IdentityJwks;
  now: () => Date;
  /** Of both keys; 2048 by default. What the offer asks for, a test phone does not do by itself. */
  rsaBits?: RsaBits;
}

export interface PhoneKeys {
  deviceKey: KeyPair;
  deviceJwk: RsaPublicJwk;
  device: DeviceId;
  signingKey: KeyPair;
}

/** Members that take the place of true ones: here the phone lies. */
export type Lies = Readonly<Record<string, unknown>>;

/** Thrown where the server answers with a refusal that it signed for this message 1. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`refused: ${refusal.reason}`);
    this.refusal = refusal;
  }
}

/** What a phone is made of, and how it talks. */
export class PhoneBasis {
  readonly device: DeviceId;
  readonly deviceJwk: RsaPublicJwk;
  readonly deviceKey: KeyPair;
  signingKey: KeyPair;
  /** As the phone stores it: raised before each message 1. */
  counter = 0;
  protected salt = randomBytes(16);
  /** As the offer said. */
  protected group = srpGroup(2048);
  protected readonly argon2 = { m: 65_536, t: 3, p: 1 };
  readonly #secret = randomBytes(64);
  protected readonly options: PhoneOptions;

  protected constructor(options: PhoneOptions, keys: PhoneKeys) {
    this.options = options;
    this.device = keys.device;
    this.deviceJwk = keys.deviceJwk;
    this.deviceKey = keys.deviceKey;
    this.signingKey = keys.signingKey;
  }

  sign(typ: "mtoken-handshake-1+jws" | "mtoken-handshake-3+jws", payload: object): Promise<string> {
    return signToken({ typ, payload, key: this.deviceKey.privateKey });
  }

  post(path: string, body: string, message1 = body): Promise<string> {
    return this.exchange(path, body, message1);
  }

  protected async exchange(path: string, body?: string, message1 = ""): Promise<string> {
    const answer = await this.options.send(path, body);
    if (answer.status === 200) return answer.body;
    if (answer.status !== 403 || answer.body.startsWith("{")) throw readProblem(answer.body);
    const refusal = await this.verified(answer.body, "mtoken-refusal+jws", refusalSchema);
    if (refusal.message_1 !== (await hashToken(message1)))
      throw new Error("the refusal answers another message 1");
    throw new Refused(refusal);
  }

  protected verified<T>(
    token: string,
    typ: "mtoken-offer+jws" | "mtoken-handshake-2+jws" | "mtoken-refusal+jws",
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    const { jwks, origin } = this.options;
    return verifyIdentityToken({ token, typ, schema, jwks: jwks(), iss: origin, at: this.seconds() });
  }

  /** x of docs/protocol.md §3, with SHA-512 where a phone has Argon2id: the server can't tell. */
  protected async exponent(mpin: string, salt: Uint8Array = this.salt): Promise<bigint> {
    return this.#exponentOf("mpin", salt, await sha512(tuple("mtoken-1/test", mpin, salt)));
  }

  /** The same of a passkey's PRF output. */
  protected passkeyExponent(prf: Uint8Array, salt: Uint8Array): Promise<bigint> {
    return this.#exponentOf("biometric", salt, prf);
  }

  async #exponentOf(factor: Factor, salt: Uint8Array, stretched: Uint8Array): Promise<bigint> {
    const members = ["mtoken-1", factor, this.device, this.options.origin, salt, stretched];
    return bigIntFromBytes(await hmacSha512(this.#secret, tuple("mtoken-1/x", ...members)));
  }

  protected seconds(): number {
    return Math.floor(this.options.now().getTime() / 1000);
  }
}

function readProblem(body: string): Error {
  return fromProblem(JSON.parse(body)) ?? new Error(`not a problem of ours: ${body}`);
}

/** How an exchange ended: the code of its error, the reason of its refusal, or `accepted`. */
export function codeOf(exchange: Promise<unknown>): Promise<string> {
  return exchange.then(
    () => "accepted",
    (error: unknown) => {
      if (error instanceof ProtocolError) return error.code;
      if (error instanceof Refused) return error.refusal.reason;
      throw error;
    },
  );
}
