import {
  b64,
  generateSigningKeyPair,
  ProtocolError,
  padToGroup,
  signToken,
  srpGroup,
  triesAllowed,
} from "@mtoken/protocol";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import type { TransportAnswer, VaultStorage } from "./ports.ts";
import {
  answerInstead,
  changeToken,
  isMessage1,
  isMessage3,
  loseMessages,
  membersOf,
} from "./testing/test-faults.ts";
import { sealMessage4, signRefusal } from "./testing/test-handshakes.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";
import type { Exchange } from "./testing/test-server.ts";
import { jose, problem } from "./testing/test-server.ts";

const group = srpGroup(2048);
let phone: TestPhone;

beforeAll(async () => {
  phone = await activatedPhone();
});

beforeEach(async () => {
  phone.server.heal();
  phone.server.device.tries = 0;
  phone.server.device.triesAllowed = triesAllowed;
  phone = await restarted(phone);
});

describe("a handshake", () => {
  test("opens a session with the right mPIN", async () => {
    const session = await phone.device.unlock(mpin);
    expect(session.profile).toEqual({ user: phone.server.user, company: phone.server.company });
    expect(phone.device.state).toEqual({ kind: "unlocked", session });
  });

  test("tells how many tries are left, as the server signed it, also after a restart", async () => {
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 4 });
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 3 });
    expect((await restarted(phone)).device.triesLeft).toBe(3);
    await phone.device.unlock(mpin);
    expect(phone.device.triesLeft).toBe(5);
  });

  test("knows, also after a success, when fewer than five are left", async () => {
    phone.server.device.triesAllowed = 2;
    const session = await phone.device.unlock(mpin);
    expect(session.wrongTriesBefore).toBe(0);
    expect(phone.device.triesLeft).toBe(2);
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 1 });
    expect((await phone.device.unlock(mpin)).wrongTriesBefore).toBe(1);
  });

  test("takes from message 4 how many are left after a success: the reset may have lowered them", async () => {
    phone.server.device.tries = 4;
    answerInstead(phone.server, isMessage3, (exchange) => {
      phone.server.device.triesAllowed = 1;
      return exchange.forward();
    });
    await phone.device.unlock(mpin);
    expect(phone.device.triesLeft).toBe(1);
    expect((await restarted(phone)).device.triesLeft).toBe(1);
  });

  test("tells after a success how often it was wrong before, once", async () => {
    expect((await phone.device.unlock(mpin)).wrongTriesBefore).toBe(0);
    for (const _ of [1, 2]) await expect(phone.device.unlock(otherMpin)).rejects.toThrow();
    expect((await phone.device.unlock(mpin)).wrongTriesBefore).toBe(2);
    expect((await phone.device.unlock(mpin)).wrongTriesBefore).toBe(0);
  });

  test("keeps what message 2 signed about the tries before it sends its proof", async () => {
    phone.server.device.tries = 3;
    phone.server.intercept = (exchange) =>
      exchange.path.startsWith("/v1/handshakes/")
        ? Promise.reject(new Error("no network"))
        : exchange.forward();
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "offline" });
    expect(phone.device.triesLeft).toBe(2);
  });

  test("sends a higher counter after every crash, whatever became of the last one", async () => {
    const counters: unknown[] = [];
    answerInstead(phone.server, isMessage1, async (exchange) => {
      counters.push(membersOf(exchange.body)["counter"]);
      throw new Error("no network");
    });
    for (let crash = 0; crash < 4; crash += 1) {
      const { device } = await restarted(phone);
      await expect(device.unlock(mpin)).rejects.toMatchObject({ code: "offline" });
    }
    const [first] = counters;
    expect(counters).toEqual([0, 1, 2, 3].map((more) => Number(first) + more));
  });

  test("stores the counter before it sends it", async () => {
    let sent: unknown;
    let stored: unknown;
    answerInstead(phone.server, isMessage1, async (exchange) => {
      sent = membersOf(exchange.body)["counter"];
      const record = await phone.storage.read();
      stored = record?.kind === "activated" ? record.keys.counter : undefined;
      return exchange.forward();
    });
    await phone.device.unlock(mpin);
    expect(stored).toBe(sent);
  });

  test("sends nothing when the counter can't be stored", async () => {
    let exchanges = 0;
    answerInstead(phone.server, isMessage1, (exchange) => {
      exchanges += 1;
      return exchange.forward();
    });
    const full: VaultStorage = {
      read: () => phone.storage.read(),
      write: () => Promise.reject(new Error("the disk is full")),
      clear: () => phone.storage.clear(),
    };
    const device = await Device.open({ ...phone.ports, storage: full });
    await expect(device.unlock(mpin)).rejects.toMatchObject({ code: "storage_failed" });
    expect(exchanges).toBe(0);
  });

  test("changes nothing when the network fails, at either message", async () => {
    for (const which of [isMessage1, isMessage3]) {
      loseMessages(phone.server, which);
      await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "offline" });
      expect(phone.device.state).toEqual({ kind: "locked" });
    }
    phone.server.heal();
    await phone.device.unlock(mpin);
  });

  test("takes a page that is not of the protocol, as of a captive portal, for being offline", async () => {
    const page = { status: 200, contentType: "text/html", body: "<h1>Welcome to our Wi-Fi</h1>" };
    answerInstead(phone.server, isMessage1, async () => page);
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "offline" });
  });

  test("passes on what the server's problem documents say", async () => {
    answerInstead(phone.server, isMessage1, async () => problem(new ProtocolError("rate_limited")));
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "rate_limited" });
  });
});

describe("message 2 is refused, and no proof is sent,", () => {
  /** With the fault that the test set up. */
  async function expectRefusal(code: string): Promise<void> {
    const fault = phone.server.intercept;
    let proofs = 0;
    phone.server.intercept = (exchange) => {
      if (isMessage3(exchange)) proofs += 1;
      return fault(exchange);
    };
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code });
    expect(proofs).toBe(0);
  }

  function changeMessage2(members: object): void {
    const change = (genuine: object) => ({ ...genuine, ...members });
    changeToken(phone.server, { which: isMessage1, typ: "mtoken-handshake-2+jws", change });
  }

  test("when another key signed it under the identity key's name", async () => {
    const stranger = await generateSigningKeyPair({ bits: 2048, extractable: false });
    answerInstead(phone.server, isMessage1, async (exchange) => {
      const payload = membersOf((await exchange.forward()).body);
      const { kid } = phone.server.identity;
      const key = stranger.privateKey;
      return jose(await signToken({ typ: "mtoken-handshake-2+jws", payload, key, kid }));
    });
    await expectRefusal("untrusted_answer");
  });

  test("when it answers an earlier message 1: a replay", async () => {
    let recorded: TransportAnswer | undefined;
    answerInstead(phone.server, isMessage1, async (exchange) => {
      recorded ??= await exchange.forward();
      return recorded;
    });
    await phone.device.unlock(mpin);
    await expectRefusal("untrusted_answer");
  });

  test("when it names another salt", async () => {
    changeMessage2({ salt: b64(new Uint8Array(16)) });
    await expectRefusal("untrusted_answer");
  });

  test.each([
    { m: 19 * 1024, t: 3, p: 1 },
    { m: 64 * 1024, t: 2, p: 1 },
    { m: 64 * 1024, t: 3, p: 2 },
  ])("when it names other parameters for Argon2id: %j", async (argon2) => {
    changeMessage2({ argon2 });
    await expectRefusal("untrusted_answer");
  });

  test.each([
    ["0", padToGroup(group, 0n)],
    ["N", padToGroup(group, group.N)],
    ["N + 1", padToGroup(group, group.N + 1n)],
    ["of another group's length", new Uint8Array(384).fill(5)],
  ])("when B is %s", async (_, B) => {
    changeMessage2({ B: b64(B) });
    await expectRefusal("untrusted_answer");
  });

  test.each([
    { suite: "mtoken-0" },
    { iss: "https://app.example.net" },
    { tries_left: 0 },
    { more: "than there should be" },
  ])("when it says %j", async (members) => {
    changeMessage2(members);
    await expectRefusal("untrusted_answer");
  });

  test("when a token of another kind stands in its place", async () => {
    const change = (genuine: object) => genuine;
    changeToken(phone.server, { which: isMessage1, typ: "mtoken-offer+jws", change });
    await expectRefusal("untrusted_answer");
  });

  test("when its end shows that the clocks differ by more than five minutes", async () => {
    for (const exp of [phone.server.now + 60 + 301, phone.server.now + 60 - 301]) {
      changeMessage2({ exp });
      await expectRefusal("wrong_clock");
    }
  });
});

describe("a refusal is not believed", () => {
  test("when it says that the mPIN was wrong before any was proven: the tries stay", async () => {
    answerInstead(phone.server, isMessage1, async ({ body: message1 }) => {
      const { device } = phone.server;
      const token = await signRefusal(phone.server, { device, message1, reason: "wrong-mpin", left: 1 });
      return { ...jose(token), status: 403 };
    });
    const before = phone.device.triesLeft;
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    expect(phone.device.triesLeft).toBe(before);
  });
});

describe("message 4 is not believed", () => {
  test("when it comes from an earlier handshake", async () => {
    let recorded: TransportAnswer | undefined;
    answerInstead(phone.server, isMessage3, async (exchange) => {
      const answer = await exchange.forward();
      recorded ??= answer;
      return recorded;
    });
    await phone.device.unlock(mpin);
    await phone.device.session?.close();
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    expect(phone.device.state).toEqual({ kind: "locked" });
  });

  test("when its M2 is wrong, or its seq is not 0, although the seal is right", async () => {
    const falsify = async (exchange: Exchange, { M2, seq }: { M2?: string; seq: number }) => {
      const genuine = await exchange.forward();
      const session = phone.server.sessions.get(exchange.path.split("/").at(-1) ?? "");
      if (session === undefined) return genuine;
      const share = b64(session.device.share);
      const answer = { M2: M2 ?? session.M2, status: "active", tries_left: 5, share } as const;
      return jose(await sealMessage4(session, answer, seq));
    };
    answerInstead(phone.server, isMessage3, (exchange) => falsify(exchange, { seq: 0 }));
    await phone.device.unlock(mpin);
    answerInstead(phone.server, isMessage3, (exchange) => falsify(exchange, { seq: 1 }));
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
    const M2 = b64(new Uint8Array(64));
    answerInstead(phone.server, isMessage3, (exchange) => falsify(exchange, { M2, seq: 0 }));
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });
});
