/** Biometrics (docs/protocol.md §5): a passkey beside the mPIN, enrolled by it alone, counted by itself, and verified twice over. */
import type { Params } from "@mtoken/protocol";
import {
  b64,
  bigIntToBytes,
  factorEnrolmentBinding,
  hashToken,
  mpinChangeBinding,
  newRequestId,
  randomBytes,
  srpGroup,
} from "@mtoken/protocol";
import type { Ceremony } from "@mtoken/protocol/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { proveHandshake } from "../handshake/prove-handshake.ts";
import { liveDeviceLock } from "../handshake/store.ts";
import { makeHandshakeSweep } from "../handshake/sweep.ts";
import { makeDeviceVerifier } from "../handshake/verify-device.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { OpenedSession, PhonePasskey, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { deletePasskey } from "./store.ts";

type Enrolment = Params<"factor.enrol">;
type Lies = Ceremony["lies"];

let world: PhoneWorld;
let phone: TestPhone;
/** Another user's. */
let stranger: TestPhone;
/** The log as it was when the test began. */
let before: ReadonlySet<string>;

const approve = () => ({ purpose: "approve", binding: b64(randomBytes(64)) }) as const;

async function factorRow(of: TestPhone = phone) {
  const { kysely } = world.context.database;
  const rows = kysely.selectFrom("biometric_factors").selectAll().where("device_id", "=", of.device);
  return rows.executeTakeFirst();
}

async function deviceTries(): Promise<number | undefined> {
  const { kysely } = world.context.database;
  const row = kysely.selectFrom("devices").select("tries").where("id", "=", phone.device);
  return (await row.executeTakeFirst())?.tries;
}

/** Of this test: what was put down before it does not count. */
async function entries(kind: string): Promise<Record<string, unknown>[]> {
  const rows = await auditRows();
  return rows.filter((row) => row.kind === kind && !before.has(row.id)).map(({ entry }) => JSON.parse(entry));
}

/** Of this test, as the user's inbox has them. */
async function notices(): Promise<string[]> {
  const { kysely } = world.context.database;
  const rows = kysely.selectFrom("notices").select("kind").where("user_id", "=", world.user);
  return (await rows.orderBy("kind").execute()).map(({ kind }) => kind);
}

async function auditRows() {
  const { kysely } = world.context.database;
  return kysely.selectFrom("audit_entries").select(["id", "kind", "entry"]).execute();
}

/** A phone is slow to make, so the tests share one: it stands as it did after its activation. */
async function restore(): Promise<void> {
  const { kysely } = world.context.database;
  const { device } = phone;
  for (const table of ["biometric_factors", "handshakes", "sessions"] as const)
    await kysely.deleteFrom(table).where("device_id", "=", device).execute();
  await kysely
    .updateTable("devices")
    .set({ tries: 0, tries_wrong: 0, tries_told: 0, tries_allowed: 5 })
    .where("id", "=", device)
    .execute();
  await kysely.updateTable("companies").set({ policy: sql`policy || '{"biometrics": true}'` }).execute();
  await limit(true);
  await kysely.deleteFrom("notices").execute();
  before = new Set((await auditRows()).map(({ id }) => id));
}

/** The operator's limit to all companies' policies. */
async function limit(allowed: boolean): Promise<void> {
  await world.context.database.kysely
    .updateTable("policy_limits")
    .set({ limits: sql`limits || jsonb_build_object('biometrics_allowed', ${allowed}::boolean)` })
    .execute();
}

/** Sends message 3 of a passkey's handshake, and tells how it ended. */
async function proveWith(passkey: PhonePasskey, lies: Lies = {}, members: Record<string, unknown> = {}) {
  const opened = await phone.beginBy(passkey);
  const proof = await phone.passkeyMessage3(opened, lies, members);
  return codeOf(phone.post(`/v1/handshakes/${opened.offered.handshake}`, proof.token, opened.message1));
}

const wrongPasskey = (passkey: PhonePasskey): PhonePasskey => ({
  ...passkey,
  passkey: { ...passkey.passkey, prfKey: randomBytes(32) },
});

/** Whether a transaction of this database waits for another one's lock. */
async function isSomebodyWaiting(): Promise<boolean> {
  const { rows } = await sql`
    select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()
  `.execute(world.context.database.kysely);
  return rows.length > 0;
}

describeEachEngine("biometrics", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    phone = await world.activePhone();
    stranger = await world.activePhone({ user: await world.addUser() });
  });
  afterAll(() => world.close());
  beforeEach(restore);

  async function allow(allowed: boolean): Promise<void> {
    await world.context.database.kysely
      .updateTable("companies")
      .set({ policy: sql`policy || jsonb_build_object('biometrics', ${allowed}::boolean)` })
      .where("id", "=", world.company)
      .execute();
  }

  describe("a passkey", () => {
    it("opens the phone once it is enrolled, with the same share, and the mPIN goes on doing so", async () => {
      const before = await phone.unlock(mpin);
      expect(before.message4.biometrics).toEqual({ allowed: true, salt: null });
      const passkey = await phone.enrol(mpin);
      const session = await phone.unlockBy(passkey);
      expect(session.message4).toMatchObject({
        status: "active",
        tries_left: 5,
        share: before.message4.share,
      });
      expect(session.message4.biometrics).toEqual({ allowed: true, salt: b64(passkey.salt) });
      expect(await phone.call(session, "status", {})).toMatchObject({ status: "active" });
      expect((await phone.unlock(mpin)).message4.biometrics?.salt).toBe(b64(passkey.salt));
      expect(await entries("factor.enrolled")).toMatchObject([{ factor: "biometric" }]);
      expect(await notices()).toEqual(["biometrics.added"]);
    });

    it("is what the receipt of a signature names, when it was the fresh factor", async () => {
      const passkey = await phone.enrol(mpin);
      const request = await world.addSignature();
      const session = await phone.unlockBy(passkey);
      const { envelope } = await phone.call(session, "request.claim", { request });
      const binding = await hashToken(envelope);
      const channel = await phone.unlockBy(passkey, { purpose: "approve", binding });
      const approval = await phone.approval(channel, envelope, request);
      const { receipt } = await phone.call(channel, "request.decide", { request, approval });
      expect(JSON.parse(Buffer.from(receipt.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
        factor: "biometric",
        handshake: channel.id,
      });
      const requests = world.context.database.kysely.selectFrom("requests").select("factor");
      expect(await requests.where("id", "=", request).executeTakeFirst()).toEqual({ factor: "biometric" });
    });

    it("signs nothing whose envelope takes the mPIN, though the company asks for less by now", async () => {
      const passkey = await phone.enrol(mpin);
      const request = await world.addSignature();
      const session = await phone.unlock(mpin);
      await allow(false);
      const { envelope } = await phone.call(session, "request.claim", { request });
      await allow(true);
      const binding = await hashToken(envelope);
      const channel = await phone.unlockBy(passkey, { purpose: "approve", binding });
      const approval = await phone.approval(channel, envelope, request);
      const decided = phone.call(channel, "request.decide", { request, approval });
      expect(await codeOf(decided)).toBe("mpin_required");
    });

    it("lies in the database without what opens it: the verifier sealed in its own place", async () => {
      await phone.enrol(mpin);
      const { sealed_verifier: sealed = Buffer.alloc(0) } = (await factorRow()) ?? {};
      const place = { table: "biometric_factors", column: "sealed_verifier", row: phone.device } as const;
      expect(world.context.sealer.open(place, sealed)).toHaveLength(256);
      expect(() => world.context.sealer.open({ ...place, table: "devices" }, sealed)).toThrow();
    });

    it("that is enrolled anew takes the place of the one before, which opens nothing more", async () => {
      const first = await phone.enrol(mpin);
      const opened = await phone.beginBy(first);
      const channel = await phone.unlockBy(first, approve());
      const second = await phone.enrol(mpin);
      const proof = await phone.passkeyMessage3(opened);
      const path = `/v1/handshakes/${opened.offered.handshake}`;
      expect(await codeOf(phone.post(path, proof.token, opened.message1))).toBe("handshake_refused");
      const request = newRequestId();
      const approval = await phone.approval(channel, "x", request);
      expect(await codeOf(phone.call(channel, "request.decide", { request, approval }))).toBe(
        "session_ended",
      );
      await phone.unlockBy(second);
      expect(await factorRow()).toMatchObject({ tries: 0 });
    });

    // PGlite has one connection, so there nothing happens in between.
    it.skipIf(engine === "pglite")(
      "opens no handshake while it is being removed, though its row could be read before",
      async () => {
        const { kysely } = world.context.database;
        const { device } = phone;
        const passkey = await phone.enrol(mpin);
        let opening: Promise<string> = Promise.resolve("");
        await kysely.transaction().execute(async (transaction) => {
          await liveDeviceLock({ device }).first(transaction);
          opening = codeOf(phone.beginBy(passkey));
          while (!(await isSomebodyWaiting())) await Promise.resolve();
          await deletePasskey(transaction, { device, onlyExhausted: false });
        });
        expect(await opening).toBe("handshake_refused");
      },
    );

    it("counts, and one whose counter falls behind is a copy: refused as wrong", async () => {
      const passkey = await phone.enrol(mpin);
      await phone.unlockBy(passkey);
      expect(await proveWith(passkey, { signCount: 1 })).toBe("wrong-biometric");
      expect(await proveWith(passkey, { signCount: 0 })).toBe("wrong-biometric");
      await phone.unlockBy(passkey);
    });

    it("that has counted further while its proof was looked at opens nothing by that one", async () => {
      const { context } = world;
      const passkey = await phone.enrol(mpin);
      const opened = await phone.beginBy(passkey);
      const { token } = await phone.passkeyMessage3(opened);
      const { modexp } = context;
      let newer: OpenedSession | undefined;
      const slow: typeof modexp = {
        ...modexp,
        async serverSecret(options) {
          newer = await phone.unlockBy(passkey);
          return modexp.serverSecret(options);
        },
      };
      const proving = { handshake: opened.offered.handshake, token, verifier: makeDeviceVerifier() };
      expect(await codeOf(proveHandshake({ ...context, modexp: slow }, proving))).toBe("handshake_refused");
      expect(await factorRow()).toMatchObject({
        sign_count: expect.toSatisfy((count) => Number(count) === 2),
      });
      expect(newer && (await phone.call(newer, "status", {}))).toMatchObject({ status: "active" });
    });

    it("that does not count at all is as good", async () => {
      const passkey = await phone.enrol(mpin);
      expect(await proveWith(passkey, { signCount: 0 })).toBe("accepted");
      expect(await proveWith(passkey, { signCount: 0 })).toBe("accepted");
    });
  });

  describe("a proof by a passkey is wrong", () => {
    it.each<[string, Lies]>([
      ["another challenge", { challenge: randomBytes(64) }],
      ["another origin", { origin: "https://evil.example" }],
      ["another relying party", { host: "evil.example" }],
      ["a registration in the place of an assertion", { type: "webauthn.create" }],
      ["a page shown within another", { crossOrigin: true }],
      ["no verification of the user", { userVerified: false }],
      ["nobody there", { userPresent: false }],
    ])("with %s, and charges a try", async (_name, lies) => {
      const passkey = await phone.enrol(mpin);
      expect(await proveWith(passkey, lies)).toBe("wrong-biometric");
      expect(await factorRow()).toMatchObject({ tries: 1 });
      expect(await deviceTries()).toBe(0);
      expect(await entries("biometric.wrong")).toMatchObject([{ tries: 1 }]);
    });

    it("with a right assertion and another PRF output", async () => {
      expect(await proveWith(wrongPasskey(await phone.enrol(mpin)))).toBe("wrong-biometric");
    });

    it("with the right PRF output and another credential's signature, or under another's name", async () => {
      const passkey = await phone.enrol(mpin);
      const other = await phone.enrolment(await phone.unlock(mpin));
      const { keys, id } = other.passkey;
      const signed = { ...passkey, passkey: { ...passkey.passkey, keys } };
      expect(await proveWith(signed)).toBe("wrong-biometric");
      const named = { ...passkey, passkey: { ...passkey.passkey, id } };
      expect(await proveWith(named)).toBe("wrong-biometric");
    });

    it("with an assertion that was right in another handshake", async () => {
      const passkey = await phone.enrol(mpin);
      const earlier = await phone.passkeyMessage3(await phone.beginBy(passkey));
      const { assertion } = JSON.parse(
        Buffer.from(earlier.token.split(".")[1] ?? "", "base64url").toString(),
      );
      expect(await proveWith(passkey, {}, { assertion })).toBe("wrong-biometric");
    });
  });

  describe("tries", () => {
    it("are the passkey's own: five wrong remove it, and leave the mPIN as it was", async () => {
      const passkey = await phone.enrol(mpin);
      await codeOf(phone.unlock("000000"));
      for (const left of [4, 3, 2, 1]) {
        expect(await proveWith(wrongPasskey(passkey))).toBe("wrong-biometric");
        const { offered } = await phone.beginBy(passkey);
        expect(offered).toMatchObject({ tries_left: left, wrong_tries: 5 - left });
      }
      expect(await proveWith(wrongPasskey(passkey))).toBe("biometric-removed");
      expect(await factorRow()).toBeUndefined();
      expect(await entries("factor.removed")).toMatchObject([{ reason: "wrong-biometric" }]);
      expect(await codeOf(phone.unlockBy(passkey))).toBe("biometric-removed");
      expect(await deviceTries()).toBe(1);
      const { message4 } = await phone.unlock(mpin);
      expect(message4.biometrics).toEqual({ allowed: true, salt: null });
    });

    it("that are at an end remove the passkey that they were of, and none that was enrolled meanwhile", async () => {
      const { context } = world;
      const { kysely } = context.database;
      const first = await phone.enrol(mpin);
      await kysely.updateTable("biometric_factors").set({ tries: 4 }).execute();
      const opened = await phone.beginBy(wrongPasskey(first));
      const { token } = await phone.passkeyMessage3(opened);
      const { modexp } = context;
      let second = first;
      const slow: typeof modexp = {
        ...modexp,
        async serverSecret(options) {
          second = await phone.enrol(mpin);
          return modexp.serverSecret(options);
        },
      };
      const proving = { handshake: opened.offered.handshake, token, verifier: makeDeviceVerifier() };
      await proveHandshake({ ...context, modexp: slow }, proving);
      await phone.unlockBy(second);
      expect(await entries("factor.removed")).toEqual([]);
    });

    it("of the passkey come back with a right proof, and the mPIN's do not", async () => {
      const passkey = await phone.enrol(mpin);
      for (const _ of [1, 2, 3]) await codeOf(phone.unlock("000000"));
      await proveWith(wrongPasskey(passkey));
      await phone.unlockBy(passkey);
      expect(await factorRow()).toMatchObject({ tries: 0 });
      expect(await deviceTries()).toBe(3);
      await codeOf(phone.unlock("000000"));
      await phone.unlockBy(passkey);
      expect(await deviceTries()).toBe(4);
    });

    const wrongTries = async () => (await phone.begin()).offered.wrong_tries;
    const guess = async (times: number) => {
      for (let time = 0; time < times; time += 1) await codeOf(phone.unlock("000000"));
    };
    /** The first call shows that message 4 was read. */
    const read = async (session: OpenedSession) => {
      await phone.call(session, "status", {});
      return session.message4.mpin;
    };

    it("of the mPIN that were wrong are told to whoever unlocks, each once, and to nobody who signs", async () => {
      const passkey = await phone.enrol(mpin);
      const told = async () => read(await phone.unlockBy(passkey));
      expect(await told()).toEqual({ tries_left: 5, wrong_tries: 0 });
      await guess(2);
      await phone.unlockBy(passkey, approve());
      expect(await told()).toEqual({ tries_left: 3, wrong_tries: 2 });
      expect(await told()).toEqual({ tries_left: 3, wrong_tries: 0 });
      await guess(1);
      expect((await phone.begin()).offered).toMatchObject({ tries_left: 2, wrong_tries: 1 });
      // A channel shows nothing, so a call in it has read of nothing.
      await codeOf(phone.call(await phone.unlock(mpin, approve()), "status", {}));
      expect(await wrongTries()).toBe(1);
      expect(await read(await phone.unlock(mpin))).toBeUndefined();
      await guess(1);
      expect((await phone.begin()).offered).toMatchObject({ tries_left: 4, wrong_tries: 1 });
      expect(await told()).toEqual({ tries_left: 4, wrong_tries: 1 });
      expect(await told()).toEqual({ tries_left: 4, wrong_tries: 0 });
    });

    it("of the mPIN are told again where message 4 was lost, by whichever factor", async () => {
      const passkey = await phone.enrol(mpin);
      await guess(2);
      expect((await phone.unlockBy(passkey)).message4.mpin).toEqual({ tries_left: 3, wrong_tries: 2 });
      expect((await phone.unlockBy(passkey)).message4.mpin).toEqual({ tries_left: 3, wrong_tries: 2 });
      expect(await wrongTries()).toBe(2);
      await phone.unlock(mpin);
      expect((await phone.begin()).offered).toMatchObject({ tries_left: 5, wrong_tries: 2 });
      await phone.unlock(mpin);
      expect(await read(await phone.unlockBy(passkey))).toEqual({ tries_left: 5, wrong_tries: 2 });
      expect(await wrongTries()).toBe(0);
    });

    it("of the mPIN are told once by a session, and those that came after it by the next", async () => {
      await guess(2);
      const session = await phone.unlock(mpin);
      await guess(1);
      // Calls that come together, of which some may overtake others and be refused, and one more.
      await Promise.allSettled([read(session), read(session), read(session)]);
      await read(session);
      expect(await wrongTries()).toBe(1);
    });

    it("of the mPIN that two unlockings told of at once leave those that came after them to be told", async () => {
      await guess(2);
      const first = await phone.unlock(mpin);
      // Begun before the first one's phone was heard, as a second window begins it.
      const opened = await phone.begin();
      expect(opened.offered.wrong_tries).toBe(2);
      await read(first);
      const second = await phone.prove(opened, mpin);
      await guess(2);
      await read(second);
      expect(await wrongTries()).toBe(2);
    });

    it("of the mPIN that one message has no room for are told by the next", async () => {
      await guess(4);
      await phone.unlock(mpin);
      await guess(3);
      expect(await wrongTries()).toBe(4);
      await read(await phone.unlock(mpin));
      expect(await wrongTries()).toBe(3);
    });

    it("of the mPIN are not told by a wrong proof of the passkey", async () => {
      const passkey = await phone.enrol(mpin);
      await codeOf(phone.unlock("000000"));
      await proveWith(wrongPasskey(passkey));
      expect((await phone.unlockBy(passkey)).message4.mpin).toEqual({ tries_left: 4, wrong_tries: 1 });
    });

    it("are charged once, however often a message 3 comes, and no more than one opens", async () => {
      const passkey = await phone.enrol(mpin);
      const opened = await phone.beginBy(passkey);
      const { token } = await phone.passkeyMessage3(opened);
      const path = `/v1/handshakes/${opened.offered.handshake}`;
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.post(path, token, opened.message1))),
      );
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
      expect(codes.filter((code) => code === "handshake_refused")).toHaveLength(99);
      expect(await factorRow()).toMatchObject({ tries: 0, sign_count: 1 });
    });

    it("are charged before the proof is looked at, so that a crash gives none back", async () => {
      const passkey = await phone.enrol(mpin);
      const opened = await phone.beginBy(passkey);
      const { token } = await phone.passkeyMessage3(opened);
      const { context } = world;
      const broken = { ...context.modexp, serverSecret: () => Promise.reject(new Error("the server died")) };
      const proving = { handshake: opened.offered.handshake, token, verifier: makeDeviceVerifier() };
      await expect(proveHandshake({ ...context, modexp: broken }, proving)).rejects.toThrow("died");
      expect(await factorRow()).toMatchObject({ tries: 1 });
    });

    it("that a crash left at five count as removed, and the sweep removes it, but not before it stood so for a while", async () => {
      const passkey = await phone.enrol(mpin);
      const { kysely } = world.context.database;
      await kysely.updateTable("biometric_factors").set({ tries: 5 }).execute();
      expect(await codeOf(phone.beginBy(passkey))).toBe("biometric-removed");
      expect((await phone.unlock(mpin)).message4.biometrics?.salt).toBeNull();
      const sweep = makeHandshakeSweep();
      await sweep(world.context);
      expect(await factorRow()).toBeDefined();
      world.clock.advance(30);
      await sweep(world.context);
      expect(await factorRow()).toBeUndefined();
      expect(await entries("factor.removed")).toMatchObject([{ reason: "wrong-biometric" }]);
    });

    it("are nobody's without the device key: neither message is taken from a stranger", async () => {
      const passkey = await phone.enrol(mpin);
      const opened = await phone.beginBy(passkey);
      const forged = await stranger.passkeyMessage3(opened);
      const path = `/v1/handshakes/${opened.offered.handshake}`;
      expect(await codeOf(phone.post(path, forged.token, opened.message1))).toBe("handshake_refused");
      expect(await factorRow()).toMatchObject({ tries: 0 });
    });
  });

  describe("the factor", () => {
    it("of message 1 is that of message 3: neither takes the other's proof, and nothing is charged", async () => {
      const passkey = await phone.enrol(mpin);
      const byMpin = await phone.begin();
      const withAssertion = await phone.passkeyMessage3({ ...byMpin, passkey });
      const paths = (opened: typeof byMpin) => `/v1/handshakes/${opened.offered.handshake}`;
      expect(await codeOf(phone.post(paths(byMpin), withAssertion.token, byMpin.message1))).toBe(
        "handshake_refused",
      );
      const byPasskey = await phone.beginBy(passkey);
      const without = await phone.message3({ ...byPasskey, passkey: undefined }, mpin);
      expect(await codeOf(phone.post(paths(byPasskey), without.token, byPasskey.message1))).toBe(
        "handshake_refused",
      );
      expect(await factorRow()).toMatchObject({ tries: 0 });
      expect(await deviceTries()).toBe(0);
    });

    it.each(["change", "enrol"])("is never a passkey for purpose %s", async (purpose) => {
      await phone.enrol(mpin);
      const aim = { purpose, binding: b64(randomBytes(64)) } as const;
      const { token } = await phone.message1(aim as never, { factor: "biometric" });
      expect(await codeOf(phone.post("/v1/handshakes", token))).toBe("malformed_message");
    });

    it("is refused where none is enrolled, and the handshake that is live goes on", async () => {
      const live = await phone.begin();
      const { token } = await phone.message1({ purpose: "session" }, { factor: "biometric" });
      expect(await codeOf(phone.post("/v1/handshakes", token))).toBe("biometric-removed");
      await phone.prove(live, mpin);
    });

    it("is no passkey while the mPIN's tries are at an end, the device is blocked or deactivated", async () => {
      const { kysely } = world.context.database;
      const passkey = await phone.enrol(mpin);
      const opened = await phone.beginBy(passkey);
      const { token } = await phone.passkeyMessage3(opened);
      const path = `/v1/handshakes/${opened.offered.handshake}`;
      await kysely.updateTable("devices").set({ tries: 5 }).where("id", "=", phone.device).execute();
      expect(await codeOf(phone.post(path, token, opened.message1))).toBe("blocked");
      expect(await codeOf(phone.beginBy(passkey))).toBe("blocked");
      const lost = await world.activePhone({ user: await world.addUser() });
      const its = await lost.enrol(mpin);
      const end = { device: lost.device, reason: "lost" } as const;
      await deactivateDeviceOf(world.context, operatorAtCommandLine, end);
      expect(await codeOf(lost.beginBy(its))).toBe("deactivated");
      expect(await factorRow(lost)).toBeUndefined();
    });

    it("opens nothing for a proof that was charged before the passkey, the mPIN or the policy changed", async () => {
      // Another salt is another verifier, though the digits are the same: the other tests' mPIN stays right.
      const change = await phone.changeTo(mpin);
      const happenings = [
        async () => {
          await phone.call(await phone.unlock(mpin), "factor.remove", {});
        },
        () => allow(false),
        async () => {
          await phone.enrol(mpin);
        },
        async () => {
          const binding = await mpinChangeBinding(change);
          const channel = await phone.unlock(mpin, { purpose: "change", binding });
          await phone.call(channel, "mpin.change", change);
          phone.keep(change);
        },
      ];
      for (const happens of happenings) {
        await allow(true);
        const passkey = await phone.enrol(mpin);
        const opened = await phone.beginBy(passkey);
        const { token } = await phone.passkeyMessage3(opened);
        const { context } = world;
        const { modexp } = context;
        const slow: typeof modexp = {
          ...modexp,
          async serverSecret(options) {
            await happens();
            return modexp.serverSecret(options);
          },
        };
        const proving = { handshake: opened.offered.handshake, token, verifier: makeDeviceVerifier() };
        expect(await codeOf(proveHandshake({ ...context, modexp: slow }, proving))).toBe("handshake_refused");
        const { kysely } = context.database;
        const sessions = kysely.selectFrom("sessions").select("factor").where("device_id", "=", phone.device);
        expect((await sessions.execute()).filter(({ factor }) => factor === "biometric")).toEqual([]);
      }
    });

    it("opens nothing for a proof during which the mPIN's tries come to their end, and says so", async () => {
      const { context } = world;
      const { kysely } = context.database;
      const opened = await phone.beginBy(await phone.enrol(mpin));
      const { token } = await phone.passkeyMessage3(opened);
      const { modexp } = context;
      const slow: typeof modexp = {
        ...modexp,
        async serverSecret(options) {
          await kysely.updateTable("devices").set({ tries: 5 }).where("id", "=", phone.device).execute();
          return modexp.serverSecret(options);
        },
      };
      const { handshake } = opened.offered;
      const proving = { handshake, token, verifier: makeDeviceVerifier() };
      const reply = await proveHandshake({ ...context, modexp: slow }, proving);
      expect(reply.kind).toBe("refusal");
      const [, payload = ""] = reply.token.split(".");
      expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ reason: "blocked" });
      const sessions = kysely.selectFrom("sessions").select("id").where("id", "=", handshake);
      expect(await sessions.execute()).toEqual([]);
    });
  });

  describe.each([
    ["the company's policy", allow],
    ["the limit to all policies", limit],
  ])("%s", (_whose, say) => {
    it("refuses it at message 1 and at message 3, with no try charged, and lets it in again", async () => {
      const passkey = await phone.enrol(mpin);
      const opened = await phone.beginBy(passkey);
      const { token } = await phone.passkeyMessage3(opened);
      const path = `/v1/handshakes/${opened.offered.handshake}`;
      await say(false);
      expect(await codeOf(phone.post(path, token, opened.message1))).toBe("biometric-refused");
      expect(await codeOf(phone.beginBy(passkey))).toBe("biometric-refused");
      expect(await factorRow()).toMatchObject({ tries: 0 });
      const { message4 } = await phone.unlock(mpin);
      expect(message4.biometrics).toEqual({ allowed: false, salt: b64(passkey.salt) });
      await say(true);
      await phone.unlockBy(passkey);
    });

    it("refuses an enrolment when it begins and when it ends", async () => {
      const session = await phone.unlock(mpin);
      const { enrolment } = await phone.enrolment(session);
      const channel = await phone.channelToEnrol(enrolment, mpin);
      await say(false);
      expect(await codeOf(phone.call(session, "factor.begin", {}))).toBe("biometrics_refused");
      expect(await codeOf(phone.call(channel, "factor.enrol", enrolment))).toBe("biometrics_refused");
      expect(await factorRow()).toBeUndefined();
    });
  });

  describe("an enrolment is refused", () => {
    async function enrolled(change: (enrolment: Enrolment) => Partial<Enrolment>, lies: Lies = {}) {
      const { enrolment } = await phone.enrolment(await phone.unlock(mpin), lies);
      const sent = { ...enrolment, ...change(enrolment) };
      return codeOf(phone.call(await phone.channelToEnrol(sent, mpin), "factor.enrol", sent));
    }

    it.each<[string, Lies]>([
      ["another challenge", { challenge: randomBytes(32) }],
      ["another origin", { origin: "https://evil.example" }],
      ["another relying party", { host: "evil.example" }],
      ["an assertion in its place", { type: "webauthn.get" }],
      ["a page shown within another", { crossOrigin: true }],
      ["no verification of the user", { userVerified: false }],
      ["nobody there", { userPresent: false }],
      ["an algorithm that was not asked for", { algorithm: -65_535 }],
      ["a maker's certificate, which nobody asks for and whose links nobody follows", { isAttested: true }],
    ])("with %s", async (_name, lies) => {
      expect(await enrolled(() => ({}), lies)).toBe("registration_refused");
      expect(await factorRow()).toBeUndefined();
    });

    it("with what is no registration at all", async () => {
      const junk = b64(randomBytes(60));
      const registration = { attestation_object: junk, client_data: junk };
      expect(await enrolled(() => ({ registration }))).toBe("registration_refused");
    });

    it.each([
      ["1", 1n],
      ["N - 1", srpGroup(2048).N - 1n],
    ])("with a verifier of %s", async (_name, value) => {
      const verifier = b64(bigIntToBytes(value, 256));
      expect(await enrolled(() => ({ verifier }))).toBe("not_allowed");
    });

    it("with a verifier of another group, or a salt that is in use", async () => {
      expect(await enrolled(() => ({ verifier: b64(randomBytes(384)) }))).not.toBe("accepted");
      const { offered } = await phone.begin();
      expect(await enrolled(() => ({ salt: offered.salt }))).toBe("not_allowed");
      const { salt } = await phone.enrol(mpin);
      expect(await enrolled(() => ({ salt: b64(salt) }))).toBe("not_allowed");
    });

    it("in a session, or in a channel that was opened for anything else", async () => {
      const session = await phone.unlock(mpin);
      const { enrolment } = await phone.enrolment(session);
      const binding = await factorEnrolmentBinding(enrolment);
      expect(await codeOf(phone.call(session, "factor.enrol", enrolment))).toBe("not_allowed");
      const approving = await phone.unlock(mpin, { purpose: "approve", binding });
      expect(await codeOf(phone.call(approving, "factor.enrol", enrolment))).toBe("not_allowed");
      const changing = await phone.unlock(mpin, { purpose: "change", binding });
      expect(await codeOf(phone.call(changing, "factor.enrol", enrolment))).toBe("not_allowed");
    });

    it.each(["salt", "verifier", "registration"] as const)(
      "with another %s than the mPIN was proven for",
      async (member) => {
        const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
        const channel = await phone.channelToEnrol(enrolment, mpin);
        const other = await phone.enrolment(await phone.unlock(mpin));
        const mixed = { ...enrolment, [member]: other.enrolment[member] };
        expect(await codeOf(phone.call(channel, "factor.enrol", mixed))).toBe("session_ended");
        const again = await phone.channelToEnrol(enrolment, mpin);
        expect(await codeOf(phone.call(again, "factor.enrol", mixed))).toBe("not_allowed");
      },
    );

    it("once its session has ended, and for a challenge that a newer one has replaced or that was used", async () => {
      const session = await phone.unlock(mpin);
      const first = await phone.enrolment(session);
      const second = await phone.enrolment(session);
      const late = await phone.channelToEnrol(first.enrolment, mpin);
      expect(await codeOf(phone.call(late, "factor.enrol", first.enrolment))).toBe("registration_refused");
      const channel = await phone.channelToEnrol(second.enrolment, mpin);
      await phone.call(channel, "factor.enrol", second.enrolment);
      const again = { ...second.enrolment, salt: b64(randomBytes(16)) };
      const used = await phone.channelToEnrol(again, mpin);
      expect(await codeOf(phone.call(used, "factor.enrol", again))).toBe("session_ended");
      const third = await phone.enrolment(session);
      const open = await phone.channelToEnrol(third.enrolment, mpin);
      await phone.call(session, "session.end", {});
      expect(await codeOf(phone.call(open, "factor.enrol", third.enrolment))).toBe("session_ended");
    });

    it("once its session has stood idle for five minutes, whether or not it was swept away", async () => {
      const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
      world.clock.advance(300);
      const channel = await phone.channelToEnrol(enrolment, mpin);
      expect(await codeOf(phone.call(channel, "factor.enrol", enrolment))).toBe("session_ended");
      expect(await factorRow()).toBeUndefined();
    });

    it("once its session has stood idle for as long as its company allows, where others allow more", async () => {
      const company = await world.addCompany({ biometrics: true, idle_seconds: 60 });
      const strict = await world.activePhone({ user: await world.addUser({ company }) });
      const { enrolment } = await strict.enrolment(await strict.unlock(mpin));
      world.clock.advance(60);
      const channel = await strict.channelToEnrol(enrolment, mpin);
      expect(await codeOf(strict.call(channel, "factor.enrol", enrolment))).toBe("session_ended");
    });

    it("after a minute, and once another handshake was opened", async () => {
      for (const happens of [async () => world.clock.advance(60), () => phone.begin()]) {
        const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
        const channel = await phone.channelToEnrol(enrolment, mpin);
        await happens();
        expect(await codeOf(phone.call(channel, "factor.enrol", enrolment))).toBe("session_ended");
      }
    });

    it("a second time, and a hundred times at once", async () => {
      const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
      const channel = await phone.channelToEnrol(enrolment, mpin);
      const token = await phone.seal(channel, { method: "factor.enrol", params: enrolment, seq: 1 });
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.post("/v1/calls", token))),
      );
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
      expect(await entries("factor.enrolled")).toHaveLength(1);
    });

    it("to a device that nobody has approved yet, and to a wrong mPIN, which costs a try", async () => {
      const company = await world.addCompany({ approval: true });
      const waiting = await world.newPhone();
      await waiting.setUp({ ...(await world.invite({ user: await world.addUser({ company }) })), mpin });
      const session = await waiting.unlock(mpin);
      expect(await codeOf(waiting.call(session, "factor.begin", {}))).toBe("not_allowed");
      const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
      expect(await codeOf(phone.channelToEnrol(enrolment, "000000"))).toBe("wrong-mpin");
      expect(await deviceTries()).toBe(1);
    });
  });

  describe("removing it", () => {
    it("takes a session alone, ends what it has under way, and is recorded once", async () => {
      const passkey = await phone.enrol(mpin);
      const channel = await phone.unlockBy(passkey, approve());
      const session: OpenedSession = await phone.unlockBy(passkey);
      const opened = await phone.beginBy(passkey);
      await phone.call(session, "factor.remove", {});
      await phone.call(session, "factor.remove", {});
      expect(await factorRow()).toBeUndefined();
      const proof = await phone.passkeyMessage3(opened);
      const path = `/v1/handshakes/${opened.offered.handshake}`;
      expect(await codeOf(phone.post(path, proof.token, opened.message1))).toBe("handshake_refused");
      expect(await codeOf(phone.call(channel, "status", {}))).toBe("session_ended");
      expect(await entries("factor.removed")).toMatchObject([{ reason: "user" }]);
      expect(await notices()).toEqual(["biometrics.added", "biometrics.removed"]);
    });

    it("ends an enrolment whose call somebody holds back", async () => {
      const session = await phone.unlock(mpin);
      const { enrolment } = await phone.enrolment(session);
      const channel = await phone.channelToEnrol(enrolment, mpin);
      await phone.call(session, "factor.remove", {});
      expect(await codeOf(phone.call(channel, "factor.enrol", enrolment))).toBe("session_ended");
      expect(await factorRow()).toBeUndefined();
    });

    it("is beyond another phone, and beyond a channel", async () => {
      const passkey = await phone.enrol(mpin);
      await stranger.call(await stranger.unlock(mpin), "factor.remove", {});
      const channel = await phone.unlockBy(passkey, approve());
      expect(await codeOf(phone.call(channel, "factor.remove", {}))).toBe("not_allowed");
      expect(await factorRow()).toBeDefined();
    });
  });
});
