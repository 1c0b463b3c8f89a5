import { b64, hashToken, newNoticeId, randomBytes, sealAnswer } from "@mtoken/protocol";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import type { Session } from "./session.ts";
import { answerInstead, isCall, isMessage1, loseAnswers, loseMessages } from "./testing/test-faults.ts";
import { signRefusal } from "./testing/test-handshakes.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, restarted, unlockedPhone } from "./testing/test-phone.ts";
import type { TestSession } from "./testing/test-records.ts";
import { ask, frame } from "./testing/test-requests.ts";
import { jose } from "./testing/test-server.ts";

let phone: TestPhone;
let session: Session;

beforeAll(async () => {
  phone = await activatedPhone();
});

beforeEach(async () => {
  phone.server.heal();
  phone.server.sessions.clear();
  phone = await restarted(phone);
  session = await phone.device.unlock(mpin);
});

/** The open session as the server has it. */
function serverSession(): TestSession {
  const [open] = phone.server.sessions.values();
  if (open === undefined) throw new TypeError("no session");
  return open;
}

function answerWith(seq: number, of: TestSession = serverSession()) {
  const { id, keys } = of;
  const answer = { result: { requests: [], unread: 0, features: [] } };
  return sealAnswer({ method: "requests.list", answer, seq, session: id, key: keys.serverToDevice });
}

describe("calls", () => {
  test("go one after the other, with numbers that never come twice", async () => {
    let under = 0;
    let most = 0;
    const seqs: number[] = [];
    answerInstead(phone.server, isCall, async (exchange) => {
      under += 1;
      most = Math.max(most, under);
      const answer = await exchange.forward();
      under -= 1;
      seqs.push(serverSession().seq);
      return answer;
    });
    await Promise.all([session.list(), session.status(), session.list(), session.list()]);
    expect(most).toBe(1);
    expect(seqs).toEqual([1, 2, 3, 4]);
  });

  test("go on with a higher number after one that was lost", async () => {
    loseAnswers(phone.server, isCall);
    await expect(session.list()).rejects.toMatchObject({ code: "offline" });
    loseMessages(phone.server, isCall);
    await expect(session.list()).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    await session.list();
    expect(serverSession().seq).toBe(3);
    expect(phone.device.state.kind).toBe("unlocked");
  });

  test("take no answer to an earlier call", async () => {
    const replay = await answerWith(1);
    await session.list();
    answerInstead(phone.server, isCall, async () => jose(replay));
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("take no answer with a number that is still to come", async () => {
    const early = await answerWith(2);
    answerInstead(phone.server, isCall, async () => jose(early));
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("take no answer from another session, and none that was changed", async () => {
    const other = await unlockedPhone();
    const [foreign] = other.server.sessions.values();
    const token = await answerWith(1, foreign);
    answerInstead(phone.server, isCall, async () => jose(token));
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
    answerInstead(phone.server, isCall, async (exchange) => {
      const { body } = await exchange.forward();
      return jose(`${body.slice(0, -4)}AAAA`);
    });
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("take no own call for an answer", async () => {
    answerInstead(phone.server, isCall, async ({ body }) => jose(body));
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("lock the phone when the server has lost the session", async () => {
    phone.server.sessions.clear();
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
    expect(phone.device.state).toEqual({ kind: "locked" });
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
  });
});

describe("a session that the server has ended", () => {
  /** What is asked on the way is asked in turn, before what comes next. */
  async function afterLoss(): Promise<string[]> {
    const asked: string[] = [];
    const { intercept } = phone.server;
    phone.server.intercept = (exchange) => {
      asked.push(exchange.path);
      return intercept(exchange);
    };
    phone.server.sessions.clear();
    const lists = [session.list(), session.list(), session.status()];
    for (const end of await Promise.allSettled(lists))
      expect(end).toMatchObject({ reason: { code: "session_ended" } });
    await phone.device.mpinInForce().catch(() => undefined);
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
    return asked;
  }

  test.each(["blocked", "deactivated"] as const)("shows that the device was %s elsewhere", async (status) => {
    phone = await activatedPhone();
    session = await phone.device.unlock(mpin);
    phone.server.device.status = status;
    expect(await afterLoss()).toEqual(["/v1/calls", "/v1/handshakes"]);
    expect(phone.device.state).toEqual({ kind: status });
    const { origin } = phone.server;
    expect(await phone.storage.read()).toEqual({ schema: 1, kind: "ended", reason: status, origin });
    phone = await activatedPhone();
  });

  test("leaves a living device as it was, asked once and for no try", async () => {
    expect(await afterLoss()).toEqual(["/v1/calls", "/v1/handshakes"]);
    expect(phone.device.state).toEqual({ kind: "locked" });
    expect(phone.server.device.tries).toBe(0);
    expect(phone.device.triesLeft).toBe(5);
  });

  test("erases nothing for what nobody signed, or for no answer", async () => {
    const refused = { status: 403, body: JSON.stringify({ reason: "deactivated", tries_left: 0 }) };
    for (const contentType of ["application/json", "application/jose"]) {
      answerInstead(phone.server, isMessage1, async () => ({ ...refused, contentType }));
      await afterLoss();
      expect(phone.device.state).toEqual({ kind: "locked" });
      phone.server.heal();
      session = await phone.device.unlock(mpin);
    }
    loseMessages(phone.server, isMessage1);
    await afterLoss();
    expect((await phone.storage.read())?.kind).toBe("activated");
  });

  test("is asked about by nobody where its user or the idle clock ended it", async () => {
    const { counter } = phone.server.device;
    const polled = session.list().catch(() => undefined);
    await session.end();
    await polled;
    session = await phone.device.unlock(mpin);
    phone.clock.move(301);
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
    await phone.device.mpinInForce();
    expect(phone.server.device.counter).toBe(counter + 1);
  });
});

describe("a session", () => {
  test("tells what waits for approval", async () => {
    ask(phone.server, { content: { type: "statement", text: "I agree." } });
    const [summary] = await session.list();
    expect(summary).toMatchObject({ kind: "signature", title: { type: "statement", line: "I agree." } });
    expect(session.requests).toEqual([summary]);
  });

  test("ends after five minutes without activity, which polling is not", async () => {
    for (let minute = 0; minute < 4; minute += 1) {
      phone.clock.move(60);
      await session.list();
      await session.status();
    }
    phone.clock.move(59);
    expect(await phone.device.lockIfIdle()).toBe(false);
    phone.clock.move(1);
    expect(await phone.device.lockIfIdle()).toBe(true);
    expect(phone.device.state).toEqual({ kind: "locked" });
  });

  test("goes on for five minutes after each thing that the user does", async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      phone.clock.move(299);
      const request = ask(phone.server);
      await session.claim({ qr: await frame(phone.server, request) });
    }
    phone.clock.move(299);
    expect(await phone.device.lockIfIdle()).toBe(false);
  });

  test("counts them from when they were sent, however long the answer takes", async () => {
    const text = await frame(phone.server, ask(phone.server));
    answerInstead(phone.server, isCall, async (exchange) => {
      const answer = await exchange.forward();
      phone.clock.move(60);
      return answer;
    });
    await session.claim({ qr: text });
    phone.clock.move(239);
    expect(await phone.device.lockIfIdle()).toBe(false);
    phone.clock.move(1);
    expect(await phone.device.lockIfIdle()).toBe(true);
  });

  test("is over after the phone slept, before anything is sent", async () => {
    let calls = 0;
    answerInstead(phone.server, isCall, (exchange) => {
      calls += 1;
      return exchange.forward();
    });
    phone.clock.move(8 * 3600);
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
    expect(calls).toBe(0);
    expect(phone.device.state).toEqual({ kind: "locked" });
  });

  test("is not kept open by turning the clock back", async () => {
    phone.clock.move(-3600);
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
    phone.clock.move(3600);
  });

  test("leaves nothing behind when it ends, and tells the server", async () => {
    ask(phone.server, { content: { type: "statement", text: "I agree." } });
    await session.list();
    await session.end();
    expect(session.profile).toBeUndefined();
    expect(session.requests).toEqual([]);
    expect(phone.device.session).toBeUndefined();
    expect(phone.device.state).toEqual({ kind: "locked" });
    expect(phone.server.sessions.size).toBe(0);
  });

  test("ends on the phone even where the server can't be reached", async () => {
    loseMessages(phone.server, isCall);
    await session.end();
    expect(phone.device.state).toEqual({ kind: "locked" });
  });

  test("ends when another is opened", async () => {
    const next = await phone.device.unlock(mpin);
    expect(session.over).toBe(true);
    await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
    await next.list();
    expect(phone.device.state).toEqual({ kind: "unlocked", session: next });
  });
});

describe("the inbox", () => {
  const notices = [2, 1].map((at) => ({
    ...{ notice: newNoticeId(), kind: "mpin.changed", at, read: false, about: null },
    data: { device: "dev_0" },
  }));

  beforeEach(async () => {
    phone.server.notices = notices;
    session = await phone.device.unlock(mpin);
  });

  test("says at unlocking, and with each list, how much is unread", async () => {
    expect(session.unread).toBe(2);
    phone.server.notices = notices.slice(1);
    await session.list();
    expect(session.unread).toBe(1);
    await session.end();
    expect(session.unread).toBe(0);
  });

  test("is listed and read", async () => {
    expect(await session.notices()).toEqual({ notices, more: false });
    await session.readNotices(notices[0]?.notice ?? newNoticeId());
    expect(session.unread).toBe(0);
  });

  test("does not keep the session open by being listed, and does by being read", async () => {
    phone.clock.move(4 * 60);
    await session.notices();
    phone.clock.move(59);
    await session.readNotices(newNoticeId());
    phone.clock.move(2 * 60);
    expect(session.idle).toBe(false);
    await session.notices();
    phone.clock.move(3 * 60);
    expect(session.idle).toBe(true);
  });
});

test("says a minute before that it ends for want of activity, which polling does not put off, and stays for who asks it to", async () => {
  const phone = await activatedPhone();
  const session = await phone.device.unlock(mpin);
  phone.server.features = [];
  phone.clock.move(239);
  expect(session.idleSoon).toBe(false);
  phone.clock.move(1);
  await session.list();
  await session.status();
  await session.notices();
  expect(session.idleSoon).toBe(true);
  await session.stay();
  expect(session.idleSoon).toBe(false);
  phone.clock.move(299);
  expect(await phone.device.lockIfIdle()).toBe(false);
  expect(session.idleSoon).toBe(true);
  phone.clock.move(1);
  await expect(session.stay()).rejects.toMatchObject({ code: "session_ended" });
});

test("ends as soon without activity as the company wants it", async () => {
  const phone = await activatedPhone();
  phone.server.policy = { ...phone.server.policy, idle_seconds: 90 };
  const session = await phone.device.unlock(mpin);
  phone.clock.move(44);
  expect(session.idleSoon).toBe(false);
  phone.clock.move(1);
  expect(session.idleSoon).toBe(true);
  await session.stay();
  expect(session.idleSoon).toBe(false);
  phone.clock.move(89);
  expect(session.idle).toBe(false);
  phone.clock.move(1);
  expect(session.idle).toBe(true);
  expect(await phone.device.lockIfIdle()).toBe(true);
});

describe("a push subscription", () => {
  const of = (key: string) => ({
    ...{ endpoint: "https://push.example/1", key },
    ...{ p256dh: b64(randomBytes(65)), auth: b64(randomBytes(16)) },
  });

  test("is told to the server, compared by its endpoint's hash, and taken back", async () => {
    const { key } = await session.pushStatus();
    const subscription = of(key ?? "");
    await session.subscribePush(subscription);
    expect(await session.pushStatus()).toEqual({ key, endpoint: await hashToken(subscription.endpoint) });
    await session.unsubscribePush();
    expect(await session.pushStatus()).toEqual({ key, endpoint: null });
  });

  test("for a key that the server has no more is refused by name", async () => {
    const subscription = of(b64(randomBytes(65)));
    await expect(session.subscribePush(subscription)).rejects.toMatchObject({ code: "push_refused" });
  });
});

describe("deactivation in the app", () => {
  test("erases the keys once the server's signed answer is here", async () => {
    const own = await unlockedPhone();
    await own.session.deactivate({ reason: "replaced" });
    expect(own.server.device.status).toBe("deactivated");
    expect((await own.storage.read())?.kind).toBe("ended");
    expect(own.device.state).toEqual({ kind: "deactivated" });
  });

  test("erases nothing while the server can't be reached, and everything at the next chance", async () => {
    const own = await unlockedPhone();
    loseAnswers(own.server, isCall);
    await expect(own.session.deactivate({ reason: "suspicious" })).rejects.toMatchObject({ code: "offline" });
    expect((await own.storage.read())?.kind).toBe("activated");
    own.server.heal();
    await expect(own.device.unlock(mpin)).rejects.toMatchObject({ code: "deactivated" });
    expect((await own.storage.read())?.kind).toBe("ended");
  });

  test("erases nothing on an answer that is not about this session, or that says something else", async () => {
    const { device } = phone.server;
    let seq = 0;
    for (const [message1, reason] of [
      ["another message 1", "deactivated"],
      [serverSession().message1, "blocked"],
    ] as const) {
      const refusal = await signRefusal(phone.server, { device, message1, reason });
      answerInstead(phone.server, isCall, async () => {
        const { id, keys } = serverSession();
        seq += 1;
        const answer = { result: { refusal } };
        return jose(
          await sealAnswer({
            method: "device.deactivate",
            answer,
            seq,
            session: id,
            key: keys.serverToDevice,
          }),
        );
      });
      await expect(session.deactivate({ reason: "suspicious" })).rejects.toMatchObject({
        code: "untrusted_answer",
      });
    }
    expect((await phone.storage.read())?.kind).toBe("activated");
  });
});

describe("a device", () => {
  test("tells its listeners each change, until they have enough of it", async () => {
    const kinds: string[] = [];
    const enough = phone.device.subscribe(({ kind }) => kinds.push(kind));
    await session.end();
    await phone.device.unlock(mpin);
    enough();
    await phone.device.session?.end();
    expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual(["locked", "unlocked"]);
  });

  test("is not opened for a vault of another server", async () => {
    const transport = { ...phone.server.transport, origin: "https://app.example.net" };
    await expect(Device.open({ ...phone.ports, transport })).rejects.toMatchObject({ code: "wrong_server" });
  });
});

test("ends when the device is forgotten, also for who still holds it", async () => {
  const { device } = await activatedPhone();
  const session = await device.unlock(mpin);
  await device.forget();
  expect(device.session).toBeUndefined();
  await expect(session.list()).rejects.toMatchObject({ code: "session_ended" });
});
