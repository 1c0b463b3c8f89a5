import { beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import { DyingStorage } from "./testing/dying-storage.ts";
import {
  answerInstead,
  isCall,
  isMessage1,
  isMessage3,
  loseAnswers,
  loseMessages,
  type Which,
} from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";
import type { Exchange } from "./testing/test-server.ts";
import type { VaultRecord } from "./vault-record.ts";

const chosen = "730258";
let phone: TestPhone;

beforeEach(async () => {
  phone = await activatedPhone();
});

function change(device: Device = phone.device): Promise<void> {
  return device.changeMpin({ mpin, chosen });
}

/** The call is held back on its way, until it is delivered. */
async function holdTheChange(): Promise<Exchange["forward"]> {
  let held: Exchange | undefined;
  answerInstead(phone.server, isCall, (exchange) => {
    held = exchange;
    return Promise.reject(new Error("no network"));
  });
  await expect(change()).rejects.toMatchObject({ code: "offline" });
  return async () => {
    if (held === undefined) throw new TypeError("no call was held back");
    return held.forward();
  };
}

async function stored(): Promise<Extract<VaultRecord, { kind: "activated" }>> {
  const record = await phone.storage.read();
  if (record?.kind !== "activated") throw new TypeError("the phone is not activated");
  return record;
}

describe("changing the mPIN", () => {
  test("takes the old one for the last time, and then the new one alone", async () => {
    await change();
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 4 });
    const session = await phone.device.unlock(chosen);
    expect(session.profile).toEqual({ user: phone.server.user, company: phone.server.company });
    expect((await stored()).keys.next).toBeUndefined();
  });

  test("asks of the new one what the company asks by now, and from then on takes what fits it", async () => {
    phone.server.policy = { ...phone.server.policy, mpin: { min: 8, max: 10 } };
    const longer = "7302584619";
    const session = await phone.device.unlock(mpin);
    expect(session.policy?.mpin).toEqual({ min: 8, max: 10 });
    await expect(change()).rejects.toMatchObject({ code: "weak_mpin", problem: "too-short" });
    await phone.device.changeMpin({ mpin, chosen: longer });
    expect(phone.device.mpinPolicy).toEqual({ min: 8, max: 10 });
    await expect(phone.device.unlock(longer)).resolves.toMatchObject({ over: false });
  });

  test("whose answer was lost leaves room for either to be typed", async () => {
    phone.server.policy = { ...phone.server.policy, mpin: { min: 8, max: 10 } };
    await phone.device.unlock(mpin);
    loseAnswers(phone.server, isCall);
    await expect(phone.device.changeMpin({ mpin, chosen: "7302584619" })).rejects.toMatchObject({
      code: "offline",
    });
    expect(phone.device.mpinPolicy).toEqual({ min: 6, max: 10 });
  });

  test("ends the session that was open", async () => {
    const session = await phone.device.unlock(mpin);
    await change();
    expect(session.over).toBe(true);
    expect(phone.device.state).toEqual({ kind: "locked" });
  });

  test("gives the new one a salt of its own", async () => {
    const before = (await stored()).keys.salt;
    await change();
    expect((await stored()).keys.salt).not.toEqual(before);
  });

  test("takes a wrong old one for a wrong mPIN, and changes nothing", async () => {
    await expect(phone.device.changeMpin({ mpin: otherMpin, chosen })).rejects.toMatchObject({
      code: "wrong_mpin",
      triesLeft: 4,
    });
    expect((await stored()).keys.next).toBeUndefined();
    await phone.device.unlock(mpin);
  });

  test.each([
    ["itself", mpin, "same"],
    ["a sequence", "345678", "sequence"],
    ["one that is too short", "7302", "too-short"],
  ])("refuses %s before anything is sent", async (_name, weak, problem) => {
    let exchanges = 0;
    phone.server.intercept = (exchange) => {
      exchanges += 1;
      return exchange.forward();
    };
    const changing = phone.device.changeMpin({ mpin, chosen: weak });
    await expect(changing).rejects.toMatchObject({ code: "weak_mpin", problem });
    expect(exchanges).toBe(0);
  });

  const exchanges: [string, Which][] = [
    ["message 1", isMessage1],
    ["message 3", isMessage3],
    ["the call", isCall],
  ];

  describe.each(exchanges)("cut at %s", (name, which) => {
    test("on its way there leaves the old one in force", async () => {
      loseMessages(phone.server, which);
      await expect(change()).rejects.toMatchObject({ code: "offline" });
      phone.server.heal();
      const { device } = await restarted(phone);
      expect(device.mpinInDoubt).toBe(name === "the call");
      expect(await device.mpinInForce()).toBe(name === "the call" ? "before" : undefined);
      await device.unlock(mpin);
      expect(device.mpinInDoubt).toBe(false);
      expect((await stored()).keys.next).toBeUndefined();
    });

    test("on its way back leaves exactly one in force, and the phone knows which", async () => {
      loseAnswers(phone.server, which);
      await expect(change()).rejects.toMatchObject({ code: "offline" });
      phone.server.heal();
      const { device } = await restarted(phone);
      expect(await device.mpinInForce()).toBe(name === "the call" ? "chosen" : undefined);
      await device.unlock(name === "the call" ? chosen : mpin);
      expect(phone.server.device.tries).toBe(0);
      expect((await stored()).keys.next).toBeUndefined();
    });
  });

  test("may be asked for again after a lost answer, with whichever is in force", async () => {
    loseAnswers(phone.server, isCall);
    await expect(change()).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    await phone.device.changeMpin({ mpin: chosen, chosen: otherMpin });
    await phone.device.unlock(otherMpin);
  });

  test("says for good which one counts: a call that was held back changes nothing afterwards", async () => {
    const deliver = await holdTheChange();
    phone.server.heal();
    expect(await phone.device.mpinInForce()).toBe("before");
    expect((await deliver()).status).toBe(401);
    expect(await phone.device.mpinInForce()).toBe("before");
    await phone.device.unlock(mpin);
  });

  test("keeps the salt of a change that is still on its way when it is asked for again and cut at once", async () => {
    const deliver = await holdTheChange();
    loseMessages(phone.server, isMessage1);
    await expect(phone.device.changeMpin({ mpin, chosen: otherMpin })).rejects.toMatchObject({
      code: "offline",
    });
    phone.server.heal();
    await deliver();
    expect(await phone.device.mpinInForce()).toBe("chosen");
    await phone.device.unlock(chosen);
  });

  test("is over for the server, too, once the phone was unlocked with the old one", async () => {
    const deliver = await holdTheChange();
    phone.server.heal();
    await phone.device.unlock(mpin);
    expect((await deliver()).status).toBe(401);
    await phone.device.unlock(mpin);
  });

  test("believes a message 2 that names neither salt no more than ever", async () => {
    loseAnswers(phone.server, isCall);
    await expect(change()).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    phone.server.device.salt = "A".repeat(22);
    await expect(phone.device.mpinInForce()).rejects.toMatchObject({ code: "untrusted_answer" });
    await expect(phone.device.unlock(chosen)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test.each(["before", "after"] as const)(
    "survives the page's end right %s each thing that it stores",
    async (when) => {
      for (let write = 1; ; write += 1) {
        phone = await activatedPhone();
        const { salt } = phone.server.device;
        const dying = new DyingStorage(phone.storage, { write, when });
        const device = await Device.open({ ...phone.ports, storage: dying });
        const died = await change(device).then(
          () => false,
          () => true,
        );
        const inForce = phone.server.device.salt === salt ? "before" : "chosen";
        const next = (await restarted(phone)).device;
        expect((await next.mpinInForce()) ?? inForce).toBe(inForce);
        await next.unlock(inForce === "chosen" ? chosen : mpin);
        expect(phone.server.device.tries).toBe(0);
        expect((await stored()).keys.next).toBeUndefined();
        if (died) continue;
        // The counter, the tries, the new salt, and that it counts.
        expect(write).toBeGreaterThan(3);
        return;
      }
    },
  );
});

describe("another window that changed the mPIN meanwhile", () => {
  /** Acted upon at once, and answered when the test lets it. */
  function answerLate(which: Which): { acted: Promise<void>; answer: () => void } {
    const acted = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    answerInstead(phone.server, which, async (exchange) => {
      const reply = await exchange.forward();
      acted.resolve();
      await answered.promise;
      return reply;
    });
    return { acted: acted.promise, answer: answered.resolve };
  }

  test("is not undone by an answer that comes late", async () => {
    const { acted, answer } = answerLate(isCall);
    const changing = change();
    await acted;
    phone.server.heal();
    const other = (await restarted(phone)).device;
    await other.changeMpin({ mpin: chosen, chosen: otherMpin });
    answer();
    await changing;
    await other.unlock(otherMpin);
  });

  test("keeps its doubt when this one proves the mPIN of before late", async () => {
    const { acted, answer } = answerLate(isMessage3);
    const changing = change();
    await acted;
    loseAnswers(phone.server, isCall);
    const other = (await restarted(phone)).device;
    await expect(other.changeMpin({ mpin, chosen: otherMpin })).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    answer();
    await expect(changing).rejects.toMatchObject({ code: "session_ended" });
    await other.unlock(otherMpin);
  });

  test("keeps its doubt when this one is unlocked late, and had an older doubt", async () => {
    loseMessages(phone.server, isCall);
    await expect(change()).rejects.toMatchObject({ code: "offline" });
    const { acted, answer } = answerLate(isMessage3);
    const unlocking = phone.device.unlock(mpin);
    await acted;
    loseAnswers(phone.server, isCall);
    const other = (await restarted(phone)).device;
    await expect(other.changeMpin({ mpin, chosen: otherMpin })).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    answer();
    await unlocking;
    await other.unlock(otherMpin);
  });
});
