import { type Content, hashToken } from "@mtoken/protocol";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { OpenedRequest } from "./requests.ts";
import type { Session } from "./session.ts";
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
import type { TestRequest } from "./testing/test-records.ts";
import { ask, frame } from "./testing/test-requests.ts";
import type { Exchange } from "./testing/test-server.ts";

const payment: Content = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
};

let phone: TestPhone;
let session: Session;
let request: TestRequest;
let opened: OpenedRequest;
/** What the phone sent: messages 1 by what they are for. */
let sent: unknown[];

beforeAll(async () => {
  phone = await activatedPhone();
});

beforeEach(async () => {
  phone.server.heal();
  phone.server.requests.clear();
  phone.server.handshakes.clear();
  phone.server.frozen = undefined;
  Object.assign(phone.server.device, { tries: 0, status: "active" });
  phone = await restarted(phone);
  session = await phone.device.unlock(mpin);
  request = ask(phone.server, { content: payment });
  opened = await claimed(phone, session, request);
  sent = [];
  phone.server.intercept = note;
});

async function claimed(of: TestPhone, by: Session, which: TestRequest): Promise<OpenedRequest> {
  return by.claim({ qr: await frame(of.server, which) });
}

function note(exchange: Exchange) {
  if (isMessage1(exchange)) sent.push(membersOf(exchange.body)["purpose"]);
  if (isMessage3(exchange)) sent.push("message 3");
  return exchange.forward();
}

test("an approval is not sent by a phone that was locked while it was made", async () => {
  const sign = crypto.subtle.sign.bind(crypto.subtle);
  const signing = vi.spyOn(crypto.subtle, "sign").mockImplementation(async (algorithm, key, data) => {
    // Behind message 3 a phone signs nothing but the approval.
    if (key.algorithm.name === "RSA-PSS" && sent.includes("message 3")) await session.close();
    return sign(algorithm, key, data);
  });
  onTestFinished(() => signing.mockRestore());
  await expect(session.sign(opened, mpin)).rejects.toMatchObject({ code: "session_ended" });
  expect(session.over).toBe(true);
  expect(request.status).toBe("claimed");
});

/** One message 1 more than the one that was prepared. */
const anew = ["approve", "approve", "message 3"];

describe("a handshake that is opened while a signature's mPIN is typed", () => {
  test("is the one that the mPIN is proven in, however many keys there were, for that envelope", async () => {
    await Promise.all([session.prepareSigning(opened), session.prepareSigning(opened)]);
    await session.prepareSigning(opened);
    const [handshake] = phone.server.handshakes.values();
    expect(handshake?.opening).toMatchObject({ purpose: "approve", binding: await hashToken(opened.token) });
    expect(phone.server.device.tries).toBe(0);
    expect((await session.sign(opened, mpin)).receipt.handshake).toBe(handshake?.id);
    expect(sent).toEqual(["approve", "message 3"]);
    expect(request.status).toBe("approved");
  });

  test("is waited for by an mPIN that is there first", async () => {
    void session.prepareSigning(opened);
    await session.sign(opened, mpin);
    expect(sent).toEqual(["approve", "message 3"]);
  });

  test("is good for one mPIN, and counts it once: the next one opens another", async () => {
    await session.prepareSigning(opened);
    await expect(session.sign(opened, otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 4 });
    expect(phone.server.device.tries).toBe(1);
    await session.sign(opened, mpin);
    expect(sent).toEqual(["approve", "message 3", "approve", "message 3"]);
  });

  test("is no other request's", async () => {
    const other = await claimed(phone, session, ask(phone.server, { content: payment }));
    await session.prepareSigning(opened);
    await session.sign(other, mpin);
    expect(sent).toEqual(anew);
    sent.splice(0);
    const third = await claimed(phone, session, ask(phone.server, { content: payment }));
    await session.prepareSigning(third);
    await session.prepareSigning(opened);
    await session.sign(opened, mpin);
    expect(sent).toEqual(anew);
  });

  test("is forgotten before the server's minute is over, whichever way the clock went", async () => {
    for (const seconds of [45, -45]) {
      sent.splice(0);
      const now = await claimed(phone, session, ask(phone.server, { content: payment }));
      await session.prepareSigning(now);
      phone.clock.move(seconds);
      await session.sign(now, mpin);
      expect(sent).toEqual(anew);
    }
  });

  test("is as old as its message 1, however long the answer took", async () => {
    phone.server.intercept = async (exchange) => {
      const answer = await note(exchange);
      if (isMessage1(exchange)) phone.clock.move(20);
      return answer;
    };
    await session.prepareSigning(opened);
    phone.server.intercept = note;
    phone.clock.move(26);
    await session.sign(opened, mpin);
    expect(sent).toEqual(anew);
  });

  test("is gone from memory once it is old, with no mPIN typed", async () => {
    await session.prepareSigning(opened);
    phone.clock.move(45);
    await phone.device.lockIfIdle();
    // What is still there would be young again.
    phone.clock.move(-45);
    await session.sign(opened, mpin);
    expect(sent).toEqual(anew);
  });

  const leavings: [string, () => unknown][] = [
    ["the screen is left", () => session.forgetSigning()],
    ["another request is taken", () => claimed(phone, session, ask(phone.server))],
    [
      "another request is refused",
      async () => session.refuse(await claimed(phone, session, ask(phone.server)), "other"),
    ],
  ];
  test.each(leavings)("is forgotten when %s", async (_when, leave) => {
    await session.prepareSigning(opened);
    await leave();
    await session.sign(opened, mpin);
    expect(sent).toEqual(anew);
  });

  test("is forgotten when its own request is refused", async () => {
    await session.prepareSigning(opened);
    await session.refuse(opened, "wrong-content");
    request.status = "claimed";
    await session.sign(opened, mpin);
    expect(sent).toEqual(anew);
  });

  const endings: [string, () => unknown][] = [
    ["is signed out of", () => session.end()],
    ["is locked", () => session.close()],
    ["was left alone for too long", () => phone.clock.move(300)],
    ["is frozen", () => session.freeze()],
  ];
  test.each(endings)("proves no mPIN on a phone that %s", async (_how, end) => {
    await session.prepareSigning(opened);
    await end();
    await expect(session.sign(opened, mpin)).rejects.toThrow();
    expect(sent).toEqual(["approve"]);
    expect(phone.server.device.tries).toBe(0);
    await session.prepareSigning(opened);
    expect(sent).toEqual(["approve"]);
    expect(request.status).not.toBe("approved");
  });

  test("is not opened for a request that is over, nor where it is not known which mPIN counts", async () => {
    const { exp } = opened.envelope;
    loseMessages(phone.server, isCall);
    await expect(phone.device.changeMpin({ mpin, chosen: otherMpin })).rejects.toThrow();
    expect(phone.device.mpinInDoubt).toBe(true);
    phone.server.intercept = note;
    await session.prepareSigning(opened);
    expect(sent).toEqual([]);
    await session.sign(opened, mpin);
    expect(sent).toEqual(["approve", "message 3"]);
    expect(phone.device.mpinInDoubt).toBe(false);
    sent.splice(0);
    phone.clock.move(exp - phone.server.now + 60);
    await session.prepareSigning(opened);
    expect(sent).toEqual([]);
  });

  test("has nothing to say where it could not be opened: the signing does", async () => {
    let lost = 0;
    answerInstead(phone.server, isMessage1, () => {
      lost += 1;
      return Promise.reject(new Error("no network"));
    });
    await Promise.all([session.prepareSigning(opened), session.prepareSigning(opened)]);
    expect(lost).toBe(1);
    await expect(session.sign(opened, mpin)).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    await session.sign(opened, mpin);
  });

  test("costs no try when the server no longer has it, and is not proven once more by itself", async () => {
    await session.prepareSigning(opened);
    phone.server.handshakes.clear();
    await expect(session.sign(opened, mpin)).rejects.toMatchObject({ code: "handshake_refused" });
    expect(sent).toEqual(["approve", "message 3"]);
    expect(phone.server.device.tries).toBe(0);
    await session.sign(opened, mpin);
  });

  test("is given up by whatever handshake the phone opens beside it, since the server keeps one", async () => {
    await session.prepareSigning(opened);
    loseMessages(phone.server, isCall);
    await expect(phone.device.changeMpin({ mpin: otherMpin, chosen: "583920" })).rejects.toThrow();
    phone.server.intercept = note;
    sent.splice(0);
    await session.sign(opened, mpin);
    expect(sent).toEqual(["approve", "message 3"]);
  });

  test("is given up by asking which mPIN counts, after another window's change", async () => {
    const own = await unlockedPhone();
    const now = await claimed(own, own.session, ask(own.server, { content: payment }));
    own.server.intercept = note;
    await own.session.prepareSigning(now);
    const window = (await restarted(own)).device;
    loseMessages(own.server, isCall);
    await expect(window.changeMpin({ mpin, chosen: otherMpin })).rejects.toMatchObject({ code: "offline" });
    own.server.intercept = note;
    expect(await own.device.mpinInForce()).toBe("before");
    await own.session.sign(now, mpin);
    expect(sent).toEqual(["approve", "session", "approve", "message 3"]);
  });

  test("is never that of the lock, nor the lock's that of a signature", async () => {
    await session.prepareSigning(opened);
    await session.close();
    await phone.device.prepareUnlock();
    session = await phone.device.unlock(mpin);
    expect(sent).toEqual(["approve", "session", "message 3"]);
  });

  test("proves no mPIN of a device that another window has erased, or replaced", async () => {
    const world = await unlockedPhone();
    const now = await claimed(world, world.session, ask(world.server, { content: payment }));
    await world.session.prepareSigning(now);
    const other = (await restarted(world)).device;
    await other.forget();
    loseMessages(world.server, () => true);
    await expect(world.session.sign(now, mpin)).rejects.toMatchObject({ code: "not_activated" });

    const second = await unlockedPhone();
    const then = await claimed(second, second.session, ask(second.server, { content: payment }));
    await second.session.prepareSigning(then);
    const window = (await restarted(second)).device;
    await window.forget();
    await window.activate({ ...(await invite(second.server)), mpin: otherMpin });
    loseMessages(second.server, isMessage3);
    await expect(second.session.sign(then, mpin)).rejects.toMatchObject({ code: "session_ended" });
  });

  test("tells at once that the device was blocked, and its session ends with it", async () => {
    const own = await unlockedPhone();
    const now = await claimed(own, own.session, ask(own.server, { content: payment }));
    own.server.device.status = "blocked";
    await own.session.prepareSigning(now);
    expect(own.device.state).toEqual({ kind: "blocked" });
    expect(own.session.over).toBe(true);
  });

  test("has the thread that stretches make ready at each key", async () => {
    const asked: unknown[] = [];
    const ready = { ...phone.ports, prepareStretch: (argon2: unknown) => void asked.push(argon2) };
    const world = await restarted({ ...phone, ports: ready });
    const now = await world.device.unlock(mpin);
    const shown = await claimed(world, now, ask(phone.server, { content: payment }));
    asked.splice(0);
    await now.prepareSigning(shown);
    await now.prepareSigning(shown);
    const { m, t, p } = phone.server.device.argon2;
    expect(asked).toEqual([
      { m, t, p },
      { m, t, p },
    ]);
  });

  test("is not opened in a session that was left alone for too long, though nobody has locked it yet", async () => {
    // Back, so that the request itself is not over.
    phone.clock.move(-300);
    await session.prepareSigning(opened);
    phone.clock.move(300);
    expect(sent).toEqual([]);
    expect(session.over).toBe(true);
  });

  test("is for nothing that this session has not taken", async () => {
    await expect(session.prepareSigning({ ...opened })).rejects.toThrow(TypeError);
    expect(sent).toEqual([]);
  });
});

/** Something that waits until it is let on, and tells that it was reached. */
function gate() {
  const reached = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    open: () => open.resolve(),
    pass: () => {
      reached.resolve();
      return open.promise;
    },
  };
}

describe("a key of a signature's mPIN that waits its turn", () => {
  let held: ReturnType<typeof gate>;
  let keys: Promise<unknown>;

  /** The first key's message 1 is under way, and a second key was pressed. */
  async function typeTwo(by: Session = session, at: TestPhone = phone) {
    held = gate();
    at.server.intercept = async (exchange) => {
      const { purpose, factor } = isMessage1(exchange) ? membersOf(exchange.body) : {};
      if (purpose === "approve" && factor === "mpin") await held.pass();
      return note(exchange);
    };
    keys = Promise.allSettled([by.prepareSigning(opened), by.prepareSigning(opened)]);
    await held.reached;
  }

  async function goOn() {
    held.open();
    await keys;
  }

  test.each<[string, () => unknown]>([
    ["the screen was left", () => session.forgetSigning()],
    ["another request was taken", () => claimed(phone, session, ask(phone.server))],
    ["the phone was frozen", () => session.freeze()],
    ["the phone was locked", () => session.close()],
  ])("opens nothing once %s", async (_when, leave) => {
    await typeTwo();
    await leave();
    await goOn();
    expect(sent).toEqual(["approve"]);
  });

  test("hinders none that is pressed after it, where the user comes back", async () => {
    await typeTwo();
    session.forgetSigning();
    await goOn();
    await session.prepareSigning(opened);
    expect(sent).toEqual(["approve", "approve"]);
  });

  test("opens nothing while the mPIN is proven", async () => {
    await session.prepareSigning(opened);
    held = gate();
    phone.server.intercept = async (exchange) => {
      if (isMessage3(exchange)) await held.pass();
      return note(exchange);
    };
    const signing = session.sign(opened, mpin);
    await held.reached;
    await session.prepareSigning(opened);
    held.open();
    await signing;
    expect(sent).toEqual(["approve", "message 3"]);
  });

  test.each<[string, () => unknown]>([
    ["is left", () => session.forgetSigning()],
    ["is frozen", () => session.freeze()],
    ["is locked", () => session.close()],
  ])("opens nothing where the phone %s in the last moment before its message 1", async (_how, leave) => {
    held = gate();
    const read = phone.storage.read.bind(phone.storage);
    phone.storage.read = async () => {
      phone.storage.read = read;
      await held.pass();
      return read();
    };
    keys = Promise.allSettled([session.prepareSigning(opened)]);
    await held.reached;
    await leave();
    await goOn();
    expect(sent).toEqual([]);
  });

  test("displaces no change of the mPIN that the user turned to", async () => {
    const own = await unlockedPhone();
    opened = await claimed(own, own.session, ask(own.server, { content: payment }));
    await typeTwo(own.session, own);
    own.session.forgetSigning();
    const changing = own.device.changeMpin({ mpin, chosen: otherMpin });
    await goOn();
    await changing;
    expect(sent).toEqual(["approve", "change", "message 3"]);
  });

  test("displaces none that is being proven, pressed in the midst of it", async () => {
    const own = await unlockedPhone();
    opened = await claimed(own, own.session, ask(own.server, { content: payment }));
    held = gate();
    own.server.intercept = async (exchange) => {
      if (isMessage3(exchange)) await held.pass();
      return note(exchange);
    };
    const changing = own.device.changeMpin({ mpin, chosen: otherMpin });
    await held.reached;
    await own.session.prepareSigning(opened);
    held.open();
    await changing;
    expect(sent).toEqual(["change", "message 3"]);
  });
});

describe("a signature by passkey", () => {
  let passkeys: SoftwarePasskeys;
  let own: TestPhone & { session: Session };

  beforeEach(async () => {
    passkeys = new SoftwarePasskeys("https://app.example.com");
    own = await unlockedPhone({ passkeys });
    await own.session.preparePasskey();
    await own.session.enrolPasskey(mpin);
    opened = await claimed(own, own.session, ask(own.server, { content: payment }));
    own.server.intercept = note;
    sent = [];
  });

  test("is displaced by no key of an mPIN, neither one that waits nor one that is pressed meanwhile", async () => {
    const [message1, finger] = [gate(), gate()];
    own.server.intercept = async (exchange) => {
      if (isMessage1(exchange) && membersOf(exchange.body)["factor"] === "mpin") await message1.pass();
      return note(exchange);
    };
    const assert = passkeys.assert.bind(passkeys);
    passkeys.assert = async (options) => {
      await finger.pass();
      return assert(options);
    };
    const keys = [own.session.prepareSigning(opened), own.session.prepareSigning(opened)];
    await message1.reached;
    const signing = own.session.signWithPasskey(opened);
    message1.open();
    await Promise.all([...keys, finger.reached]);
    own.server.intercept = note;
    await own.session.prepareSigning(opened);
    finger.open();
    await signing;
    expect(sent).toEqual(["approve", "approve", "message 3"]);
  });

  test("that the user gave up leaves no handshake from before it to the mPIN", async () => {
    await own.session.prepareSigning(opened);
    passkeys.mood = "unwilling";
    await expect(own.session.signWithPasskey(opened)).rejects.toMatchObject({ code: "biometrics_cancelled" });
    await own.session.sign(opened, mpin);
    expect(sent).toEqual(["approve", "approve", "approve", "message 3"]);
  });
});
