import {
  b64,
  generateSigningKeyPair,
  newActivationId,
  openDirect,
  randomBytes,
  sealDirect,
  signToken,
} from "@mtoken/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { invite } from "./testing/test-activations.ts";
import { answerInstead, isRegistration, membersOf } from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { emptyPhone, mpin } from "./testing/test-phone.ts";
import { jose } from "./testing/test-server.ts";

let phone: TestPhone;
let invitation: Awaited<ReturnType<typeof invite>>;

beforeEach(async () => {
  phone = await emptyPhone();
  invitation = await invite(phone.server);
});

describe("a registration", () => {
  test("sends nothing for a mistyped code or a weak mPIN", async () => {
    let registrations = 0;
    answerInstead(phone.server, isRegistration, (exchange) => {
      registrations += 1;
      return exchange.forward();
    });
    const wrong = invitation.code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    await expect(phone.device.activate({ ...invitation, code: wrong, mpin })).rejects.toMatchObject({
      code: "mistyped_code",
    });
    await expect(phone.device.activate({ ...invitation, mpin: "123456" })).rejects.toMatchObject({
      code: "weak_mpin",
      problem: "sequence",
    });
    expect(registrations).toBe(0);
    expect(await phone.storage.read()).toBeUndefined();
  });

  test("with a wrong code says how many attempts are left, and can be repeated with the right one", async () => {
    const other = await invite(phone.server);
    await expect(phone.device.activate({ ...invitation, code: other.code, mpin })).rejects.toMatchObject({
      code: "wrong_registration_code",
      attemptsLeft: 4,
    });
    expect(phone.device.state).toEqual({ kind: "activating", needs: "link" });
    await phone.device.activate({ ...invitation, mpin });
    expect(phone.device.state.kind).toBe("unlocked");
  });

  test("with a wrong link is refused", async () => {
    const link = { ...invitation.link, secret: randomBytes(16) };
    await expect(phone.device.activate({ ...invitation, link, mpin })).rejects.toMatchObject({
      code: "activation_refused",
    });
  });

  test.each([
    ["names another device", { device: `dev_${"A".repeat(43)}` }],
    ["names another activation", { activation: newActivationId() }],
    ["answers another message", { activation_message: b64(new Uint8Array(64)) }],
    ["says another status", { status: "active" }],
    ["comes from another issuer", { iss: "https://app.example.net" }],
  ])("takes no answer that %s, though it is sealed and signed as it should be", async (_, members) => {
    await changeAnswer((genuine) => phone.server.sign(typ, { ...genuine, ...members }));
    await expectDoubt();
  });

  test("takes no answer that the identity key did not sign, though it is sealed as it should be", async () => {
    const stranger = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const { kid } = phone.server.identity;
    await changeAnswer((payload) => signToken({ typ, payload, key: stranger.privateKey, kid }));
    await expectDoubt();
  });

  test("takes no answer that is sealed under another key", async () => {
    answerInstead(phone.server, isRegistration, async () => {
      const plaintext = await phone.server.sign(typ, {});
      return jose(await sealDirect({ plaintext, key: randomBytes(64), typ: sealedTyp }));
    });
    await expectDoubt();
  });
});

const typ = "mtoken-activation-answer+jws";
const sealedTyp = "mtoken-activation-answer+jwe";

/** Opens the server's answer with the key that the phone chose, and seals another in its place. */
async function changeAnswer(change: (members: object) => Promise<string>): Promise<void> {
  answerInstead(phone.server, isRegistration, async (exchange) => {
    const { body } = await exchange.forward();
    const record = await phone.storage.read();
    const step = record?.kind === "activating" ? record.step : undefined;
    if (step?.name !== "send") throw new TypeError("no registration was stored");
    const { plaintext } = await openDirect({ token: body, key: step.answerKey, typ: sealedTyp });
    const changed = await change(membersOf(plaintext));
    return jose(await sealDirect({ plaintext: changed, key: step.answerKey, typ: sealedTyp }));
  });
}

/** It goes on as if the answer had been lost. */
async function expectDoubt(): Promise<void> {
  await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({
    code: "untrusted_answer",
  });
  expect(phone.device.state).toEqual({ kind: "activating", needs: "mpin" });
  phone.server.heal();
  await phone.device.resume({ mpin });
}
