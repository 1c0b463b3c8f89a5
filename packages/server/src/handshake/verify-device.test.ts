/**
 * An unknown device costs what a known one with a bad signature costs, and gets its answer (docs/protocol.md §5). The work
 * is counted, not timed: the verifier is an argument of the rules.
 */
import type { CryptoKey } from "@mtoken/protocol";
import {
  b64,
  exportPublicJwk,
  generateSigningKeyPair,
  hashToken,
  newHandshakeId,
  randomBytes,
  signToken,
  verifyToken,
} from "@mtoken/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PhoneWorld } from "../testing/phone-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { openHandshake } from "./open-handshake.ts";
import { proveHandshake } from "./prove-handshake.ts";
import type { DeviceVerifier } from "./verify-device.ts";
import { makeDeviceVerifier } from "./verify-device.ts";

interface Work {
  code: string;
  /** What was verified, and with how long a key. */
  verified: string[];
}

describeEachEngine("an unknown device", (engine) => {
  let world: PhoneWorld;
  let nobody: CryptoKey;

  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    ({ privateKey: nobody } = await generateSigningKeyPair({ bits: 2048, extractable: false }));
  });
  afterAll(() => world.close());

  async function workOf(exchange: (verifier: DeviceVerifier) => Promise<unknown>): Promise<Work> {
    const verified: string[] = [];
    const verify: DeviceVerifier["verify"] = (options) => {
      const { modulusLength } = options.key.algorithm as { modulusLength?: number };
      verified.push(`${options.typ} ${modulusLength}`);
      return verifyToken(options);
    };
    return { code: await codeOf(exchange({ ...makeDeviceVerifier(), verify })), verified };
  }

  it("costs message 1 the verification that a bad signature costs", async () => {
    const known = await world.activePhone();
    const unknown = await world.newPhone();
    const { token } = await known.message1({ purpose: "session" });
    const payload: object = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const forged = await signToken({ typ: "mtoken-handshake-1+jws", payload, key: nobody });
    const stray = await unknown.message1({ purpose: "session" });

    const ofKnown = await workOf((verifier) => openHandshake(world.context, verifier, forged));
    const ofUnknown = await workOf((verifier) => openHandshake(world.context, verifier, stray.token));
    expect(ofKnown).toEqual({ code: "handshake_refused", verified: ["mtoken-handshake-1+jws 2048"] });
    expect(ofUnknown).toEqual(ofKnown);
  });

  it("costs message 3 the verification that a bad signature costs", async () => {
    const known = await world.activePhone();
    const opened = await known.begin();
    const payload = {
      aud: world.context.config.serverOrigin,
      handshake: opened.offered.handshake,
      message_1: await hashToken(opened.message1),
      message_2: await hashToken(opened.message2),
      M1: b64(randomBytes(64)),
    };
    const token = await signToken({ typ: "mtoken-handshake-3+jws", payload, key: nobody });
    const prove = (handshake: typeof payload.handshake) =>
      workOf((verifier) => proveHandshake(world.context, { handshake, token, verifier }));

    const ofKnown = await prove(opened.offered.handshake);
    const ofUnknown = await prove(newHandshakeId());
    expect(ofKnown).toEqual({ code: "handshake_refused", verified: ["mtoken-handshake-3+jws 2048"] });
    expect(ofUnknown).toEqual(ofKnown);
  });

  it("costs what a known one costs whichever sizes their keys have, told by the signature alone", async () => {
    const known = await world.activePhone();
    const unknown = await world.newPhone({ rsaBits: 3072 });
    const stray = await unknown.message1({ purpose: "session" });
    const payload: object = JSON.parse(Buffer.from(stray.token.split(".")[1] ?? "", "base64url").toString());
    const forged = await signToken({
      typ: "mtoken-handshake-1+jws",
      payload: { ...payload, device: known.device },
      key: unknown.deviceKey.privateKey,
    });
    const ofKnown = await workOf((verifier) => openHandshake(world.context, verifier, forged));
    const ofUnknown = await workOf((verifier) => openHandshake(world.context, verifier, stray.token));
    expect(ofKnown).toEqual({ code: "handshake_refused", verified: ["mtoken-handshake-1+jws 3072"] });
    expect(ofUnknown).toEqual(ofKnown);
  });

  it("is refused even by who holds the stranger's key", async () => {
    const pair = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const strangers = new Map([[2048, await exportPublicJwk(pair.publicKey)]]);
    const verifier = { strangers, verify: verifyToken };
    const phone = await world.newPhone();
    const { token } = await phone.message1({ purpose: "session" });
    const payload: object = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const own = await signToken({ typ: "mtoken-handshake-1+jws", payload, key: pair.privateKey });
    expect(await codeOf(openHandshake(world.context, verifier, own))).toBe("handshake_refused");
  });
});
