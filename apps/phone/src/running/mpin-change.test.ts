/** A change of the mPIN, over a real device and a server that loses what it is told to lose. */
import { Device } from "@mtoken/device";
import type { TestPhone } from "@mtoken/device/testing";
import {
  activatedPhone,
  isCall,
  isMessage1,
  isMessage3,
  loseAnswers,
  loseMessages,
  mpin,
  otherMpin,
} from "@mtoken/device/testing";
import { beforeEach, describe, expect, test } from "vitest";
import type { AppEvent } from "../state/app-event.ts";
import { MpinChange } from "./mpin-change.ts";

const chosen = "605928";
let phone: TestPhone;
let work: MpinChange;

beforeEach(async () => {
  phone = await activatedPhone();
  work = new MpinChange();
});

function change(typed = { mpin, chosen }): Promise<AppEvent> {
  return work.change(phone.device, { type: "change-mpin", ...typed });
}

/** The answer of the change is lost, and nothing gets through afterwards. */
async function leaveInDoubt(): Promise<void> {
  let isLost = false;
  phone.server.intercept = async (exchange) => {
    if (isCall(exchange) && !isLost) {
      isLost = true;
      await exchange.forward();
    }
    return isLost ? Promise.reject(new Error("no network")) : exchange.forward();
  };
  expect(await change()).toMatchObject({ type: "mpin-doubted", problem: { code: "offline" } });
  phone.server.heal();
}

describe("a change of the mPIN", () => {
  test("says that the chosen one counts, and has ended the session", async () => {
    const session = await phone.device.unlock(mpin);
    expect(await change()).toEqual({ type: "mpin-in-force", which: "chosen" });
    expect(session.over).toBe(true);
    await phone.device.unlock(chosen);
  });

  test("says of a wrong mPIN how many tries are left, and of a weak one why", async () => {
    expect(await change({ mpin: otherMpin, chosen })).toMatchObject({
      type: "mpin-change-failed",
      problem: { code: "wrong_mpin", triesLeft: 4 },
    });
    expect(await change({ mpin, chosen: "345678" })).toMatchObject({
      type: "mpin-change-failed",
      problem: { code: "weak_mpin", weakness: "sequence" },
    });
  });

  test.each([
    ["message 1", isMessage1],
    ["message 3", isMessage3],
  ])("that broke off at %s has failed, and left no doubt", async (_name, which) => {
    const session = await phone.device.unlock(mpin);
    for (const lose of [loseMessages, loseAnswers]) {
      lose(phone.server, which);
      expect(await change()).toMatchObject({ type: "mpin-change-failed", problem: { code: "offline" } });
    }
    expect(session.over).toBe(false);
  });

  test.each([
    ["there", loseMessages, "before"],
    ["back", loseAnswers, "chosen"],
  ] as const)(
    "whose call was lost on its way %s asks the server which one counts",
    async (_way, lose, which) => {
      const session = await phone.device.unlock(mpin);
      lose(phone.server, isCall);
      expect(await change()).toEqual({ type: "mpin-in-force", which });
      expect(session.over).toBe(which === "chosen");
    },
  );

  test("that nobody can be asked about is in doubt, the session over, and the server asked again later", async () => {
    const session = await phone.device.unlock(mpin);
    await leaveInDoubt();
    expect(session.over).toBe(true);
    loseMessages(phone.server, isMessage1);
    expect(await work.ask(phone.device)).toMatchObject({
      type: "mpin-doubted",
      problem: { code: "offline" },
    });
    phone.server.heal();
    expect(await work.ask(phone.device)).toEqual({ type: "mpin-in-force", which: "chosen" });
  });

  test("in doubt is told before another mPIN is proven, once, and costs no try", async () => {
    await leaveInDoubt();
    const device = await Device.open(phone.ports);
    const later = new MpinChange();
    const typed = { type: "change-mpin", mpin, chosen: otherMpin } as const;
    expect(await later.change(device, typed)).toEqual({ type: "mpin-in-force", which: "chosen" });
    expect(phone.server.device.tries).toBe(0);
    expect(await later.news(device)).toBeUndefined();
    expect(await later.change(device, { ...typed, mpin: chosen })).toEqual({
      type: "mpin-in-force",
      which: "chosen",
    });
    await device.unlock(otherMpin);
  });

  test("that was never begun is no news", async () => {
    let exchanges = 0;
    phone.server.intercept = (exchange) => {
      exchanges += 1;
      return exchange.forward();
    };
    expect(await work.news(phone.device)).toBeUndefined();
    expect(exchanges).toBe(0);
  });
});
