import { beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import { invite } from "./testing/test-activations.ts";
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
  test("is that of the activation, whatever pins the app carries afterwards", async () => {
    const other = await activatedPhone();
    phone.server.rotate(other.server);
    const { kid } = phone.server.identity;
    await expect((await opened([kid])).unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    // Nor in the app that has been open ever since.
    phone.ports.pins = async () => [kid];
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("is believed without asking the app again", async () => {
    await (await opened([])).unlock(mpin);
    await (await opened(["A".repeat(43)])).unlock(mpin);
  });

  test("may change to a key that a pinned one introduces, and is pinned from then on", async () => {
    const other = await activatedPhone();
    const before = phone.server.identity.kid;
    await phone.server.rotateEndorsed(other.server);
    await phone.device.unlock(mpin);
    const after = phone.server.identity.kid;
    const record = await phone.storage.read();
    expect(record?.kind === "activated" && record.server.pins).toEqual([before, after]);
    // The old one may go now.
    phone.server.earlier = [];
    phone.clock.move(day + 1);
    await (await opened([])).unlock(mpin);
  });

  test("doesn't change to a key that only a revoked one introduces", async () => {
    const other = await activatedPhone();
    await phone.server.rotateEndorsed(other.server);
    phone.server.earlier = phone.server.earlier.map((key) => ({ ...key, revoked: phone.server.now + 60 }));
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("is the app's again once the device was forgotten", async () => {
    const other = await activatedPhone();
    phone.server.rotate(other.server);
    await phone.device.forget();
    const { link, code } = await invite(phone.server);
    await phone.device.activate({ link, code, mpin });
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

  test("is kept without the keys that are not trusted", async () => {
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
