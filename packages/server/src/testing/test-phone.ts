/**
 * A small phone for the server's own tests: it speaks the protocol message by message, so that a test can send each
 * one late, twice, or wrong. It leaves out what the server never sees: Argon2id, the wrapping of the signing key, storage.
 */
import type { Call, KeyPair, MethodName, Params, Result, RsaBits } from "@mtoken/protocol";
import {
  b64,
  computeVerifier,
  deviceIdOf,
  exportPublicJwk,
  factorEnrolmentBinding,
  fromB64,
  generateSigningKeyPair,
  hashToken,
  openAnswer,
  ProtocolError,
  padToGroup,
  prfInput,
  randomBytes,
  sealCall,
  signToken,
} from "@mtoken/protocol";
import type { Ceremony } from "@mtoken/protocol/testing";
import { registerPasskey } from "@mtoken/protocol/testing";
import { readLink } from "./activating-phone.ts";
import type { Lies, PhoneOptions } from "./phone-basis.ts";
import type { OpenedSession, PhonePasskey } from "./proving-phone.ts";
import { ProvingPhone } from "./proving-phone.ts";

export type { Lies, Send } from "./phone-basis.ts";
export { codeOf, Refused } from "./phone-basis.ts";
export type { OpenedHandshake, OpenedSession, PhonePasskey } from "./proving-phone.ts";

/** RSA keys take long to make, so all phones of a test file have one signing key of each size, until a test gives one its own. */
const sharedSigningKeys = new Map<RsaBits, Promise<KeyPair>>();

/** Before a test file, where files share a process. */
export function forgetSigningKeys(): void {
  sharedSigningKeys.clear();
}

export class TestPhone extends ProvingPhone {
  static async make(options: PhoneOptions): Promise<TestPhone> {
    const { rsaBits = 2048 } = options;
    const shared = sharedSigningKeys.get(rsaBits) ?? newKeyPair(rsaBits);
    sharedSigningKeys.set(rsaBits, shared);
    const [deviceKey, signingKey] = await Promise.all([newKeyPair(rsaBits), shared]);
    const deviceJwk = await exportPublicJwk(deviceKey.publicKey);
    return new TestPhone(options, { deviceKey, deviceJwk, signingKey, device: await deviceIdOf(deviceJwk) });
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
    const { origin } = this.options;
    const payload = {
      aud: origin,
      device: this.device,
      handshake: session.id,
      activation,
      iat: this.seconds(),
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

  /** What another mPIN makes, under a salt of its own. */
  async changeTo(mpin: string): Promise<Params<"mpin.change">> {
    const salt = randomBytes(16);
    const { group } = this;
    const verifier = padToGroup(group, computeVerifier({ group, x: await this.exponent(mpin, salt) }));
    return { salt: b64(salt), argon2: this.argon2, verifier: b64(verifier) };
  }

  /** From now on message 2 has to name this one's salt. */
  keep({ salt }: Params<"mpin.change">): void {
    this.salt = fromB64(salt);
  }

  /** A new passkey, and what enrols it; `lies` are the authenticator's. */
  async enrolment(
    session: OpenedSession,
    lies: Ceremony["lies"] = {},
  ): Promise<PhonePasskey & { enrolment: Params<"factor.enrol"> }> {
    const { challenge } = await this.call(session, "factor.begin", {});
    const { origin } = this.options;
    const salt = randomBytes(16);
    const input = await prfInput({ device: this.device, serverOrigin: origin, salt });
    const ceremony = { origin, challenge: fromB64(challenge), prfInput: input, lies };
    const { passkey, registration, prf } = await registerPasskey(ceremony);
    const { group } = this;
    const x = await this.passkeyExponent(prf ?? new Uint8Array(), salt);
    const verifier = b64(padToGroup(group, computeVerifier({ group, x })));
    return { passkey, salt, enrolment: { registration, salt: b64(salt), verifier } };
  }

  /** The whole of it: from an unlocked phone to a passkey that unlocks it. */
  async enrol(mpin: string): Promise<PhonePasskey> {
    const { enrolment, ...passkey } = await this.enrolment(await this.unlock(mpin));
    await this.call(await this.channelToEnrol(enrolment, mpin), "factor.enrol", enrolment);
    return passkey;
  }

  async channelToEnrol(enrolment: Params<"factor.enrol">, mpin: string): Promise<OpenedSession> {
    return this.unlock(mpin, { purpose: "enrol", binding: await factorEnrolmentBinding(enrolment) });
  }

  seal(
    session: OpenedSession,
    { method, params, seq }: { method: string; params: unknown; seq: number },
  ): Promise<string> {
    // A test may seal what is no call at all.
    const call = { method, params } as Call;
    return sealCall({ call, key: session.keys.deviceToServer, session: session.id, seq });
  }

  /** The answer to a computer that asks to be known; `lies` say anything else. */
  async enrolmentApproval(session: OpenedSession, statement: string, lies: Lies = {}): Promise<string> {
    const { computer } = JSON.parse(Buffer.from(statement.split(".")[1] ?? "", "base64url").toString());
    const payload = {
      ...{ aud: this.options.origin, enrolment: await hashToken(statement), computer: computer.id },
      ...{ device: this.device, decision: "approve", handshake: session.id, iat: this.seconds(), ...lies },
    };
    return signToken({ typ: "mtoken-enrolment-approval+jws", payload, key: this.signingKey.privateKey });
  }

  /** The answer to an envelope; `lies` say which decision, and anything else. */
  async approval(
    session: OpenedSession,
    envelope: string,
    request: string,
    lies: Lies = {},
  ): Promise<string> {
    const payload = {
      ...{ aud: this.options.origin, request, device: this.device, envelope: await hashToken(envelope) },
      ...{ decision: "approve", handshake: session.id, iat: this.seconds(), ...lies },
    };
    return signToken({ typ: "mtoken-approval+jws", payload, key: this.signingKey.privateKey });
  }
}

function newKeyPair(bits: RsaBits): Promise<KeyPair> {
  return generateSigningKeyPair({ bits, extractable: false });
}
