/**
 * A server in memory for the device's own tests: what docs/protocol.md asks of one, made from the protocol's functions,
 * for one user. It keeps no promise that the real one has to keep under load or in a crash.
 */
import type {
  Frozen,
  IdentityJwk,
  KeyPair,
  Notice,
  OwnComputer,
  PushSubscription,
  RequestId,
  SessionPolicy,
  TokenType,
} from "@mtoken/protocol";
import {
  b64,
  exportPublicJwk,
  generateSigningKeyPair,
  newClientId,
  newCompanyId,
  newUserId,
  ProtocolError,
  randomBytes,
  signToken,
  thumbprint,
  toProblem,
} from "@mtoken/protocol";
import type { Transport, TransportAnswer } from "../ports.ts";
import type { TestActivation } from "./test-activations.ts";
import { answerActivation, answerOffer } from "./test-activations.ts";
import { answerCall } from "./test-calls.ts";
import type { TestClock } from "./test-clock.ts";
import type { TestHandshake } from "./test-handshakes.ts";
import { answerMessage1, answerMessage3 } from "./test-handshakes.ts";
import type { TestDevice, TestRequest, TestSession } from "./test-records.ts";

/** One exchange, before it reaches the server. */
export interface Exchange {
  path: string;
  body: string;
  forward(): Promise<TransportAnswer>;
}

/** What stands between the device and the server: by default nothing. */
export type Interceptor = (exchange: Exchange) => Promise<TransportAnswer>;

const straight: Interceptor = (exchange) => exchange.forward();

const identities = [0, 1].map(() => generateSigningKeyPair({ bits: 2048, extractable: false }));
let started = 0;

/** Two identity keys take turns, since RSA keys are slow to make: a server and the next are never the same. */
async function nextIdentity(): Promise<KeyPair> {
  started += 1;
  return identities[started % 2] ?? generateSigningKeyPair({ bits: 2048, extractable: false });
}

/** One user's server. */
export class TestServer {
  readonly origin = "https://app.example.com";
  readonly clock: TestClock;
  identity: IdentityJwk;
  /** Identity keys of before, still published. */
  earlier: IdentityJwk[] = [];
  #identityKey: CryptoKey;
  readonly user = { id: newUserId(), name: "Ada Berg" };
  readonly company = { id: newCompanyId(), name: "Northern Mills" };
  readonly relyingParty = { id: newClientId(), name: "Example Bank" };
  readonly activations = new Map<string, TestActivation>();
  readonly devices = new Map<string, TestDevice>();
  readonly handshakes = new Map<string, TestHandshake>();
  readonly sessions = new Map<string, TestSession>();
  readonly requests = new Map<RequestId, TestRequest>();
  /** The newest first. */
  notices: Notice[] = [];
  readonly pushKey = b64(randomBytes(65));
  pushSubscription: PushSubscription | undefined;
  /** Whether an administrator has to approve (M21). */
  approval = false;
  /** What a computer asks of the phone: `mtoken-enrolment+jws`. */
  enrolment: string | undefined;
  computers: OwnComputer[] = [];
  /** Since when the user is frozen. */
  frozen: Frozen | undefined;
  /** What the user may use of the app. */
  features: string[] = ["payments"];
  /** Whether the company allows biometrics. */
  biometrics = true;
  /** What the company asks for beside the session, where that is more than usual. */
  freshFactor: "any" | "mpin" | undefined;
  /** What the company asks of its phones. */
  policy: SessionPolicy = { mpin: { min: 6, max: 8 }, idle_seconds: 300 };
  /** Set by a test: makes another envelope, or the token itself, of an honest envelope's members. */
  forge: ((members: Record<string, unknown>) => Promise<object | string>) | undefined;
  /** Set by a test: makes another receipt. */
  forgeReceipt: ((members: object) => object) | undefined;
  /** Set by a test: loses, replays and changes what travels. */
  intercept: Interceptor = straight;

  private constructor(clock: TestClock, identity: IdentityJwk, identityKey: CryptoKey) {
    this.clock = clock;
    this.identity = identity;
    this.#identityKey = identityKey;
  }

  static async start(clock: TestClock): Promise<TestServer> {
    const pair = await nextIdentity();
    const jwk = await exportPublicJwk(pair.publicKey);
    const now = Math.floor(clock.now() / 1000);
    const identity: IdentityJwk = {
      ...jwk,
      kid: await thumbprint(jwk),
      alg: "PS512",
      use: "sig",
      nbf: now - 3600,
      exp: now + 365 * 24 * 3600,
    };
    return new TestServer(clock, identity, pair.privateKey);
  }

  /** Seconds since 1970. */
  get now(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  get unreadNotices(): Notice[] {
    return this.notices.filter(({ read }) => !read);
  }

  get device(): TestDevice {
    const [device] = this.devices.values();
    if (device === undefined) throw new TypeError("no device was registered");
    return device;
  }

  readonly transport: Transport = {
    origin: this.origin,
    get: (path) => this.#exchange(path, ""),
    post: (path, body) => this.#exchange(path, body),
  };

  /** Signs with another server's identity key from now on. */
  rotate(other: TestServer): void {
    this.identity = other.identity;
    this.#identityKey = other.#identityKey;
  }

  /** As {@link rotate}, but the key of before introduces the new one and stays published. */
  async rotateEndorsed(other: TestServer): Promise<void> {
    const { kid, nbf, exp } = other.identity;
    const payload = { iss: this.origin, kid, nbf, exp, iat: this.now };
    const endorsement = await this.sign("mtoken-key+jws", payload);
    this.earlier = [this.identity, ...this.earlier];
    this.rotate(other);
    this.identity = { ...this.identity, endorsement };
  }

  /** Everything goes straight again. */
  heal(): void {
    this.intercept = straight;
  }

  sign(typ: TokenType, payload: object): Promise<string> {
    return signToken({ typ, payload, key: this.#identityKey, kid: this.identity.kid });
  }

  #exchange(path: string, body: string): Promise<TransportAnswer> {
    return this.intercept({ path, body, forward: () => this.#answer(path, body) });
  }

  async #answer(path: string, body: string): Promise<TransportAnswer> {
    try {
      return await this.#route(path, body);
    } catch (error) {
      return problem(error);
    }
  }

  async #route(path: string, body: string): Promise<TransportAnswer> {
    const [, version, folder, id] = path.split("/");
    if (path === "/.well-known/mtoken-keys") return json({ keys: [this.identity, ...this.earlier] });
    if (version !== "v1") throw new ProtocolError("not_found");
    if (folder === "activations" && id !== undefined) {
      return body === "" ? jose(await answerOffer(this, id)) : jose(await answerActivation(this, id, body));
    }
    if (folder === "handshakes") {
      const { refusal, token } =
        id === undefined ? await answerMessage1(this, body) : await answerMessage3(this, id, body);
      return { ...jose(token), status: refusal ? 403 : 200 };
    }
    if (folder === "calls") return jose(await answerCall(this, body));
    throw new ProtocolError("not_found");
  }
}

/** An answer that is a message. */
export function jose(token: string): TransportAnswer {
  return { status: 200, contentType: "application/jose", body: token };
}

/** An answer that is JSON. */
export function json(value: object): TransportAnswer {
  return { status: 200, contentType: "application/json", body: JSON.stringify(value) };
}

/** An answer that is a problem document. */
export function problem(error: unknown): TransportAnswer {
  if (!(error instanceof ProtocolError)) throw error;
  return {
    status: error.status,
    contentType: "application/problem+json",
    body: JSON.stringify(toProblem(error)),
  };
}
