import type { CryptoKey, HandshakeId } from "@mtoken/protocol";
import {
  b64,
  bigIntToBytes,
  generateSigningKeyPair,
  hashToken,
  newHandshakeId,
  randomBytes,
  signToken,
  srpGroup,
} from "@mtoken/protocol";
import { CompactSign, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endDevice } from "../device/end-device.ts";
import { rotateIdentity } from "../keys/identity.ts";
import { createUser } from "../people/users.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { OpenedHandshake, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { openHandshake } from "./open-handshake.ts";
import { proveHandshake } from "./prove-handshake.ts";
import { makeHandshakeSweep } from "./sweep.ts";
import { makeDeviceVerifier } from "./verify-device.ts";

const wrong = "739155";
const group = srpGroup(2048);

let world: PhoneWorld;
let stranger: CryptoKey;

function deviceRow(phone: TestPhone) {
  return world.context.database.kysely
    .selectFrom("devices")
    .selectAll()
    .where("id", "=", phone.device)
    .executeTakeFirstOrThrow();
}

async function triesOf(phone: TestPhone): Promise<number> {
  return (await deviceRow(phone)).tries;
}

async function looksAt(phone: TestPhone): Promise<number> {
  const rows = await world.context.database.kysely.selectFrom("audit_entries").select("entry").execute();
  return rows.filter(({ entry }) => entry.includes('"mpin.wrong"') && entry.includes(phone.device)).length;
}

/** A session by this id, and what the log says of it. */
async function tracesOf(session: HandshakeId): Promise<string[]> {
  const { kysely } = world.context.database;
  const sessions = await kysely.selectFrom("sessions").select("id").where("id", "=", session).execute();
  const entries = await kysely.selectFrom("audit_entries").select("entry").execute();
  const told = entries.map(({ entry }) => entry).filter((entry) => entry.includes(session));
  return [...sessions.map(({ id }) => id), ...told];
}

describeEachEngine("the handshake", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    ({ privateKey: stranger } = await generateSigningKeyPair({ bits: 2048, extractable: false }));
  });
  afterAll(() => world.close());

  describe("a whole handshake", () => {
    it("opens a session for the right mPIN, with share, profile and features", async () => {
      const phone = await world.activePhone();
      const { message4 } = await phone.unlock(mpin);
      expect(message4).toMatchObject({
        status: "active",
        profile: { user: { id: world.user }, company: { id: world.company } },
        features: ["payments"],
        requests: [],
      });
      expect(message4.share).toHaveLength(43);
    });

    it("sends a user with mToken alone nothing of other functions (M17)", async () => {
      const company = await world.addCompany();
      const user = await createUser(world.context, {
        ...{ company, name: "Mia Example", role: "user", features: [] },
      });
      await world.addSignature({ user, company });
      const { message4 } = await (await world.activePhone({ user })).unlock(mpin);
      const { M2: _proof, share: _share, tries_left: _tries, unread: _unread, ...told } = message4;
      expect(told).toEqual({
        status: "active",
        profile: {
          user: { id: user, name: "Mia Example" },
          company: { id: company, name: "Example Trading" },
        },
        features: [],
        requests: [],
        biometrics: { allowed: true, salt: null },
        policy: { mpin: { min: 6, max: 12 }, idle_seconds: 300 },
      });
    });

    it("opens a session ten years after the activation, whatever keys the server has by then (M4)", async () => {
      const phone = await world.activePhone();
      for (let year = 0; year < 10; year += 1) {
        world.clock.advance(365 * 86_400);
        await rotateIdentity(world.context);
      }
      expect((await phone.unlock(mpin)).message4.status).toBe("active");
    });

    it("gives the same share every time", async () => {
      const phone = await world.activePhone();
      const first = await phone.unlock(mpin);
      const second = await phone.unlock(mpin);
      expect(second.message4.share).toBe(first.message4.share);
    });

    it("gives a pending device its share and nothing else", async () => {
      const phone = await world.newPhone();
      await phone.activate({ ...(await world.invite()), mpin });
      const { message4 } = await phone.unlock(mpin);
      expect(Object.keys(message4).sort()).toEqual(["M2", "share", "status", "tries_left"]);
      expect(message4.status).toBe("pending");
    });

    it("opens nothing for a pending device whose activation is over", async () => {
      const phone = await world.newPhone();
      await phone.activate({ ...(await world.invite()), mpin });
      world.clock.advance(86_400);
      expect(await codeOf(phone.unlock(mpin))).toBe("activation_closed");
    });

    it("ends the device's older session", async () => {
      const phone = await world.activePhone();
      const older = await phone.unlock(mpin);
      const newer = await phone.unlock(mpin);
      expect(await codeOf(phone.call(older, "status", {}))).toBe("session_ended");
      expect(await phone.call(newer, "status", {})).toMatchObject({ status: "active" });
    });
  });

  describe("wrong mPINs", () => {
    it("are counted down in signed refusals, and forgotten after the right one", async () => {
      const phone = await world.activePhone();
      const refused = await phone.unlock(wrong).catch((error: unknown) => error);
      expect(refused).toMatchObject({ refusal: { reason: "wrong-mpin", tries_left: 4 } });
      expect((await phone.begin()).offered.tries_left).toBe(4);
      await phone.unlock(mpin);
      expect((await phone.begin()).offered.tries_left).toBe(5);
    });

    it("block the device for good at the fifth", async () => {
      const phone = await world.activePhone();
      const session = await phone.unlock(mpin);
      for (const left of [4, 3, 2, 1]) {
        await expect(phone.unlock(wrong)).rejects.toMatchObject({ refusal: { tries_left: left } });
      }
      await expect(phone.unlock(wrong)).rejects.toMatchObject({
        refusal: { reason: "blocked", tries_left: 0 },
      });

      const row = await deviceRow(phone);
      expect(row).toMatchObject({ status: "blocked", sealed_share: null, sealed_verifier: null });
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
      expect(await codeOf(phone.unlock(mpin))).toBe("blocked");
      expect(await looksAt(phone)).toBe(5);
    });

    it("are looked at five times, however many come side by side", async () => {
      const phone = await world.activePhone();
      const attempts = Array.from({ length: 100 }, () => codeOf(phone.unlock(wrong)));
      const codes = await Promise.all(attempts);
      // Handshakes of one device displace each other, so go on until the device is blocked.
      for (let code = ""; code !== "blocked"; code = await codeOf(phone.unlock(wrong))) codes.push(code);
      expect(await looksAt(phone)).toBe(5);
      expect(await deviceRow(phone)).toMatchObject({ status: "blocked", tries: 5 });
      expect(codes).not.toContain("accepted");
    });

    it("cost a try even when the server dies before it has looked", async () => {
      const phone = await world.activePhone();
      const opened = await phone.begin();
      const { token } = await phone.message3(opened, mpin);
      const dies = { ...world.context.modexp, serverSecret: () => Promise.reject(new Error("killed")) };
      const options = {
        handshake: opened.offered.handshake,
        token,
        verifier: makeDeviceVerifier(),
      };
      await expect(proveHandshake({ ...world.context, modexp: dies }, options)).rejects.toThrow("killed");

      expect(await triesOf(phone)).toBe(1);
      expect(await codeOf(phone.prove(opened, mpin))).toBe("handshake_refused");
      expect(await triesOf(phone)).toBe(1);
    });
  });

  describe("a device that stands at five tries", () => {
    it("counts as blocked everywhere, whatever its status says", async () => {
      const phone = await world.activePhone();
      const session = await phone.unlock(mpin);
      const opened = await phone.begin();
      await setTries(phone, 5);
      expect(await codeOf(phone.unlock(mpin))).toBe("blocked");
      expect(await codeOf(phone.prove(opened, mpin))).toBe("blocked");
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
      expect(await deviceRow(phone)).toMatchObject({ status: "active", tries: 5 });
    });

    it("is blocked in writing when it still stands there half a minute later", async () => {
      const phone = await world.activePhone();
      const sweep = makeHandshakeSweep();
      await setTries(phone, 5);
      await sweep(world.context);
      expect(await deviceRow(phone)).toMatchObject({ status: "active" });
      world.clock.advance(31);
      await sweep(world.context);
      expect(await deviceRow(phone)).toMatchObject({ status: "blocked", sealed_share: null });
    });

    it("is left alone when its fifth try was right meanwhile", async () => {
      const phone = await world.activePhone();
      const sweep = makeHandshakeSweep();
      await setTries(phone, 5);
      await sweep(world.context);
      await setTries(phone, 0);
      world.clock.advance(31);
      await sweep(world.context);
      await setTries(phone, 5);
      world.clock.advance(3601);
      await sweep(world.context);
      expect(await deviceRow(phone)).toMatchObject({ status: "active" });
      await setTries(phone, 0);
    });

    it("is found within the hour by a process that found none at its start", async () => {
      const phone = await world.activePhone();
      const sweep = makeHandshakeSweep();
      await sweep(world.context);
      await setTries(phone, 5);
      world.clock.advance(3601);
      await sweep(world.context);
      world.clock.advance(31);
      await sweep(world.context);
      expect(await deviceRow(phone)).toMatchObject({ status: "blocked", sealed_share: null });
    });
  });

  async function setTries(phone: TestPhone, tries: number): Promise<void> {
    const { kysely } = world.context.database;
    await kysely.updateTable("devices").set({ tries }).where("id", "=", phone.device).execute();
  }

  describe("message 1", () => {
    it("opens nothing and displaces nothing when it is replayed", async () => {
      const phone = await world.activePhone();
      const opened = await phone.begin();
      expect(await codeOf(phone.post("/v1/handshakes", opened.message1))).toBe("handshake_refused");
      await phone.prove(opened, mpin);
    });

    it("is refused with a counter that is not higher than any before", async () => {
      const phone = await world.activePhone();
      const opened = await phone.begin();
      expect(await codeOf(phone.begin(undefined, { counter: phone.counter }))).toBe("handshake_refused");
      expect(await codeOf(phone.begin(undefined, { counter: 1 }))).toBe("handshake_refused");
      await phone.prove(opened, mpin);
    });

    it("opens one handshake when the same one comes a hundred times at once", async () => {
      const phone = await world.activePhone();
      const { token } = await phone.message1({ purpose: "session" });
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => world.send("/v1/handshakes", token)),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it("opens nothing on a device that ended, or got another verifier, while the server computed", async () => {
      const ended = await world.activePhone();
      expect(await codeOf(openMeanwhile(ended, () => endNow(ended)))).toBe("handshake_refused");
      const pending = await world.newPhone();
      const invitation = await world.invite();
      await pending.activate({ ...invitation, mpin: wrong });
      const anew = () => pending.activate({ ...invitation, mpin });
      expect(await codeOf(openMeanwhile(pending, anew))).toBe("handshake_refused");
      expect(await codeOf(pending.unlock(mpin))).toBe("accepted");
    });

    it("with a higher counter takes the place of the live handshake", async () => {
      const phone = await world.activePhone();
      const first = await phone.begin();
      const second = await phone.begin();
      expect(await codeOf(phone.prove(first, mpin))).toBe("handshake_refused");
      await phone.prove(second, mpin);
    });

    it.each([
      ["0", 0n],
      ["N", group.N],
    ])("is refused with A = %s", async (_name, A) => {
      const phone = await world.activePhone();
      const lies = { A: b64(bigIntToBytes(A, group.length)) };
      expect(await codeOf(phone.begin(undefined, lies))).toBe("handshake_refused");
      expect((await deviceRow(phone)).counter).toBe(1);
    });

    it("is refused with an A of another group", async () => {
      const phone = await world.activePhone();
      expect(await codeOf(phone.begin(undefined, { A: b64(randomBytes(384)) }))).toBe("handshake_refused");
    });

    it("of an unknown device and with a bad signature get the same answer", async () => {
      const known = await world.activePhone();
      const unknown = await world.newPhone();
      const forged = { ...(await claimsOf(known)), counter: 1000 };
      const badSignature = await signToken({ typ: "mtoken-handshake-1+jws", payload: forged, key: stranger });
      const fromNobody = (await unknown.message1({ purpose: "session" })).token;
      const [first, second] = await Promise.all(
        [badSignature, fromNobody].map((token) => world.send("/v1/handshakes", token)),
      );
      expect(first?.status).toBe(401);
      expect(first).toEqual(second);
      expect((await deviceRow(known)).counter).toBe(1);
    });

    it.each([
      ["another server's aud", { aud: "https://other.example" }, "handshake_refused"],
      ["another suite", { suite: "mtoken-2" }, "malformed_message"],
      ["a purpose that nobody knows", { purpose: "export" }, "malformed_message"],
      ["a factor that nobody knows", { factor: "voice" }, "malformed_message"],
      ["purpose enrol without a binding", { purpose: "enrol" }, "malformed_message"],
      ["a binding on a session", { binding: b64(randomBytes(64)) }, "malformed_message"],
      ["purpose approve without a binding", { purpose: "approve" }, "malformed_message"],
      ["purpose change without a binding", { purpose: "change" }, "malformed_message"],
      ["a counter that is no whole number", { counter: 1.5 }, "malformed_message"],
      ["a counter that no database holds", { counter: 2 ** 60 }, "malformed_message"],
      ["a member that nobody knows", { ratchet: "x" }, "malformed_message"],
    ])("is refused with %s, and changes nothing", async (_name, lies, code) => {
      const phone = await world.activePhone();
      const before = await deviceRow(phone);
      expect(await codeOf(phone.begin(undefined, { counter: 77, ...lies }))).toBe(code);
      expect(await deviceRow(phone)).toEqual(before);
    });

    it.each([
      ["another typ", { alg: "PS512", typ: "mtoken-handshake-3+jws" }],
      ["no typ", { alg: "PS512" }],
      ["another alg", { alg: "PS256", typ: "mtoken-handshake-1+jws" }],
      ["a jwk of its own", { alg: "PS512", typ: "mtoken-handshake-1+jws", jwk: { kty: "RSA" } }],
      ["a jku", { alg: "PS512", typ: "mtoken-handshake-1+jws", jku: "https://evil.example/keys" }],
      ["a kid", { alg: "PS512", typ: "mtoken-handshake-1+jws", kid: "x" }],
    ])("is refused with %s in its header, and changes nothing", async (_name, header) => {
      const phone = await world.activePhone();
      const before = await deviceRow(phone);
      const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: true });
      const key = header.alg === "PS256" ? await asPs256(privateKey) : phone.deviceKey.privateKey;
      const payload = new TextEncoder().encode(JSON.stringify({ ...(await claimsOf(phone)), counter: 77 }));
      const token = await new CompactSign(payload).setProtectedHeader(header).sign(key);
      expect(await codeOf(phone.post("/v1/handshakes", token))).toMatch(/^(message|handshake)_refused$/);
      expect(await deviceRow(phone)).toEqual(before);
    });

    it("is refused with alg none or an HMAC by the device's public key", async () => {
      const phone = await world.activePhone();
      const claims = await claimsOf(phone);
      const none = `${b64url({ alg: "none", typ: "mtoken-handshake-1+jws" })}.${b64url({ ...claims, counter: 77 })}.`;
      const secret = new TextEncoder().encode(JSON.stringify(phone.deviceJwk));
      const header = { alg: "HS512", typ: "mtoken-handshake-1+jws" };
      const hmac = await new SignJWT({ ...claims, counter: 77 }).setProtectedHeader(header).sign(secret);
      expect(await codeOf(phone.post("/v1/handshakes", none))).toBe("message_refused");
      expect(await codeOf(phone.post("/v1/handshakes", hmac))).toBe("message_refused");
      expect((await deviceRow(phone)).counter).toBe(1);
    });

    it.each([
      ["nothing", "", "malformed_message"],
      ["no token", "hello", "malformed_message"],
      ["two dots and no base64url", "a b.c.d", "malformed_message"],
      ["too much", `${"A".repeat(70_000)}.A.A`, "message_too_large"],
    ])("that is %s is refused", async (_name, body, code) => {
      const { status, body: answer } = await world.send("/v1/handshakes", body);
      expect(JSON.parse(answer)).toMatchObject({ status, code });
    });
  });

  describe("message 3", () => {
    async function startedHandshake(): Promise<{ phone: TestPhone; opened: OpenedHandshake; path: string }> {
      const phone = await world.activePhone();
      const opened = await phone.begin();
      return { phone, opened, path: `/v1/handshakes/${opened.offered.handshake}` };
    }

    it("charges nothing and deletes nothing when the device's key has not signed it, whatever its number", async () => {
      const { phone, opened, path } = await startedHandshake();
      const payload = {
        aud: world.context.config.serverOrigin,
        handshake: opened.offered.handshake,
        message_1: await hashToken(opened.message1),
        message_2: await hashToken(opened.message2),
        M1: b64(randomBytes(64)),
      };
      const junk = await signToken({ typ: "mtoken-handshake-3+jws", payload, key: stranger });
      const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(phone.post(path, junk))));
      expect(new Set(codes)).toEqual(new Set(["handshake_refused"]));
      expect(await triesOf(phone)).toBe(0);
      await phone.prove(opened, mpin);
    });

    it.each([
      ["another handshake's id", () => ({ handshake: newHandshakeId() })],
      ["another message 1", () => ({ message_1: b64(randomBytes(64)) })],
      ["another message 2", () => ({ message_2: b64(randomBytes(64)) })],
      ["another server's aud", () => ({ aud: "https://other.example" })],
    ])("charges nothing when it names %s", async (_name, lies) => {
      const { phone, opened, path } = await startedHandshake();
      const { token } = await phone.message3(opened, mpin, lies());
      expect(await codeOf(phone.post(path, token))).toBe("handshake_refused");
      expect(await triesOf(phone)).toBe(0);
      await phone.prove(opened, mpin);
    });

    it("charges nothing after the handshake's minute", async () => {
      const { phone, opened } = await startedHandshake();
      world.clock.advance(60);
      expect(await codeOf(phone.prove(opened, mpin))).toBe("handshake_refused");
      expect(await triesOf(phone)).toBe(0);
    });

    it("of another device's handshake is refused, and charges neither", async () => {
      const { phone, opened, path } = await startedHandshake();
      const other = await world.activePhone({ user: await world.addUser() });
      const { token } = await other.message3(opened, mpin);
      expect(await codeOf(phone.post(path, token))).toBe("handshake_refused");
      expect(await triesOf(phone)).toBe(0);
      await phone.prove(opened, mpin);
    });

    it("is looked at once when it comes a hundred times at once", async () => {
      const { phone, opened, path } = await startedHandshake();
      const { token } = await phone.message3(opened, wrong);
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.post(path, token, opened.message1))),
      );
      expect(codes.filter((code) => code === "wrong-mpin")).toHaveLength(1);
      expect(codes.filter((code) => code === "handshake_refused")).toHaveLength(99);
      expect(await triesOf(phone)).toBe(1);
    });

    it("is good once: replayed after success it is refused and charges nothing", async () => {
      const { phone, opened, path } = await startedHandshake();
      const { token } = await phone.message3(opened, mpin);
      await phone.post(path, token);
      expect(await codeOf(phone.post(path, token))).toBe("handshake_refused");
      expect(await triesOf(phone)).toBe(0);
    });

    it("to a handshake that never was is refused", async () => {
      const { phone, opened } = await startedHandshake();
      const { token } = await phone.message3(opened, mpin);
      expect(await codeOf(phone.post(`/v1/handshakes/${newHandshakeId()}`, token))).toBe("handshake_refused");
      expect(await codeOf(phone.post("/v1/handshakes/hsk_x", token))).toBe("malformed_message");
    });

    it("opens no session on a device that was deactivated while the server looked", async () => {
      const { phone, opened, path } = await startedHandshake();
      const { token } = await phone.message3(opened, mpin);
      const { context } = world;
      const slow = {
        ...context.modexp,
        async serverSecret(task: Parameters<typeof context.modexp.serverSecret>[0]) {
          await endNow(phone);
          return context.modexp.serverSecret(task);
        },
      };
      const options = {
        handshake: opened.offered.handshake,
        token,
        verifier: makeDeviceVerifier(),
      };
      const reply = await proveHandshake({ ...context, modexp: slow }, options);
      expect(reply.kind).toBe("refusal");
      expect(await tracesOf(opened.offered.handshake)).toEqual([]);
      expect(await codeOf(phone.post(path, token))).toBe("handshake_refused");
      expect(await codeOf(phone.begin())).toBe("deactivated");
    });
  });

  describe("a handshake of purpose approve", () => {
    const binding = b64(randomBytes(64));

    it("answers with the server's proof and the status alone", async () => {
      const phone = await world.activePhone();
      const { message4 } = await phone.unlock(mpin, { purpose: "approve", binding });
      expect(Object.keys(message4).sort()).toEqual(["M2", "status", "tries_left"]);
    });

    it("leaves the session open", async () => {
      const phone = await world.activePhone();
      const session = await phone.unlock(mpin);
      await phone.unlock(mpin, { purpose: "approve", binding });
      expect(await phone.call(session, "status", {})).toMatchObject({ status: "active" });
    });

    it("is not for a pending device", async () => {
      const phone = await world.newPhone();
      await phone.activate({ ...(await world.invite()), mpin });
      expect(await codeOf(phone.unlock(mpin, { purpose: "approve", binding }))).toBe("not_allowed");
    });

    it("does not prove what it was not made for: the purpose is in the proof", async () => {
      const phone = await world.activePhone();
      const opened = await phone.begin({ purpose: "approve", binding });
      expect(await codeOf(phone.prove({ ...opened, purpose: "session", binding: undefined }, mpin))).toBe(
        "wrong-mpin",
      );
      const other = await phone.begin({ purpose: "approve", binding });
      const forged = { ...other, binding: b64(randomBytes(64)) };
      expect(await codeOf(phone.prove(forged, mpin))).toBe("wrong-mpin");
    });
  });
});

/** Sends message 1 to a server where something else happens before it has computed B. */
async function openMeanwhile(phone: TestPhone, happens: () => Promise<void>): Promise<void> {
  const { context } = world;
  const slow = {
    ...context.modexp,
    async serverPublic(verifier: Uint8Array) {
      await happens();
      return context.modexp.serverPublic(verifier);
    },
  };
  const { token } = await phone.message1({ purpose: "session" });
  const verifier = makeDeviceVerifier();
  await openHandshake({ ...context, modexp: slow }, verifier, token);
}

async function endNow({ device }: TestPhone): Promise<void> {
  const { database, clock } = world.context;
  const end = { device, status: "deactivated", reason: "lost", by: "test", at: clock.now() } as const;
  await database.kysely.transaction().execute((transaction) => endDevice(transaction, end));
}

async function claimsOf(phone: TestPhone): Promise<Record<string, unknown>> {
  const { token } = await phone.message1({ purpose: "session" });
  const [, payload = ""] = token.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString());
}

function b64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function asPs256(key: CryptoKey): Promise<CryptoKey> {
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", key);
  return crypto.subtle.importKey("pkcs8", pkcs8, { name: "RSA-PSS", hash: "SHA-256" }, false, ["sign"]);
}
