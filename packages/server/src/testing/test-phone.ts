/**
 * A small phone for the server's own tests: it speaks the protocol message by message, so that a test can send each
 * one late, twice, or wrong. It leaves out what the server never sees: Argon2id, the wrapping of the signing key, storage.
 */
import type {
  Call,
  DeviceId,
  Handshake2,
  Handshake4,
  HandshakeId,
  HandshakeKeys,
  IdentityJwks,
  KeyPair,
  MethodName,
  Params,
  Refusal,
  Result,
  RsaPublicJwk,
} from "@mtoken/protocol";
import {
  activationTranscript,
  b64,
  bigIntFromBytes,
  bigIntToBytes,
  clientEphemeral,
  clientSecret,
  codeProof,
  computeVerifier,
  deriveHandshakeKeys,
  deviceIdOf,
  exportPublicJwk,
  fromB64,
  fromProblem,
  generateSigningKeyPair,
  handshake2Schema,
  handshake4Schema,
  handshakeTranscript,
  hashToken,
  hmacSha512,
  linkProof,
  offerSchema,
  openAnswer,
  openDirect,
  ProtocolError,
  parseActivationLink,
  proofM1,
  proofM2,
  randomBytes,
  refusalSchema,
  sealCall,
  sealToKey,
  sha512,
  signToken,
  srpGroup,
  thumbprint,
  tuple,
  verifyIdentityToken,
} from "@mtoken/protocol";
import * as v from "valibot";

/** How the phone reaches the server: with a body it posts, without it gets. */
export type Send = (path: string, body?: string) => Promise<{ status: number; body: string }>;

export interface PhoneOptions {
  send: Send;
  origin: string;
  jwks: () => IdentityJwks;
  now: () => Date;
}

interface PhoneKeys {
  deviceKey: KeyPair;
  deviceJwk: RsaPublicJwk;
  device: DeviceId;
  signingKey: KeyPair;
}

/** Members that take the place of true ones: here the phone lies. */
export type Lies = Readonly<Record<string, unknown>>;

export interface Aim {
  purpose: "session" | "approve";
  binding?: string | undefined;
}

/** Messages 1 and 2 of a handshake, and what the phone needs to go on. */
export interface OpenedHandshake extends Aim {
  message1: string;
  message2: string;
  offered: Handshake2;
  a: bigint;
  A: bigint;
}

/** What a right proof opens: a session, or a channel for one call. */
export interface OpenedSession {
  id: HandshakeId;
  keys: HandshakeKeys;
  message1: string;
  message4: Handshake4;
  seq: number;
}

/** Thrown where the server answers with a refusal that it signed for this message 1. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`refused: ${refusal.reason}`);
    this.refusal = refusal;
  }
}

/** RSA keys take long to make, so all phones of a test file have one signing key, until a test gives one its own. */
let sharedSigningKey: Promise<KeyPair> | undefined;

export class TestPhone {
  readonly device: DeviceId;
  readonly deviceJwk: RsaPublicJwk;
  readonly deviceKey: KeyPair;
  signingKey: KeyPair;
  /** As the phone stores it: raised before each message 1. */
  counter = 0;
  #salt = randomBytes(16);
  readonly #argon2 = { m: 65_536, t: 3, p: 1 };
  readonly #secret = randomBytes(64);
  readonly #options: PhoneOptions;

  static async make(options: PhoneOptions): Promise<TestPhone> {
    sharedSigningKey ??= newKeyPair();
    const [deviceKey, signingKey] = await Promise.all([newKeyPair(), sharedSigningKey]);
    const deviceJwk = await exportPublicJwk(deviceKey.publicKey);
    return new TestPhone(options, { deviceKey, deviceJwk, signingKey, device: await deviceIdOf(deviceJwk) });
  }

  private constructor(options: PhoneOptions, keys: PhoneKeys) {
    this.#options = options;
    this.device = keys.device;
    this.deviceJwk = keys.deviceJwk;
    this.deviceKey = keys.deviceKey;
    this.signingKey = keys.signingKey;
  }

  // --- activation ---

  /** From link and code to a pending device. */
  async activate(secrets: { link: string; code: string; mpin: string }): Promise<void> {
    const { activation } = readLink(secrets.link);
    const offer = await this.fetchOffer(secrets.link);
    const { sealed } = await this.activationMessage({ ...secrets, offer });
    await this.post(`/v1/activations/${activation}`, sealed);
  }

  fetchOffer(link: string): Promise<string> {
    return this.#exchange(`/v1/activations/${readLink(link).activation}`);
  }

  /** The signed message, the same sealed, and the key of the answer. */
  async activationMessage(options: {
    link: string;
    code: string;
    mpin: string;
    offer: string;
    /** In place of the one that goes with the mPIN; it is proven all the same. */
    verifier?: Uint8Array;
    lies?: Lies;
  }): Promise<{ token: string; sealed: string; answerKey: Uint8Array }> {
    const { origin } = this.#options;
    const { activation, secret } = readLink(options.link);
    const { activation_key, suite, group } = await this.#verified(
      options.offer,
      "mtoken-offer+jws",
      offerSchema,
    );
    this.#salt = randomBytes(16);
    const answerKey = randomBytes(64);
    const x = await this.#exponent(options.mpin);
    const verifier = bigIntToBytes(computeVerifier({ group: srpGroup(group), x }), srpGroup(group).length);
    const claims = {
      aud: origin,
      activation,
      suite,
      offer: await hashToken(options.offer),
      salt: b64(this.#salt),
      argon2: this.#argon2,
      verifier: b64(options.verifier ?? verifier),
      answer_key: b64(answerKey),
    };
    const transcript = await activationTranscript({ ...claims, device: this.device });
    const payload = {
      ...claims,
      device_key: this.deviceJwk,
      link_proof: b64(await linkProof(secret, transcript)),
      code_proof: b64(await codeProof(options.code, transcript)),
      iat: this.#seconds(),
      ...options.lies,
    };
    const token = await signToken({ typ: "mtoken-activation+jws", payload, key: this.deviceKey.privateKey });
    const kid = await thumbprint(activation_key);
    const sealed = await sealToKey({
      plaintext: token,
      jwk: activation_key,
      kid,
      typ: "mtoken-activation+jwe",
    });
    return { token, sealed, answerKey };
  }

  /** The end of an activation, inside its first session. */
  async complete(session: OpenedSession, activation: string): Promise<Result<"activation.complete">> {
    return this.call(session, "activation.complete", await this.signingKeyProof(session, activation));
  }

  async signingKeyProof(
    session: OpenedSession,
    activation: string,
    lies: Lies = {},
  ): Promise<Params<"activation.complete">> {
    const { origin } = this.#options;
    const payload = {
      aud: origin,
      device: this.device,
      handshake: session.id,
      activation,
      iat: this.#seconds(),
      ...lies,
    };
    const key = this.signingKey.privateKey;
    return {
      signing_key: await exportPublicJwk(this.signingKey.publicKey),
      proof: await signToken({ typ: "mtoken-signing-key+jws", payload, key }),
    };
  }

  /** The whole of it: from link and code to a certificate. */
  async setUp(secrets: { link: string; code: string; mpin: string }): Promise<Result<"activation.complete">> {
    await this.activate(secrets);
    return this.complete(await this.unlock(secrets.mpin), readLink(secrets.link).activation);
  }

  // --- handshake ---

  /** Runs a whole handshake. */
  async unlock(mpin: string, aim: Aim = { purpose: "session" }): Promise<OpenedSession> {
    return this.prove(await this.begin(aim), mpin);
  }

  async begin(aim: Aim = { purpose: "session" }, lies: Lies = {}): Promise<OpenedHandshake> {
    const { token, a, A } = await this.message1(aim, lies);
    const message2 = await this.post("/v1/handshakes", token);
    return this.read({ ...aim, message1: token, message2, a, A });
  }

  /** Message 2 verified, so that the phone can go on. */
  async read(exchanged: Omit<OpenedHandshake, "offered">): Promise<OpenedHandshake> {
    const offered = await this.#verified(exchanged.message2, "mtoken-handshake-2+jws", handshake2Schema);
    if (offered.message_1 !== (await hashToken(exchanged.message1)))
      throw new Error("message 2 answers another message 1");
    if (offered.salt !== b64(this.#salt)) throw new Error("message 2 names another salt");
    return { ...exchanged, offered };
  }

  async message1(aim: Aim, lies: Lies = {}): Promise<{ token: string; a: bigint; A: bigint }> {
    const group = srpGroup(2048);
    const { a, A } = clientEphemeral({ group });
    this.counter += 1;
    const payload = {
      aud: this.#options.origin,
      suite: "mtoken-1",
      device: this.device,
      factor: "mpin",
      ...aim,
      A: b64(bigIntToBytes(A, group.length)),
      counter: this.counter,
      ...lies,
    };
    return { token: await this.sign("mtoken-handshake-1+jws", payload), a, A };
  }

  async prove(opened: OpenedHandshake, mpin: string): Promise<OpenedSession> {
    const { token, keys, transcript, M1 } = await this.message3(opened, mpin);
    const id = opened.offered.handshake;
    const sealed = await this.post(`/v1/handshakes/${id}`, token, opened.message1);
    const { plaintext, seq } = await openDirect({
      ...{ token: sealed, key: keys.serverToDevice, kid: id },
      typ: "mtoken-handshake-4+jwe",
    });
    const message4 = v.parse(handshake4Schema, JSON.parse(plaintext));
    const M2 = b64(await proofM2({ key: keys.confirmServer, transcript, M1 }));
    if (seq !== 0 || message4.M2 !== M2) throw new Error("the server did not prove itself");
    return { id, keys, message1: opened.message1, message4, seq: 0 };
  }

  async message3(opened: OpenedHandshake, mpin: string, lies: Lies = {}) {
    const { message1, message2, offered, purpose, binding, a, A } = opened;
    const { origin } = this.#options;
    const B = bigIntFromBytes(fromB64(offered.B));
    const secret = await clientSecret({ group: srpGroup(2048), x: await this.#exponent(mpin), a, A, B });
    const transcript = await handshakeTranscript({
      ...{ suite: offered.suite, serverOrigin: origin, device: this.device, factor: "mpin" },
      ...{ purpose, binding, message1, message2 },
    });
    const keys = await deriveHandshakeKeys({ secret, transcript });
    const M1 = await proofM1({ key: keys.confirmDevice, transcript });
    const payload = {
      aud: origin,
      handshake: offered.handshake,
      message_1: await hashToken(message1),
      message_2: await hashToken(message2),
      M1: b64(M1),
      ...lies,
    };
    return { token: await this.sign("mtoken-handshake-3+jws", payload), keys, transcript, M1 };
  }

  // --- calls ---

  /** Makes a call; an error in the answer is thrown as it would be outside of it. */
  async call<M extends MethodName>(session: OpenedSession, method: M, params: Params<M>): Promise<Result<M>> {
    session.seq += 1;
    const { seq } = session;
    const token = await this.post("/v1/calls", await this.seal(session, { method, params, seq }));
    const answer = await openAnswer({
      token,
      method,
      key: session.keys.serverToDevice,
      session: session.id,
      seq,
    });
    if ("result" in answer) return answer.result;
    const { code, ...details } = answer.error;
    throw new ProtocolError(code, { details });
  }

  seal(
    session: OpenedSession,
    { method, params, seq }: { method: string; params: unknown; seq: number },
  ): Promise<string> {
    // A test may seal what is no call at all.
    const call = { method, params } as Call;
    return sealCall({ call, key: session.keys.deviceToServer, session: session.id, seq });
  }

  /** The answer to an envelope; `lies` say which decision, and anything else. */
  async approval(
    session: OpenedSession,
    envelope: string,
    request: string,
    lies: Lies = {},
  ): Promise<string> {
    const payload = {
      ...{ aud: this.#options.origin, request, device: this.device, envelope: await hashToken(envelope) },
      ...{ decision: "approve", handshake: session.id, iat: this.#seconds(), ...lies },
    };
    return signToken({ typ: "mtoken-approval+jws", payload, key: this.signingKey.privateKey });
  }

  // --- what all of it stands on ---

  sign(typ: "mtoken-handshake-1+jws" | "mtoken-handshake-3+jws", payload: object): Promise<string> {
    return signToken({ typ, payload, key: this.deviceKey.privateKey });
  }

  post(path: string, body: string, message1 = body): Promise<string> {
    return this.#exchange(path, body, message1);
  }

  async #exchange(path: string, body?: string, message1 = ""): Promise<string> {
    const answer = await this.#options.send(path, body);
    if (answer.status === 200) return answer.body;
    if (answer.status !== 403 || answer.body.startsWith("{")) throw readProblem(answer.body);
    const refusal = await this.#verified(answer.body, "mtoken-refusal+jws", refusalSchema);
    if (refusal.message_1 !== (await hashToken(message1)))
      throw new Error("the refusal answers another message 1");
    throw new Refused(refusal);
  }

  #verified<T>(
    token: string,
    typ: "mtoken-offer+jws" | "mtoken-handshake-2+jws" | "mtoken-refusal+jws",
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    const { jwks, origin } = this.#options;
    return verifyIdentityToken({ token, typ, schema, jwks: jwks(), iss: origin, at: this.#seconds() });
  }

  /** x of docs/protocol.md §3, with SHA-512 where a phone has Argon2id: the server can't tell. */
  async #exponent(mpin: string): Promise<bigint> {
    const stretched = await sha512(tuple("mtoken-1/test", mpin, this.#salt));
    const members = ["mtoken-1", "mpin", this.device, this.#options.origin, this.#salt, stretched];
    return bigIntFromBytes(await hmacSha512(this.#secret, tuple("mtoken-1/x", ...members)));
  }

  #seconds(): number {
    return Math.floor(this.#options.now().getTime() / 1000);
  }
}

function readLink(text: string) {
  const link = parseActivationLink(text);
  if (link === undefined) throw new TypeError("not an activation link");
  return link;
}

function readProblem(body: string): Error {
  return fromProblem(JSON.parse(body)) ?? new Error(`not a problem of ours: ${body}`);
}

function newKeyPair(): Promise<KeyPair> {
  return generateSigningKeyPair({ bits: 2048, extractable: false });
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
