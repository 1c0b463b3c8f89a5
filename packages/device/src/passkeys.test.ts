/** The passkey beside the mPIN, on the phone: enrolled, used, lost, refused, and cut off at every point. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { b64, fromB64, passkeyUserHandle, randomBytes } from "@mtoken/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import type { Session } from "./session.ts";
import { DyingStorage } from "./testing/dying-storage.ts";
import { SoftwarePasskeys } from "./testing/software-passkeys.ts";
import {
  answerInstead,
  changeToken,
  isCall,
  isMessage1,
  isMessage3,
  loseAnswers,
  loseMessages,
  type Which,
} from "./testing/test-faults.ts";
import { signRefusal } from "./testing/test-handshakes.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";
import { ask } from "./testing/test-requests.ts";
import { jose } from "./testing/test-server.ts";
import type { DeviceKeys } from "./vault-record.ts";

let phone: TestPhone;
let passkeys: SoftwarePasskeys;

beforeEach(async () => {
  passkeys = new SoftwarePasskeys("https://app.example.com");
  phone = await activatedPhone({ passkeys });
});

async function enrol(device: Device = phone.device): Promise<void> {
  const session = await device.unlock(mpin);
  await session.preparePasskey();
  await session.enrolPasskey(mpin);
}

async function keys(): Promise<DeviceKeys> {
  const record = await phone.storage.read();
  if (record?.kind !== "activated") throw new TypeError("the phone is not activated");
  return record.keys;
}

/** On the server and on the phone alike: no passkey, or the same. */
async function expectAgreed(device: Device): Promise<void> {
  const { passkey, nextPasskey } = await keys();
  expect(nextPasskey).toBeUndefined();
  expect(passkey && b64(passkey.salt)).toBe(phone.server.device.passkey?.salt);
  expect(device.hasPasskey).toBe(passkey !== undefined);
}

describe("a passkey", () => {
  test("opens the phone once it is enrolled, with all that the mPIN opens, and the mPIN goes on doing so", async () => {
    await enrol();
    expect(phone.device.hasPasskey).toBe(true);
    const session = await phone.device.unlockWithPasskey();
    expect(session.profile).toEqual({ user: phone.server.user, company: phone.server.company });
    expect(phone.device.state).toMatchObject({ kind: "unlocked" });
    await phone.device.unlock(mpin);
    await expectAgreed(phone.device);
  });

  test("is there after a restart", async () => {
    await enrol();
    const { device } = await restarted(phone);
    expect(device.hasPasskey).toBe(true);
    await device.unlockWithPasskey();
  });

  test("signs, as the fresh factor for exactly this request", async () => {
    await enrol();
    const content = { type: "statement", text: "I agree" } as const;
    const request = ask(phone.server, { content });
    const session = await phone.device.unlockWithPasskey();
    const opened = await session.claim({ request: request.id });
    expect(await session.signWithPasskey(opened)).toMatchObject({ status: "approved" });
  });

  test("is made for this device and this server, by a handle that says nothing of the user", async () => {
    await enrol();
    const { device } = await keys();
    const place = { device, serverOrigin: phone.server.origin };
    expect(passkeys.lastMade).toMatchObject({ host: "app.example.com" });
    expect(passkeys.lastMade?.userHandle).toEqual(await passkeyUserHandle(place));
  });

  test("takes one prompt to make, and a second where the PRF answers an assertion alone", async () => {
    await enrol();
    expect(passkeys.prompts).toBe(1);
    passkeys.mood = "late-prf";
    await enrol();
    expect(passkeys.prompts).toBe(3);
    await phone.device.unlockWithPasskey();
  });

  test("tells of each wrong mPIN once, and what is left of its tries, which are not its own", async () => {
    await enrol();
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin" });
    // Somebody who has a copy of the phone guesses too.
    phone.server.device.tries += 1;
    expect((await phone.device.unlockWithPasskey()).wrongTriesBefore).toBe(2);
    expect(phone.device.triesLeft).toBe(3);
    expect((await phone.device.unlockWithPasskey()).wrongTriesBefore).toBe(0);
    await expect(phone.device.unlock(otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 2 });
    expect((await phone.device.unlock(mpin)).wrongTriesBefore).toBe(1);
    expect((await phone.device.unlockWithPasskey()).wrongTriesBefore).toBe(0);
  });

  test("lies in the vault by its name and salt alone", async () => {
    await enrol();
    const { passkey } = await keys();
    expect(Object.keys(passkey ?? {})).toEqual(["credential", "salt"]);
  });

  test("can't be made where the phone has no PRF, and the user is told so", async () => {
    passkeys.mood = "without-prf";
    expect(await phone.device.passkeysAvailable()).toBe(false);
    await expect(enrol()).rejects.toMatchObject({ code: "biometrics_unsupported" });
    await expectAgreed(phone.device);
  });

  test("proves nothing by an output of the PRF that is not as long as it has to be", async () => {
    await enrol();
    const assert = passkeys.assert.bind(passkeys);
    passkeys.assert = async (options) => ({ ...(await assert(options)), prf: randomBytes(31) });
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_unsupported" });
    expect(phone.server.device.passkey?.tries).toBe(0);
  });

  test("can't be made or used without the port, and nothing is sent for it", async () => {
    const { passkeys: _none, ...ports } = phone.ports;
    const device = await Device.open(ports);
    expect(await device.passkeysAvailable()).toBe(false);
    const counter = (await keys()).counter;
    await expect(device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_unsupported" });
    expect((await keys()).counter).toBe(counter);
  });

  test("stays off for a user who says no, and costs nothing", async () => {
    passkeys.mood = "unwilling";
    await expect(enrol()).rejects.toMatchObject({ code: "biometrics_cancelled" });
    passkeys.mood = "willing";
    await enrol();
    passkeys.mood = "unwilling";
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_cancelled" });
    expect(phone.server.device.passkey?.tries).toBe(0);
    await phone.device.unlock(mpin);
  });

  test("that the phone has lost is the mPIN's turn, and costs nothing", async () => {
    await enrol();
    passkeys.made.clear();
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_cancelled" });
    expect(phone.server.device.passkey?.tries).toBe(0);
    await enrol();
    await phone.device.unlockWithPasskey();
  });
});

describe("a wrong mPIN at the enrolment", () => {
  test("costs a try, enrols nothing, and the same passkey can be enrolled with the right one", async () => {
    const session = await phone.device.unlock(mpin);
    await session.preparePasskey();
    await expect(session.enrolPasskey(otherMpin)).rejects.toMatchObject({
      code: "wrong_mpin",
      triesLeft: 4,
    });
    expect(phone.device.hasPasskey).toBe(false);
    await session.enrolPasskey(mpin);
    expect(passkeys.prompts).toBe(1);
    await phone.device.unlockWithPasskey();
  });
});

describe("a passkey that was made and not enrolled yet", () => {
  test("is nowhere once its session has ended, though somebody holds that session", async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    let made: WeakRef<Uint8Array> | undefined;
    const create = passkeys.create.bind(passkeys);
    passkeys.create = async (options) => {
      const created = await create(options);
      const credential = created.credential.slice();
      made = new WeakRef(credential);
      return { ...created, credential };
    };
    /** Weak references hold until the turn ends in which they were made or asked. */
    const isThere = async () => {
      await new Promise(setImmediate);
      collect();
      return made?.deref() !== undefined;
    };
    const session = await phone.device.unlock(mpin);
    await session.preparePasskey();
    expect(await isThere()).toBe(true);
    await session.end();
    expect(await isThere()).toBe(false);
    expect(session.over).toBe(true);
  });

  test("is not taken into a session that has ended while the phone asked its user", async () => {
    const session = await phone.device.unlock(mpin);
    const create = passkeys.create.bind(passkeys);
    passkeys.create = async (options) => {
      await session.end();
      return create(options);
    };
    await expect(session.preparePasskey()).rejects.toMatchObject({ code: "session_ended" });
  });
});

describe("a phone that is locked while the proof is made", () => {
  test("enrols no passkey", async () => {
    const session = await phone.device.unlock(mpin);
    await session.preparePasskey();
    lockedAt(isMessage3, session);
    await expect(session.enrolPasskey(mpin)).rejects.toMatchObject({ code: "session_ended" });
    await expectAgreed(phone.device);
    expect(phone.device.hasPasskey).toBe(false);
  });

  test("signs nothing by its passkey", async () => {
    await enrol();
    const session = await phone.device.unlock(mpin);
    const request = ask(phone.server, { content: { type: "statement", text: "I agree." } });
    const opened = await session.claim({ request: request.id });
    lockedAt(isMessage3, session);
    await expect(session.signWithPasskey(opened)).rejects.toMatchObject({ code: "session_ended" });
    expect(request.status).toBe("claimed");
  });

  function lockedAt(which: Which, session: Session): void {
    answerInstead(phone.server, which, async (exchange) => {
      const answer = await exchange.forward();
      await session.close();
      return answer;
    });
  }
});

describe("five wrong proofs", () => {
  test("remove the passkey on both sides, and leave the mPIN as it was", async () => {
    await enrol();
    for (const [, passkey] of passkeys.made) passkey.prfKey = randomBytes(32);
    for (const triesLeft of [4, 3, 2, 1]) {
      await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({
        code: "wrong_biometrics",
        triesLeft,
      });
    }
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_removed" });
    await expectAgreed(phone.device);
    expect(phone.device.triesLeft).toBe(5);
    await phone.device.unlock(mpin);
  });
});

describe("the company's policy", () => {
  test("is told at unlocking, and refuses enrolment and passkey; the phone keeps its part for better times", async () => {
    await enrol();
    phone.server.biometrics = false;
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_refused" });
    const session = await phone.device.unlock(mpin);
    expect(session.biometricsAllowed).toBe(false);
    await expect(session.preparePasskey()).rejects.toMatchObject({ code: "biometrics_refused" });
    phone.server.biometrics = true;
    expect((await phone.device.unlockWithPasskey()).biometricsAllowed).toBe(true);
  });
});

describe("removing it", () => {
  test("takes no mPIN, and is forgotten on both sides", async () => {
    await enrol();
    const session = await phone.device.unlockWithPasskey();
    await session.removePasskey();
    await expectAgreed(phone.device);
    expect(phone.device.state.kind).toBe("unlocked");
  });

  test.each([
    ["on its way there", loseMessages],
    ["on its way back", loseAnswers],
  ])("cut %s is settled at the next unlocking", async (_name, cut) => {
    await enrol();
    const session = await phone.device.unlock(mpin);
    cut(phone.server, isCall);
    await expect(session.removePasskey()).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    const { device } = await restarted(phone);
    await device.unlock(mpin);
    await expectAgreed(device);
  });

  test("on the server's side alone is found out by using it", async () => {
    await enrol();
    delete phone.server.device.passkey;
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "biometrics_removed" });
    await expectAgreed(phone.device);
  });
});

describe.each([
  ["message 1", isMessage1],
  ["message 3", isMessage3],
  ["the call", isCall],
] as [string, Which][])("an enrolment cut at %s", (_name, which) => {
  test.each([
    ["there", loseMessages],
    ["back", loseAnswers],
  ])("on its way %s is settled at the next unlocking, by mPIN", async (_way, cut) => {
    const session = await phone.device.unlock(mpin);
    await session.preparePasskey();
    cut(phone.server, which);
    await expect(session.enrolPasskey(mpin)).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    const { device } = await restarted(phone);
    await device.unlock(mpin);
    await expectAgreed(device);
  });

  test("of a second passkey leaves one of the two in force, and the phone finds which by using it", async () => {
    await enrol();
    const session = await phone.device.unlock(mpin);
    await session.preparePasskey();
    loseAnswers(phone.server, which);
    await expect(session.enrolPasskey(mpin)).rejects.toMatchObject({ code: "offline" });
    phone.server.heal();
    const { device } = await restarted(phone);
    await device.unlockWithPasskey();
    expect(phone.server.device.passkey?.tries).toBe(0);
    await expectAgreed(device);
  });
});

describe("an enrolment that dies with the page", () => {
  /** The counter, the phone's part, and that it counts; the tries left are the same, and not written again. */
  const writes = [1, 2, 3];
  test.each(writes.flatMap((write) => (["before", "after"] as const).map((when) => ({ write, when }))))(
    "$when write $write is settled at the next unlocking",
    async (dies) => {
      const storage = new DyingStorage(phone.storage, dies);
      storage.armed = false;
      const dying = await Device.open({ ...phone.ports, storage });
      const session = await dying.unlock(mpin);
      await session.preparePasskey();
      storage.armed = true;
      await expect(session.enrolPasskey(mpin)).rejects.toThrow();
      const { device } = await restarted(phone);
      await device.unlock(mpin);
      await expectAgreed(device);
    },
  );
});

describe("what isn't the server's is not believed", () => {
  beforeEach(() => enrol());

  test.each([
    ["names another salt", { salt: b64(randomBytes(16)) }],
    ["asks for Argon2id", { argon2: { m: 65_536, t: 3, p: 1 } }],
  ])("a message 2 that %s", async (_name, changes) => {
    const typ = "mtoken-handshake-2+jws";
    changeToken(phone.server, { which: isMessage1, typ, change: (members) => ({ ...members, ...changes }) });
    const prompts = passkeys.prompts;
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "untrusted_answer" });
    expect(passkeys.prompts).toBe(prompts);
    expect(phone.device.hasPasskey).toBe(true);
  });

  test("a message 2 for the mPIN that names the passkey's salt", async () => {
    const salt = phone.server.device.passkey?.salt;
    const typ = "mtoken-handshake-2+jws";
    changeToken(phone.server, { which: isMessage1, typ, change: (members) => ({ ...members, salt }) });
    await expect(phone.device.unlock(mpin)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test.each([
    ["the mPIN is wrong", "wrong-mpin", true],
    ["the passkey was removed", "biometric-removed", false],
    ["the passkey was wrong", "wrong-biometric", false],
  ] as const)("a refusal to the other factor that says %s", async (_name, reason, byPasskey) => {
    answerInstead(phone.server, isMessage3, async () => {
      const { device, handshakes } = phone.server;
      const [handshake] = handshakes.values();
      const message1 = handshake?.message1 ?? "";
      return { ...jose(await signRefusal(phone.server, { device, message1, reason })), status: 403 };
    });
    const unlocking = byPasskey ? phone.device.unlockWithPasskey() : phone.device.unlock(mpin);
    await expect(unlocking).rejects.toMatchObject({ code: "untrusted_answer" });
    expect(phone.device.hasPasskey).toBe(true);
  });

  test("a refusal that says that the passkey was wrong before anything was proven", async () => {
    answerInstead(phone.server, isMessage1, async ({ body: message1 }) => {
      const { device } = phone.server;
      const refusal = { device, message1, reason: "wrong-biometric", left: 1 } as const;
      return { ...jose(await signRefusal(phone.server, refusal)), status: 403 };
    });
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("a message 4 that nobody sealed for this passkey's key", async () => {
    passkeys.made.get(b64((await keys()).passkey?.credential ?? fromB64("AA")));
    answerInstead(phone.server, isMessage3, async () => jose("a.b.c.d.e"));
    await expect(phone.device.unlockWithPasskey()).rejects.toMatchObject({ code: "untrusted_answer" });
  });
});
