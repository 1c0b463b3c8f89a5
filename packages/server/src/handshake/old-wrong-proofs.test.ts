/** Wrong mPINs of more than a year ago count no more, though nobody unlocked the device since (docs/protocol.md §5). */
import { afterAll, beforeAll, expect, it } from "vitest";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { makeHandshakeSweep } from "./sweep.ts";

const wrong = "739155";
const day = 86_400;

describeEachEngine("wrong mPINs of more than a year ago", (engine) => {
  let world: PhoneWorld;
  beforeAll(async () => {
    world = await PhoneWorld.open({ wrongProofsPerYear: 6 }, engine);
  });
  afterAll(() => world.close());

  function deviceRow(phone: TestPhone) {
    return world.context.database.kysely
      .selectFrom("devices")
      .select(["status", "tries", "tries_allowed"])
      .where("id", "=", phone.device)
      .executeTakeFirstOrThrow();
  }

  /** Four wrong ones, a right one: two tries are left. */
  async function guessed(): Promise<TestPhone> {
    const phone = await world.activePhone({ user: await world.addUser() });
    for (const _ of [1, 2, 3, 4]) expect(await codeOf(phone.unlock(wrong))).toBe("wrong-mpin");
    expect(await codeOf(phone.unlock(mpin))).toBe("accepted");
    return phone;
  }

  it("give their tries back within the hour, and no others", async () => {
    const phone = await guessed();
    expect(await codeOf(phone.unlock(wrong))).toBe("wrong-mpin");
    const sweep = makeHandshakeSweep();
    world.clock.advance(364 * day);
    await sweep(world.context);
    expect(await deviceRow(phone)).toMatchObject({ tries: 1, tries_allowed: 2 });
    world.clock.advance(2 * day);
    await sweep(world.context);
    expect(await deviceRow(phone)).toMatchObject({ tries: 1, tries_allowed: 5 });
    await expect(phone.unlock(wrong)).rejects.toMatchObject({
      refusal: { reason: "wrong-mpin", tries_left: 3 },
    });
  });

  it("revive no device that stood at its last try, before its block was written or after", async () => {
    const [unwritten, blocked] = [await guessed(), await guessed()];
    expect(await codeOf(blocked.unlock(wrong))).toBe("wrong-mpin");
    expect(await codeOf(blocked.unlock(wrong))).toBe("blocked");
    // As a crash leaves it, between the charge and the look.
    const crashed = world.context.database.kysely.updateTable("devices").set({ tries: 2 });
    await crashed.where("id", "=", unwritten.device).execute();

    const sweep = makeHandshakeSweep();
    world.clock.advance(366 * day);
    await sweep(world.context);
    expect(await deviceRow(unwritten)).toEqual({ status: "active", tries: 2, tries_allowed: 2 });
    expect(await codeOf(unwritten.unlock(mpin))).toBe("blocked");
    world.clock.advance(31);
    await sweep(world.context);
    expect(await deviceRow(unwritten)).toMatchObject({ status: "blocked" });
    expect(await deviceRow(blocked)).toEqual({ status: "blocked", tries: 2, tries_allowed: 2 });
  });

  it("lower nothing when the operator has lowered the cap", async () => {
    const phone = await guessed();
    const config = { ...world.context.config, wrongProofsPerYear: 5 };
    await makeHandshakeSweep()({ ...world.context, config });
    expect(await deviceRow(phone)).toMatchObject({ status: "active", tries_allowed: 2 });
  });
});
