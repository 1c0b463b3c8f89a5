/**
 * A phone that costs much less than a real one, so that a few of them keep a server busy. It sends what every phone sends
 * and leaves out what no server sees: Argon2id, the vault, and verifying what the server signed.
 */
import type {
  ActivationLink,
  Call,
  DeviceId,
  HandshakeId,
  HandshakeKeys,
  KeyPair,
  MethodName,
  Params,
  Result,
  RsaPublicJwk,
} from "@mtoken/protocol";
import {
  activationTranscript,
  b64,
  bigIntFromBytes,
  codeProof,
  deriveHandshakeKeys,
  deviceIdOf,
  envelopeSchema,
  exportPublicJwk,
  fromB64,
  handshake2Schema,
  handshakeTranscript,
  hashToken,
  linkProof,
  offerSchema,
  openAnswer,
  padToGroup,
  parseActivationLink,
  parseJson,
  parseQrText,
  parseWith,
  proofM1,
  randomBytes,
  sealCall,
  sealToKey,
  signToken,
  thumbprint,
} from "@mtoken/protocol";
import type { GenericSchema } from "valibot";
import { getText, postMessage } from "./lean-http.ts";
import type { LeanSrp } from "./lean-srp.ts";

const suite = "mtoken-1";

/** What makes a phone: the invitation, and what all phones of the bench share. */
export interface LeanPhoneOptions {
  link: string;
  code: string;
  srp: LeanSrp;
  deviceKeys: KeyPair;
  signingKeys: KeyPair;
}

/** An open session. */
interface Session {
  id: HandshakeId;
  keys: HandshakeKeys;
  seq: number;
}

export class LeanPhone {
  readonly #options: LeanPhoneOptions;
  readonly #link: ActivationLink;
  readonly #deviceKey: RsaPublicJwk;
  readonly #device: DeviceId;
  readonly #secret: { x: bigint; verifier: bigint };
  #counter = 0;

  /** A phone that is activated. */
  static async activate(options: LeanPhoneOptions): Promise<LeanPhone> {
    const link = parseActivationLink(options.link);
    if (link === undefined) throw new TypeError("not an activation link");
    const jwk = await exportPublicJwk(options.deviceKeys.publicKey);
    const phone = new LeanPhone(options, link, { jwk, device: await deviceIdOf(jwk) });
    await phone.#register();
    await phone.#certify(await phone.unlock());
    return phone;
  }

  private constructor(
    options: LeanPhoneOptions,
    link: ActivationLink,
    { jwk, device }: { jwk: RsaPublicJwk; device: DeviceId },
  ) {
    this.#options = options;
    this.#link = link;
    this.#deviceKey = jwk;
    this.#device = device;
    this.#secret = options.srp.newSecret();
  }

  /** Messages 1 to 4. */
  async unlock(): Promise<Session> {
    const { origin } = this.#link;
    const { srp } = this.#options;
    this.#counter += 1;
    const message1 = await this.#sign("mtoken-handshake-1+jws", {
      ...{ aud: origin, suite, device: this.#device, factor: "mpin", purpose: "session" },
      A: b64(padToGroup(srp.group, srp.A)),
      counter: this.#counter,
      app: "bench-phone/1",
    });
    const message2 = await postMessage(`${origin}/v1/handshakes`, message1);
    const { handshake: id, B } = payloadOf(message2, handshake2Schema);
    const secret = await srp.secret({ ...this.#secret, B: bigIntFromBytes(fromB64(B)) });
    const hashes = { message1: await hashToken(message1), message2: await hashToken(message2) };
    const transcript = await handshakeTranscript({
      ...{ suite, serverOrigin: origin, device: this.#device, factor: "mpin", purpose: "session" },
      ...hashes,
    });
    const keys = await deriveHandshakeKeys({ secret, transcript });
    const message3 = await this.#sign("mtoken-handshake-3+jws", {
      ...{ aud: origin, handshake: id },
      ...{ message_1: hashes.message1, message_2: hashes.message2 },
      M1: b64(await proofM1({ key: keys.confirmDevice, transcript })),
    });
    await postMessage(`${origin}/v1/handshakes/${id}`, message3);
    return { id, keys, seq: 0 };
  }

  /** Takes the request whose QR code this is. */
  async claim(session: Session, qrText: string): Promise<string> {
    const { request, tick, mac } = parseQrText(qrText) ?? {};
    if (request === undefined || tick === undefined || mac === undefined)
      throw new TypeError("not a QR text");
    const { envelope } = await this.#call(session, "request.claim", { qr: { request, tick, mac } });
    return envelope;
  }

  /** Says yes, with the digits that the computer shows. */
  async approve(session: Session, envelope: string, digits: string | null): Promise<void> {
    const { request } = payloadOf(envelope, envelopeSchema);
    const approval = await signToken({
      typ: "mtoken-approval+jws",
      payload: {
        ...{ aud: this.#link.origin, request, device: this.#device, envelope: await hashToken(envelope) },
        ...{ decision: "approve", handshake: session.id, iat: seconds() },
        ...(digits !== null && { digits }),
      },
      key: this.#options.signingKeys.privateKey,
    });
    await this.#call(session, "request.decide", { request, approval });
  }

  async #register(): Promise<void> {
    const { origin, activation, secret: linkSecret } = this.#link;
    const address = `${origin}/v1/activations/${activation}`;
    const offer = await getText(address);
    const { activation_key } = payloadOf(offer, offerSchema);
    const { group } = this.#options.srp;
    const claims = {
      ...({ aud: origin, activation, suite, offer: await hashToken(offer) } as const),
      ...{ salt: b64(randomBytes(16)), argon2: { m: 65_536, t: 3, p: 1 } },
      verifier: b64(padToGroup(group, this.#secret.verifier)),
      answer_key: b64(randomBytes(64)),
    };
    const transcript = await activationTranscript({ ...claims, device: this.#device });
    const plaintext = await this.#sign("mtoken-activation+jws", {
      ...claims,
      device_key: this.#deviceKey,
      link_proof: b64(await linkProof(linkSecret, transcript)),
      code_proof: b64(await codeProof(this.#options.code, transcript)),
      iat: seconds(),
    });
    const kid = await thumbprint(activation_key);
    const sealed = { plaintext, jwk: activation_key, kid, typ: "mtoken-activation+jwe" } as const;
    await postMessage(address, await sealToKey(sealed));
  }

  async #certify(session: Session): Promise<void> {
    const { publicKey, privateKey } = this.#options.signingKeys;
    const { origin: aud, activation } = this.#link;
    const payload = { aud, device: this.#device, handshake: session.id, activation, iat: seconds() };
    await this.#call(session, "activation.complete", {
      signing_key: await exportPublicJwk(publicKey),
      proof: await signToken({ typ: "mtoken-signing-key+jws", payload, key: privateKey }),
    });
  }

  async #call<M extends MethodName>(session: Session, method: M, params: Params<M>): Promise<Result<M>> {
    session.seq += 1;
    const { id, keys, seq } = session;
    // Method and params belong together by their types, which the compiler can't follow through the union.
    const call = { method, params } as Call;
    const sealed = await sealCall({ call, key: keys.deviceToServer, session: id, seq });
    const token = await postMessage(`${this.#link.origin}/v1/calls`, sealed);
    const answer = await openAnswer({ token, method, key: keys.serverToDevice, session: id, seq });
    if ("result" in answer) return answer.result;
    throw new Error(`${method} was answered ${answer.error.code}`);
  }

  #sign(
    typ: "mtoken-activation+jws" | "mtoken-handshake-1+jws" | "mtoken-handshake-3+jws",
    payload: object,
  ): Promise<string> {
    return signToken({ typ, payload, key: this.#options.deviceKeys.privateKey });
  }
}

/** What a token says, unverified: nothing here hangs on it. */
function payloadOf<T>(token: string, schema: GenericSchema<unknown, T>): T {
  return parseWith(schema, parseJson(fromB64(token.split(".")[1] ?? "")));
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
