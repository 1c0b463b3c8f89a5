import { b64 } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { proveHandshake } from "./prove-handshake.ts";
import { makeDeviceVerifier } from "./verify-device.ts";

const wrong = "739155";
const day = 86_400;

let world: PhoneWorld;

function deviceRow(phone: TestPhone) {
  return world.context.database.kysely
    .selectFrom("devices")
    .select(["status", "tries", "tries_allowed", "sealed_share"])
    .where("id", "=", phone.device)
    .executeTakeFirstOrThrow();
}

async function guess(phone: TestPhone, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) expect(await codeOf(phone.unlock(wrong))).toBe("wrong-mpin");
}

/** As somebody who guesses while the owner unlocks in between. */
async function guessAndUnlock(phone: TestPhone, times: number): Promise<void> {
  await guess(phone, times);
  expect(await codeOf(phone.unlock(mpin))).toBe("accepted");
}

/** Charges a try, and dies before looking. */
async function crash(phone: TestPhone): Promise<void> {
  const opened = await phone.begin();
  const { token } = await phone.message3(opened, wrong);
  const modexp = { ...world.context.modexp, serverSecret: () => Promise.reject(new Error("killed")) };
  const verifier = makeDeviceVerifier();
  const options = { handshake: opened.offered.handshake, token, verifier };
  await expect(proveHandshake({ ...world.context, modexp }, options)).rejects.toThrow("killed");
}

describeEachEngine("the sum of wrong mPINs", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({ wrongProofsPerYear: 6 }, engine);
  });
  afterAll(() => world.close());

  it("blocks a device at the cap, however many right ones were in between", async () => {
    const phone = await world.activePhone();
    await guessAndUnlock(phone, 2);
    await guessAndUnlock(phone, 2);
    await guess(phone, 1);
    await expect(phone.unlock(wrong)).rejects.toMatchObject({
      refusal: { reason: "blocked", tries_left: 0 },
    });
    expect(await deviceRow(phone)).toMatchObject({ status: "blocked", sealed_share: null });
    expect(await codeOf(phone.unlock(mpin))).toBe("blocked");
  });

  it("tells the phone how many tries are really left", async () => {
    const phone = await world.activePhone();
    await guessAndUnlock(phone, 3);
    expect((await phone.begin()).offered.tries_left).toBe(3);
    await expect(phone.unlock(wrong)).rejects.toMatchObject({ refusal: { tries_left: 2 } });
    expect((await phone.begin()).offered.tries_left).toBe(2);
  });

  it("tells the phone with a right one how many there are from then on, for either purpose", async () => {
    const phone = await world.activePhone();
    await guess(phone, 4);
    expect((await phone.begin()).offered).toMatchObject({ tries_left: 1, wrong_tries: 4 });
    expect((await phone.unlock(mpin)).message4.tries_left).toBe(2);
    await guess(phone, 1);
    const approval = { purpose: "approve", binding: b64(new Uint8Array(64)) } as const;
    expect((await phone.unlock(mpin, approval)).message4.tries_left).toBe(1);
  });

  it("does not grow by right ones", async () => {
    const phone = await world.activePhone();
    for (let time = 0; time < 7; time += 1) await phone.unlock(mpin);
    expect(await deviceRow(phone)).toMatchObject({ tries: 0, tries_allowed: 5 });
  });

  it("forgets a wrong one after a year, and not before", async () => {
    const phone = await world.activePhone();
    await guessAndUnlock(phone, 3);
    world.clock.advance(364 * day);
    await guessAndUnlock(phone, 1);
    expect(await deviceRow(phone)).toMatchObject({ tries_allowed: 2 });
    world.clock.advance(2 * day);
    await phone.unlock(mpin);
    expect(await deviceRow(phone)).toMatchObject({ tries_allowed: 5 });
  });

  it("has in it what was charged before a crash and never looked at", async () => {
    const phone = await world.activePhone();
    for (const _ of [1, 2, 3]) await crash(phone);
    await phone.unlock(mpin);
    expect(await deviceRow(phone)).toMatchObject({ tries: 0, tries_allowed: 3 });
  });

  it("blocks everywhere at the cap, even when a crash came before that was written", async () => {
    const phone = await world.activePhone();
    await guessAndUnlock(phone, 4);
    const session = await phone.unlock(mpin);
    await crash(phone);
    await crash(phone);
    expect(await deviceRow(phone)).toMatchObject({ status: "active", tries: 2, tries_allowed: 2 });
    expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    expect(await codeOf(phone.unlock(mpin))).toBe("blocked");
  });

  it("is lowered by its own try alone when a right proof is looked at while a wrong one is charged", async () => {
    const phone = await world.activePhone();
    const opened = await phone.begin();
    const { token } = await phone.message3(opened, mpin);
    const { modexp } = world.context;
    const slow: typeof modexp = {
      ...modexp,
      serverPublic: (verifier) => modexp.serverPublic(verifier),
      async serverSecret(input) {
        await guess(phone, 2);
        return modexp.serverSecret(input);
      },
    };
    const verifier = makeDeviceVerifier();
    const options = { handshake: opened.offered.handshake, token, verifier };
    await proveHandshake({ ...world.context, modexp: slow }, options);
    expect(await deviceRow(phone)).toMatchObject({ status: "active", tries: 0, tries_allowed: 4 });
  });
});
