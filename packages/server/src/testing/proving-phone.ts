/** The four messages of a handshake, each to be had alone (docs/protocol.md §5). */
import type { Handshake2, Handshake4, HandshakeId, HandshakeKeys } from "@mtoken/protocol";
import {
  assertionChallenge,
  b64,
  bigIntFromBytes,
  bigIntToBytes,
  clientEphemeral,
  deriveHandshakeKeys,
  fromB64,
  handshake2Schema,
  handshake4Schema,
  handshakeTranscript,
  hashToken,
  openDirect,
  prfInput,
  proofM1,
  proofM2,
} from "@mtoken/protocol";
import type { Ceremony, SoftwarePasskey } from "@mtoken/protocol/testing";
import { assertPasskey } from "@mtoken/protocol/testing";
import * as v from "valibot";
import { ActivatingPhone } from "./activating-phone.ts";
import { nativeSecret } from "./native-secret.ts";
import type { Lies } from "./phone-basis.ts";

export interface Aim {
  purpose: "session" | "approve" | "change" | "enrol";
  binding?: string | undefined;
}

/** A passkey that this phone has enrolled. */
export interface PhonePasskey {
  passkey: SoftwarePasskey;
  salt: Uint8Array;
}

/** Messages 1 and 2 of a handshake, and what the phone needs to go on. */
export interface OpenedHandshake extends Aim {
  message1: string;
  message2: string;
  offered: Handshake2;
  a: bigint;
  A: bigint;
  /** The one that it is for; none where it is for the mPIN. */
  passkey?: PhonePasskey | undefined;
}

/** Message 3, and what came of it on the phone. */
export interface Proof {
  token: string;
  keys: HandshakeKeys;
  transcript: Uint8Array;
  M1: Uint8Array;
}

/** What a right proof opens: a session, or a channel for one call. */
export interface OpenedSession {
  id: HandshakeId;
  keys: HandshakeKeys;
  message1: string;
  message4: Handshake4;
  seq: number;
}

/** The part of a phone that proves its mPIN. */
export class ProvingPhone extends ActivatingPhone {
  /** What it says of its program. */
  app = "test-phone/1";

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
    const offered = await this.verified(exchanged.message2, "mtoken-handshake-2+jws", handshake2Schema);
    if (offered.message_1 !== (await hashToken(exchanged.message1)))
      throw new Error("message 2 answers another message 1");
    const salt = exchanged.passkey?.salt ?? this.salt;
    if (offered.salt !== b64(salt)) throw new Error("message 2 names another salt");
    if ((offered.argon2 === undefined) !== (exchanged.passkey !== undefined))
      throw new Error("message 2 has what is the other factor's");
    return { ...exchanged, offered };
  }

  /** Opens a handshake by a passkey. */
  async beginBy(passkey: PhonePasskey, aim: Aim = { purpose: "session" }): Promise<OpenedHandshake> {
    const { token, a, A } = await this.message1(aim, { factor: "biometric" });
    const message2 = await this.post("/v1/handshakes", token);
    return this.read({ ...aim, message1: token, message2, a, A, passkey });
  }

  /** Runs a whole handshake by a passkey. */
  async unlockBy(passkey: PhonePasskey, aim: Aim = { purpose: "session" }): Promise<OpenedSession> {
    return this.provePasskey(await this.beginBy(passkey, aim));
  }

  async provePasskey(opened: OpenedHandshake): Promise<OpenedSession> {
    return this.finish(opened, await this.passkeyMessage3(opened));
  }

  /** Message 3 with an assertion; `lies` are the authenticator's, and `members` the phone's. */
  async passkeyMessage3(
    opened: OpenedHandshake,
    lies: Ceremony["lies"] = {},
    members: Lies = {},
  ): Promise<Proof> {
    const { passkey, message1, message2 } = opened;
    if (passkey === undefined) throw new TypeError("this handshake is for the mPIN");
    const { origin } = this.options;
    const hashes = { message1: await hashToken(message1), message2: await hashToken(message2) };
    const place = { device: this.device, serverOrigin: origin };
    const { assertion, prf } = await assertPasskey(passkey.passkey, {
      ...{ origin, lies },
      challenge: await assertionChallenge(hashes),
      prfInput: await prfInput({ ...place, salt: passkey.salt }),
    });
    const x = await this.passkeyExponent(prf ?? new Uint8Array(), passkey.salt);
    return this.signed3(opened, x, { assertion, ...members });
  }

  async message1(aim: Aim, lies: Lies = {}): Promise<{ token: string; a: bigint; A: bigint }> {
    const { group } = this;
    const { a, A } = clientEphemeral({ group });
    this.counter += 1;
    const payload = {
      aud: this.options.origin,
      suite: "mtoken-1",
      device: this.device,
      factor: "mpin",
      ...aim,
      A: b64(bigIntToBytes(A, group.length)),
      counter: this.counter,
      app: this.app,
      ...lies,
    };
    return { token: await this.sign("mtoken-handshake-1+jws", payload), a, A };
  }

  async prove(opened: OpenedHandshake, mpin: string): Promise<OpenedSession> {
    return this.finish(opened, await this.message3(opened, mpin));
  }

  /** Message 3 sent, and message 4 verified. */
  async finish(opened: OpenedHandshake, { token, keys, transcript, M1 }: Proof): Promise<OpenedSession> {
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

  async message3(opened: OpenedHandshake, mpin: string, lies: Lies = {}): Promise<Proof> {
    return this.signed3(opened, await this.exponent(mpin), lies);
  }

  protected async signed3(opened: OpenedHandshake, x: bigint, lies: Lies): Promise<Proof> {
    const { message1, message2, offered, purpose, binding, a, A } = opened;
    const factor = opened.passkey ? "biometric" : "mpin";
    const { origin } = this.options;
    const B = bigIntFromBytes(fromB64(offered.B));
    const { group } = this;
    const secret = await nativeSecret({ group, x, a, A, B });
    const transcript = await handshakeTranscript({
      ...{ suite: offered.suite, serverOrigin: origin, device: this.device, factor },
      ...{ purpose, binding, message1: await hashToken(message1), message2: await hashToken(message2) },
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
}
