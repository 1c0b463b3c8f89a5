/** The four messages of a handshake, each to be had alone (docs/protocol.md §5). */
import type { Handshake2, Handshake4, HandshakeId, HandshakeKeys } from "@mtoken/protocol";
import {
  b64,
  bigIntFromBytes,
  bigIntToBytes,
  clientEphemeral,
  clientSecret,
  deriveHandshakeKeys,
  fromB64,
  handshake2Schema,
  handshake4Schema,
  handshakeTranscript,
  hashToken,
  openDirect,
  proofM1,
  proofM2,
} from "@mtoken/protocol";
import * as v from "valibot";
import { ActivatingPhone } from "./activating-phone.ts";
import type { Lies } from "./phone-basis.ts";

export interface Aim {
  purpose: "session" | "approve" | "change";
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
    if (offered.salt !== b64(this.salt)) throw new Error("message 2 names another salt");
    return { ...exchanged, offered };
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
    const { origin } = this.options;
    const B = bigIntFromBytes(fromB64(offered.B));
    const { group } = this;
    const secret = await clientSecret({ group, x: await this.exponent(mpin), a, A, B });
    const transcript = await handshakeTranscript({
      ...{ suite: offered.suite, serverOrigin: origin, device: this.device, factor: "mpin" },
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
