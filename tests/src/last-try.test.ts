/**
 * No phone is blocked without a warning, at the cap on the wrong mPINs of a year as little as by five in a row: the real
 * device against the real server, which says in message 4 how many tries a right mPIN has left (docs/protocol.md §5).
 */
import { fetchTransport, type Transport } from "@mtoken/device";
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

  test("is announced to who finishes an activation that was cut off, after a restart too", async () => {
    const { link, code } = await world.invite();
    const { storage } = await world.newPhone();
    const transport = fetchTransport({ origin: world.server.origins.server });
    const post: Transport["post"] = (path, ...rest) =>
      path === "/v1/handshakes" ? Promise.reject(new Error("cut off")) : transport.post(path, ...rest);
    const cut = await world.openDevice({ storage, transport: { ...transport, post } });
    await expect(cut.activate({ link: cut.readLink(link), code, mpin })).rejects.toMatchObject({
      code: "offline",
    });
    for (const triesLeft of [4, 3, 2, 1]) {
      const device = await world.openDevice({ storage });
      const wrong = { code: "wrong_mpin", triesLeft };
      await expect(device.resume({ mpin: wrongMpin })).rejects.toMatchObject(wrong);
      expect((await world.openDevice({ storage })).triesLeft).toBe(triesLeft);
    }
    const last = await world.openDevice({ storage });
    expect((await last.resume({ mpin })).status).toBe("active");
    expect(last.triesLeft).toBe(5);
  });
});
