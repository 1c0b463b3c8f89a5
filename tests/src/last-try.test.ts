/**
 * No phone is blocked without a warning, at the cap on the wrong mPINs of a year as little as by five in a row: the real
 * device against the real server, which says in message 4 how many tries a right mPIN has left (docs/protocol.md §5).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HeldPhone } from "./main-job/world.ts";
import { mpin, World } from "./main-job/world.ts";

const wrongMpin = "730518";

describe("the last try", () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start();
  });

  afterAll(async () => {
    await world?.close();
  });

  /** Each one has to be announced: the phone never takes a wrong mPIN for granted that it has not counted down to. */
  async function guess({ device }: HeldPhone, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      const triesLeft = (device.triesLeft ?? 0) - 1;
      await expect(device.unlock(wrongMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft });
      expect(device.triesLeft).toBe(triesLeft);
    }
  }

  test("is announced where it comes after a right mPIN, at the cap of a year", async () => {
    const phone = await world.activePhone();
    const shown: (number | undefined)[] = [];
    for (const wrong of [4, 4, 4, 4, 4, 4, 1, 4]) {
      await guess(phone, wrong);
      await phone.device.unlock(mpin);
      shown.push(phone.device.triesLeft);
    }
    expect(shown).toEqual([5, 5, 5, 5, 5, 5, 5, 1]);

    await phone.device.session?.end();
    const restarted = await world.openDevice({ storage: phone.storage });
    expect(restarted.triesLeft).toBe(1);
    await expect(restarted.unlock(wrongMpin)).rejects.toMatchObject({ code: "blocked" });
    expect(restarted.state).toEqual({ kind: "blocked" });
  });
});
