import { b64, hashToken, openAnswer, randomBytes, sealDirect } from "@mtoken/protocol";
import { widestLimits } from "@mtoken/protocol/people";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";

let world: PhoneWorld;

async function unlocked(): Promise<{ phone: TestPhone; session: OpenedSession }> {
  const phone = await world.activePhone();
  return { phone, session: await phone.unlock(mpin) };
}

/** What the log says of a phone's end. */
async function endOf({ device }: TestPhone): Promise<unknown> {
  const { entry } = await world.context.database.kysely
    .selectFrom("audit_entries")
    .select("entry")
    .where("kind", "=", "device.deactivated")
    .where("entry", "like", `%${device}%`)
    .executeTakeFirstOrThrow();
  return JSON.parse(entry);
}

function sessionRow(session: OpenedSession) {
  return world.context.database.kysely
    .selectFrom("sessions")
    .selectAll()
    .where("id", "=", session.id)
    .executeTakeFirst();
}

describeEachEngine("sessions", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());

  describe("a call", () => {
    it("is answered under its own seq and the other direction's key", async () => {
      const { phone, session } = await unlocked();
      const token = await phone.post(
        "/v1/calls",
        await phone.seal(session, { method: "status", params: {}, seq: 1 }),
      );
      const channel = { session: session.id, method: "status", seq: 1 } as const;
      const answer = await openAnswer({ token, key: session.keys.serverToDevice, ...channel });
      expect(answer).toMatchObject({ result: { status: "active" } });
      const key = session.keys.deviceToServer;
      expect(await codeOf(openAnswer({ token, key, ...channel }))).toBe("message_refused");
    });

    it("is answered once, even when it comes a hundred times at once", async () => {
      const { phone, session } = await unlocked();
      const token = await phone.seal(session, { method: "status", params: {}, seq: 1 });
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.post("/v1/calls", token))),
      );
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
      expect(codes.filter((code) => code === "call_refused")).toHaveLength(99);
    });

    it("is refused out of order", async () => {
      const { phone, session } = await unlocked();
      const at = (seq: number) =>
        phone
          .seal(session, { method: "status", params: {}, seq })
          .then((token) => codeOf(phone.post("/v1/calls", token)));
      expect(await at(5)).toBe("accepted");
      expect(await at(4)).toBe("call_refused");
      expect(await at(5)).toBe("call_refused");
      expect(await at(6)).toBe("accepted");
    });

    it.each([0, 2 ** 31, 2 ** 40])("is refused with seq %i, and uses nothing up", async (seq) => {
      const { phone, session } = await unlocked();
      const token = await phone.seal(session, { method: "status", params: {}, seq });
      expect(await codeOf(phone.post("/v1/calls", token))).toBe("call_refused");
      expect(await sessionRow(session)).toMatchObject({ seq: 0 });
    });

    it("that does not open under the session's key uses no seq up", async () => {
      const { phone, session } = await unlocked();
      const plaintext = JSON.stringify({ method: "session.end", params: {} });
      const forged = { plaintext, typ: "mtoken-call+jwe", kid: session.id, seq: 1 } as const;
      const wrongKey = await sealDirect({ ...forged, key: randomBytes(64) });
      const wrongDirection = await sealDirect({ ...forged, key: session.keys.serverToDevice });
      expect(await codeOf(phone.post("/v1/calls", wrongKey))).toBe("call_refused");
      expect(await codeOf(phone.post("/v1/calls", wrongDirection))).toBe("call_refused");
      expect(await phone.call(session, "status", {})).toMatchObject({ status: "active" });
    });

    it("of one session is refused under another's name", async () => {
      const first = await unlocked();
      const other = await world.activePhone({ user: await world.addUser() });
      const second = await other.unlock(mpin);
      const forged = { ...first.session, id: second.id };
      const token = await first.phone.seal(forged, { method: "status", params: {}, seq: 1 });
      expect(await codeOf(first.phone.post("/v1/calls", token))).toBe("call_refused");
    });

    it("to a session that never was is refused", async () => {
      const { phone, session } = await unlocked();
      for (const id of [`hsk_${"0".repeat(26)}`, "constructor"]) {
        const forged = { ...session, id } as OpenedSession;
        const token = await phone.seal(forged, { method: "status", params: {}, seq: 1 });
        expect(await codeOf(phone.post("/v1/calls", token))).toBe("session_ended");
      }
    });

    it.each([
      ["an answer", { typ: "mtoken-answer+jwe", seq: 1 }],
      ["message 4", { typ: "mtoken-handshake-4+jwe", seq: 1 }],
      ["a call without seq", { typ: "mtoken-call+jwe" }],
    ] as const)("is not what is typed as %s", async (_name, header) => {
      const { phone, session } = await unlocked();
      const plaintext = JSON.stringify({ method: "status", params: {} });
      const key = session.keys.deviceToServer;
      const token = await sealDirect({ plaintext, key, kid: session.id, ...header });
      expect(await codeOf(phone.post("/v1/calls", token))).toBe("message_refused");
    });

    it.each([
      ["", "malformed_message"],
      ["no token", "malformed_message"],
      ["a.b.c", "malformed_message"],
      [`${"A".repeat(70_000)}....`, "message_too_large"],
    ])("that is malformed is refused", async (body, code) => {
      const answer = await world.send("/v1/calls", body);
      expect(JSON.parse(answer.body)).toMatchObject({ code, status: answer.status });
    });

    it("of an unknown method, or with wrong params, is answered with a sealed error and counts", async () => {
      const { phone, session } = await unlocked();
      expect(await codeOf(sent(phone, session, "account.empty", {}))).toBe("unknown_method");
      expect(await codeOf(sent(phone, session, "__proto__", {}))).toBe("unknown_method");
      expect(await codeOf(sent(phone, session, "status", { more: 1 }))).toBe("malformed_message");
      expect(await codeOf(sent(phone, session, "request.claim", { request: "req_x" }))).toBe(
        "malformed_message",
      );
      expect(await sessionRow(session)).toMatchObject({ seq: 4 });
    });
  });

  /** A call whose method may be none: the error in its answer is thrown. */
  async function sent(
    phone: TestPhone,
    session: OpenedSession,
    method: string,
    params: unknown,
  ): Promise<void> {
    await phone.call(session, method as "status", params as Record<string, never>);
  }

  describe("a session", () => {
    it("ends after five minutes without activity", async () => {
      const { phone, session } = await unlocked();
      world.clock.advance(299);
      expect(await codeOf(phone.call(session, "requests.list", {}))).toBe("accepted");
      world.clock.advance(1);
      expect(await codeOf(phone.call(session, "requests.list", {}))).toBe("session_ended");
    });

    it("ends sooner where the company, or the operator for all of them, wants it", async () => {
      const user = await world.addUser({ company: await world.addCompany({ idle_seconds: 120 }) });
      const phone = await world.activePhone({ user });
      const session = await phone.unlock(mpin);
      expect(session.message4.policy).toMatchObject({ idle_seconds: 120 });
      world.clock.advance(119);
      expect(await codeOf(phone.call(session, "status", {}))).toBe("accepted");
      const { kysely } = world.context.database;
      const seconds = (idle_seconds: number) =>
        kysely
          .updateTable("policy_limits")
          .set({ limits: JSON.stringify({ ...widestLimits, idle_seconds }) })
          .execute();
      await seconds(60);
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
      await seconds(widestLimits.idle_seconds);
      expect(await codeOf(phone.call(session, "status", {}))).toBe("accepted");
      world.clock.advance(1);
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    });

    it("is kept alive by what the user does, and not by polling", async () => {
      const { phone, session } = await unlocked();
      world.clock.advance(200);
      await codeOf(phone.call(session, "request.claim", { code: "000000000" }));
      world.clock.advance(200);
      await phone.call(session, "status", {});
      await phone.call(session, "requests.list", {});
      world.clock.advance(100);
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    });

    it("is not kept alive by calls that fail", async () => {
      const { phone, session } = await unlocked();
      world.clock.advance(200);
      await codeOf(sent(phone, session, "account.empty", {}));
      world.clock.advance(100);
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    });

    it("ends when the phone ends it", async () => {
      const { phone, session } = await unlocked();
      expect(await phone.call(session, "session.end", {})).toEqual({});
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    });

    it("lies sealed in the database, and does not open in another row", async () => {
      const { session } = await unlocked();
      const row = await sessionRow(session);
      const keys = Buffer.concat([session.keys.deviceToServer, session.keys.serverToDevice]);
      expect(row?.sealed_keys.includes(keys.subarray(0, 32))).toBe(false);
      const place = { table: "sessions", column: "sealed_keys", row: session.id } as const;
      const { sealer } = world.context;
      expect(sealer.open(place, row?.sealed_keys ?? Buffer.alloc(0))).toEqual(keys);
      expect(() =>
        sealer.open({ ...place, row: "hsk_other" }, row?.sealed_keys ?? Buffer.alloc(0)),
      ).toThrow();
    });

    it("tells the device's status and its certificate", async () => {
      const { phone, session } = await unlocked();
      const { certificate } = await phone.call(session, "status", {});
      expect(await hashToken(certificate ?? "")).toBeTruthy();
    });
  });

  describe("a channel of purpose approve", () => {
    const binding = b64(randomBytes(64));

    it("takes request.decide and nothing else", async () => {
      const { phone } = await unlocked();
      const channel = await phone.unlock(mpin, { purpose: "approve", binding });
      expect(await codeOf(phone.call(channel, "requests.list", {}))).toBe("not_allowed");
    });

    it("takes one call", async () => {
      const { phone } = await unlocked();
      const channel = await phone.unlock(mpin, { purpose: "approve", binding });
      await codeOf(phone.call(channel, "status", {}));
      expect(await codeOf(phone.call(channel, "status", {}))).toBe("session_ended");
    });

    it("ends when the phone ends its session, and another phone's does not", async () => {
      const { phone, session } = await unlocked();
      const other = await world.activePhone({ user: await world.addUser() });
      const others = await other.unlock(mpin, { purpose: "approve", binding });
      const channel = await phone.unlock(mpin, { purpose: "approve", binding });
      await phone.call(session, "session.end", {});
      expect(await codeOf(phone.call(channel, "requests.list", {}))).toBe("session_ended");
      expect(await codeOf(other.call(others, "requests.list", {}))).toBe("not_allowed");
    });

    it("ends after a minute", async () => {
      const { phone } = await unlocked();
      const channel = await phone.unlock(mpin, { purpose: "approve", binding });
      world.clock.advance(60);
      expect(await codeOf(phone.call(channel, "status", {}))).toBe("session_ended");
    });
  });

  describe("device.deactivate", () => {
    it("ends the device, and gives the phone the signed word to wipe itself", async () => {
      const { phone, session } = await unlocked();
      const why = { reason: "replaced", note: "It went through the wash" } as const;
      const { refusal } = await phone.call(session, "device.deactivate", why);
      const [, payload = ""] = refusal.split(".");
      expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
        reason: "deactivated",
        message_1: await hashToken(session.message1),
      });
      const row = await world.context.database.kysely
        .selectFrom("devices")
        .selectAll()
        .where("id", "=", phone.device)
        .executeTakeFirst();
      expect(row).toMatchObject({
        status: "deactivated",
        sealed_share: null,
        sealed_verifier: null,
        end_reason: "replaced",
      });
      expect(await endOf(phone)).toMatchObject({ kind: "device.deactivated", ...why });
      expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
      expect(await codeOf(phone.unlock(mpin))).toBe("deactivated");
    });

    it("takes the one word of versions that did not ask why", async () => {
      const { phone, session } = await unlocked();
      await phone.call(session, "device.deactivate", { reason: "user" });
      const entry = await endOf(phone);
      expect(entry).toMatchObject({ kind: "device.deactivated", reason: "user" });
      expect(entry).not.toHaveProperty("note");
    });
  });
});
