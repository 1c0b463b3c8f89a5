import { beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import { answerInstead } from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin } from "./testing/test-phone.ts";
import { type Exchange, json } from "./testing/test-server.ts";

let phone: TestPhone;

beforeEach(async () => {
  phone = await activatedPhone();
});

const isKeys = ({ path }: Exchange) => path === "/.well-known/mtoken-keys";
const day = 24 * 3600;

function opened(pins: string[]): Promise<Device> {
  return Device.open({ ...phone.ports, pins: async () => pins });
}

describe("the server's identity", () => {
  test("may change its key once the app carries the pin of the next, which is fetched then", async () => {
    const { identity: before } = phone.server;
    const other = await activatedPhone();
    phone.server.rotate(other.server);
    await expect((await opened([before.kid])).unlock(mpin)).rejects.toMatchObject({
      code: "untrusted_answer",
    });
    await (await opened([before.kid, other.server.identity.kid])).unlock(mpin);
  });

  test("is that of the activation where the app carries no pins of its own", async () => {
    await (await opened([])).unlock(mpin);
    const other = await activatedPhone();
    phone.server.rotate(other.server);
    await expect((await opened([])).unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("is no longer trusted by an app that has dropped its pin", async () => {
    await expect((await opened(["A".repeat(43)])).unlock(mpin)).rejects.toMatchObject({
      code: "untrusted_answer",
    });
  });

  test("is looked up once a day, so that a revoked key is found out", async () => {
    phone.server.identity = { ...phone.server.identity, revoked: phone.server.now };
    await phone.device.unlock(mpin);
    phone.clock.move(day + 1);
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("is taken from yesterday when the keys can't be fetched today", async () => {
    phone.clock.move(day + 1);
    answerInstead(phone.server, isKeys, () => Promise.reject(new Error("no network")));
    await phone.device.unlock(mpin);
  });

  test("is never that of a foreign key under a pinned name", async () => {
    const other = await activatedPhone();
    const { kid } = phone.server.identity;
    phone.server.rotate(other.server);
    phone.server.identity = { ...phone.server.identity, kid };
    phone.clock.move(day + 1);
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("is kept without the keys that the app carries no pin for", async () => {
    const other = await activatedPhone();
    phone.clock.move(day + 1);
    answerInstead(phone.server, isKeys, async () =>
      json({ keys: [other.server.identity, phone.server.identity] }),
    );
    await phone.device.unlock(mpin);
    const record = await phone.storage.read();
    expect(record?.kind === "activated" && record.server.jwks.keys).toEqual([phone.server.identity]);
  });
});
