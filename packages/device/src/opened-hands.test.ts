import { triesAllowed } from "@mtoken/protocol";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SoftwarePasskeys } from "./testing/software-passkeys.ts";
import { invite } from "./testing/test-activations.ts";
import {
  answerInstead,
  isCall,
  isMessage1,
  isMessage3,
  loseMessages,
  membersOf,
} from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted, unlockedPhone } from "./testing/test-phone.ts";
import type { Exchange } from "./testing/test-server.ts";

let phone: TestPhone;
/** The paths of what the phone sent. */
let sent: string[];

beforeAll(async () => {
  phone = await activatedPhone();
});

beforeEach(async () => {
  phone.server.heal();
  phone.server.device.tries = 0;
  phone.server.device.triesAllowed = triesAllowed;
  phone = await restarted(phone);
  sent = [];
  const note = (exchange: Exchange) => {
    sent.push(isMessage1(exchange) ? "message 1" : "message 3");
    return exchange.forward();
  };
  answerInstead(phone.server, (exchange) => isMessage1(exchange) || isMessage3(exchange), note);
});

describe("a handshake that is opened while the mPIN is typed", () => {
  test("is the one that the mPIN is proven in, however many keys there were", async () => {
    await Promise.all([phone.device.prepareUnlock(), phone.device.prepareUnlock()]);
    await phone.device.prepareUnlock();
    expect(sent).toEqual(["message 1"]);
    expect(phone.server.device.tries).toBe(0);
    const session = await phone.device.unlock(mpin);
    expect(sent).toEqual(["message 1", "message 3"]);
    expect(phone.device.state).toEqual({ kind: "unlocked", session });
  });

  test("is waited for by an mPIN that is there first", async () => {
    void phone.device.prepareUnlock();
    await phone.device.unlock(mpin);
    expect(sent).toEqual(["message 1", "message 3"]);
  });

  test("displaces no passkey that the user turned to, however many keys waited", async () => {
    const passkeys = new SoftwarePasskeys("https://app.example.com");
    const { device, server, session } = await unlockedPhone({ passkeys });
    await session.preparePasskey();
    await session.enrolPasskey(mpin);
    await session.close();
    const factors: unknown[] = [];
    answerInstead(server, isMessage1, (exchange) => {
      factors.push(membersOf(exchange.body)["factor"]);
      return exchange.forward();
    });
    const keys = [device.prepareUnlock(), device.prepareUnlock()];
    const unlocking = device.unlockWithPasskey();
    await Promise.all([...keys, device.prepareUnlock()]);
    await unlocking;
    expect(factors).toEqual(["mpin", "biometric"]);
  });

  test("is good for one mPIN: the next one opens another", async () => {
    await phone.device.prepareUnlock();
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 4 });
    await phone.device.unlock(mpin);
    expect(sent).toEqual(["message 1", "message 3", "message 1", "message 3"]);
  });

  test("is forgotten before the server's minute is over, whichever way the clock went", async () => {
    for (const seconds of [45, -45]) {
      sent.splice(0);
      phone = await restarted(phone);
      await phone.device.prepareUnlock();
      phone.clock.move(seconds);
      await phone.device.unlock(mpin);
      expect(sent).toEqual(["message 1", "message 1", "message 3"]);
    }
  });

  test("is not opened while a session is open, nor where it is not known which mPIN counts", async () => {
    await phone.device.unlock(mpin);
    await phone.device.prepareUnlock();
    expect(sent).toEqual(["message 1", "message 3"]);
    loseMessages(phone.server, isCall);
    await expect(phone.device.changeMpin({ mpin, chosen: otherMpin })).rejects.toThrow();
    phone = await restarted(phone);
    expect(phone.device.mpinInDoubt).toBe(true);
    loseMessages(phone.server, () => true);
    const before = await phone.storage.read();
    await phone.device.prepareUnlock();
    expect(await phone.storage.read()).toEqual(before);
    phone.server.heal();
    await phone.device.unlock(mpin);
  });

  test("has nothing to say where it could not be opened: the unlocking does", async () => {
    const { intercept } = phone.server;
    let lost = 0;
    answerInstead(phone.server, isMessage1, () => {
      lost += 1;
      return Promise.reject(new Error("no network"));
    });
    await Promise.all([phone.device.prepareUnlock(), phone.device.prepareUnlock()]);
    expect(lost).toBe(1);
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "offline" });
    phone.server.intercept = intercept;
    await phone.device.unlock(mpin);
  });

  test("costs no try when the server no longer has it", async () => {
    await phone.device.prepareUnlock();
    phone.server.handshakes.clear();
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "handshake_refused" });
    expect(phone.server.device.tries).toBe(0);
    await phone.device.unlock(mpin);
  });

  test("has the thread that stretches make ready, with what the mPIN will be stretched by", async () => {
    const asked: unknown[] = [];
    phone = await restarted({
      ...phone,
      ports: { ...phone.ports, prepareStretch: (argon2) => void asked.push(argon2) },
    });
    await phone.device.prepareUnlock();
    await phone.device.prepareUnlock();
    const { m, t, p } = phone.server.device.argon2;
    expect(asked).toEqual([
      { m, t, p },
      { m, t, p },
    ]);
    // For a signature's mPIN too, and nothing is sent for it.
    await phone.device.unlock(mpin);
    sent.splice(0);
    await phone.device.prepareUnlock();
    expect(asked).toHaveLength(3);
    expect(sent).toEqual([]);
  });

  test("proves no mPIN of a device that another window has erased", async () => {
    const world = await restarted(await activatedPhone());
    await world.device.prepareUnlock();
    await (await restarted(world)).device.forget();
    loseMessages(world.server, () => true);
    await expect(world.device.unlock(mpin)).rejects.toMatchObject({ code: "not_activated" });
  });

  test("is not that of the device that another window has activated in its place", async () => {
    const world = await restarted(await activatedPhone());
    await world.device.prepareUnlock();
    const other = (await restarted(world)).device;
    await other.forget();
    await other.activate({ ...(await invite(world.server)), mpin: otherMpin });
    await world.device.unlock(otherMpin);
    expect(world.device.session?.device).toBe(other.session?.device);
  });

  test("is gone from memory once it is old, with no mPIN typed, and when the device is forgotten", async () => {
    await phone.device.prepareUnlock();
    phone.clock.move(45);
    await phone.device.lockIfIdle();
    // What is still there would be young again.
    phone.clock.move(-45);
    await phone.device.unlock(mpin);
    expect(sent).toEqual(["message 1", "message 1", "message 3"]);
    sent.splice(0);
    phone = await restarted(phone);
    await phone.device.prepareUnlock();
    const before = await phone.storage.read();
    await phone.device.forget();
    if (before) await phone.storage.write(before);
    await phone.device.unlock(mpin);
    expect(sent).toEqual(["message 1", "message 1", "message 3"]);
  });

  test("tells at once that the device was blocked", async () => {
    const { device, server } = await activatedPhone();
    server.device.status = "blocked";
    await device.prepareUnlock();
    expect(device.state).toEqual({ kind: "blocked" });
  });
});
