import { generateSigningKeyPair, hashToken, signToken } from "@mtoken/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import type { TransportAnswer } from "./ports.ts";
import { answerInstead, isMessage1, isMessage3 } from "./testing/test-faults.ts";
import { signRefusal } from "./testing/test-handshakes.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";
import { jose } from "./testing/test-server.ts";

let phone: TestPhone;

beforeEach(async () => {
  phone = await activatedPhone();
});

function refused(token: string): TransportAnswer {
  return { ...jose(token), status: 403 };
}

async function expectUntouched(): Promise<void> {
  expect((await phone.storage.read())?.kind).toBe("activated");
  expect(phone.device.triesLeft).toBe(5);
  phone.server.heal();
  await phone.device.unlock(mpin);
}

describe("a refusal wipes nothing", () => {
  test("when nobody signed it", async () => {
    const body = JSON.stringify({ reason: "blocked", tries_left: 0 });
    for (const which of [isMessage1, isMessage3]) {
      answerInstead(phone.server, which, async () => ({
        status: 403,
        contentType: "application/json",
        body,
      }));
      await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "offline" });
      answerInstead(phone.server, which, async () => refused(body));
      await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    }
    await expectUntouched();
  });

  test("when a stranger signed it", async () => {
    const stranger = await generateSigningKeyPair({ bits: 2048, extractable: false });
    answerInstead(phone.server, isMessage1, async (exchange) => {
      const payload = {
        iss: phone.server.origin,
        message_1: await hashToken(exchange.body),
        reason: "blocked",
        tries_left: 0,
        iat: phone.server.now,
      };
      const { kid } = phone.server.identity;
      const key = stranger.privateKey;
      return refused(await signToken({ typ: "mtoken-refusal+jws", payload, key, kid }));
    });
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    await expectUntouched();
  });

  test("when it is about an earlier message 1", async () => {
    const { device } = phone.server;
    for (const [which, reason] of [
      [isMessage1, "blocked"],
      [isMessage1, "deactivated"],
      [isMessage3, "blocked"],
      [isMessage3, "wrong-mpin"],
    ] as const) {
      const old = await signRefusal(phone.server, { device, message1: "an earlier one", reason });
      answerInstead(phone.server, which, async () => refused(old));
      await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    }
    await expectUntouched();
  });

  test("when it calls an mPIN wrong that was not proven yet", async () => {
    answerInstead(phone.server, isMessage1, async ({ body: message1 }) => {
      const { device } = phone.server;
      return refused(await signRefusal(phone.server, { device, message1, reason: "wrong-mpin" }));
    });
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    await expectUntouched();
  });

  test("when it is a genuine message of another kind", async () => {
    answerInstead(phone.server, isMessage1, async (exchange) => refused((await exchange.forward()).body));
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    await expectUntouched();
  });
});

describe("a refusal that the identity key signed over this message 1", () => {
  test("erases every key after five wrong mPINs, and the phone says so from then on", async () => {
    for (const triesLeft of [4, 3, 2, 1]) {
      await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft });
    }
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "blocked" });
    const { origin } = phone.server;
    expect(await phone.storage.read()).toEqual({ schema: 1, kind: "ended", reason: "blocked", origin });
    expect(phone.device.state).toEqual({ kind: "blocked" });
    const { device } = await restarted(phone);
    expect(device.state).toEqual({ kind: "blocked" });
    await expect(device.unlock(mpin)).rejects.toMatchObject({ code: "blocked" });
  });

  test("erases every key in answer to message 1 already, when an administrator deactivated the device", async () => {
    phone.server.device.status = "deactivated";
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "deactivated" });
    expect((await phone.storage.read())?.kind).toBe("ended");
    expect(phone.device.state).toEqual({ kind: "deactivated" });
  });
});
