import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";

let world: PhoneWorld;
beforeAll(async () => {
  world = await PhoneWorld.open();
});
afterAll(() => world.close());

describe("the handshake", () => {
  it("opens a session for the right mPIN", async () => {
    const phone = await world.activePhone();
    const session = await phone.unlock(mpin);
    expect(session.message4).toMatchObject({ status: "active", profile: { user: { id: world.user } } });
  });
});
