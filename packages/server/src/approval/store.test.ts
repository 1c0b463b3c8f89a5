/**
 * What the statements of claim and decision ask for by themselves, one condition after the other: the rules before them
 * have asked for the same, but the world may change in between.
 */
import type { HandshakeId, RequestId } from "@mtoken/protocol";
import { b64, randomBytes } from "@mtoken/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditRow } from "../audit/record.ts";
import { later } from "../clock.ts";
import { mpin, PhoneWorld, type ShownRequest } from "../testing/phone-world.ts";
import type { OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import type { Claim, Decision } from "./store.ts";
import { claimQuery, decisionQuery } from "./store.ts";

const nobody = `hsk_${"0".repeat(26)}` as HandshakeId;

let world: PhoneWorld;
let phone: TestPhone;
let session: OpenedSession;
let other: TestPhone;
let theirs: OpenedSession;

describeEachEngine("the statement", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    phone = await world.activePhone();
    other = await world.activePhone({ user: await world.addUser() });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    session = await phone.unlock(mpin);
    theirs = await other.unlock(mpin);
  });

  describe("of a claim takes a request that waits, and none", () => {
    it("for a device that awaits approval, or has no try left", async () => {
      const { request } = await world.showSignIn();
      for (const values of [{ status: "awaiting-approval" }, { tries: 5 }] as const) {
        await setDevice(values);
        expect(await claim({ request })).toBe(false);
        await setDevice({ status: "active", tries: 0 });
      }
      expect(await claim({ request })).toBe(true);
    });

    it("without a session, or with that of another device", async () => {
      const { request } = await world.showSignIn();
      expect(await claim({ request, session: nobody })).toBe(false);
      expect(await claim({ request, session: theirs.id })).toBe(false);
      expect(await claim({ request, device: other.device })).toBe(false);
    });

    it("that somebody has claimed, or whose time is over", async () => {
      const { request, computer } = await world.showSignIn();
      const over = later(world.clock.now(), 180);
      expect(await claim({ request, at: over })).toBe(false);
      expect(await claim({ request, computer })).toBe(true);
      expect(await claim({ request, computer })).toBe(false);
    });

    it("on another page than the envelope names, or on one where it names none", async () => {
      const shown = await world.showSignIn();
      const { computer } = await world.showSignIn();
      const request = await world.addSignature();
      expect(await claim({ request: shown.request, computer })).toBe(false);
      expect(await claim({ request: shown.request, computer: null })).toBe(false);
      expect(await claim({ request, computer })).toBe(false);
      expect(await claim({ request, computer: null })).toBe(true);
    });

    it("but the one that it names", async () => {
      const named = await world.showSignIn();
      const beside = await world.addSignature();
      expect(await claim({ request: named.request, computer: named.computer })).toBe(true);
      expect(await statusOf(beside)).toBe("waiting");
    });
  });

  describe("of a decision takes a request that its device has claimed, and none", () => {
    let request: RequestId;
    beforeEach(async () => {
      request = await world.addSignature();
      expect(await claim({ request, computer: null })).toBe(true);
    });

    it("of another device, with its session or this one's", async () => {
      expect(await decide({ request, device: other.device, session: theirs.id })).toBe(false);
      expect(await decide({ request, session: theirs.id })).toBe(false);
      expect(await decide({ request, device: other.device })).toBe(false);
      expect(await decide({ request })).toBe(true);
    });

    it("that waits, or is decided", async () => {
      expect(await decide({ request: await world.addSignature() })).toBe(false);
      expect(await decide({ request })).toBe(true);
      expect(await decide({ request })).toBe(false);
    });

    it.each(["waiting", "expired", "withdrawn"] as const)("that is %s again", async (status) => {
      await world.context.database.kysely
        .updateTable("requests")
        .set({ status })
        .where("id", "=", request)
        .execute();
      expect(await decide({ request })).toBe(false);
    });

    it("whose time is over", async () => {
      expect(await decide({ request, at: later(world.clock.now(), 180) })).toBe(false);
      expect(await decide({ request, at: later(world.clock.now(), 179) })).toBe(true);
    });

    it("for a device that awaits approval, or has no try left", async () => {
      for (const values of [{ status: "awaiting-approval" }, { tries: 5 }] as const) {
        await setDevice(values);
        expect(await decide({ request })).toBe(false);
        await setDevice({ status: "active", tries: 0 });
      }
      expect(await decide({ request })).toBe(true);
    });

    it("without a session", async () => {
      expect(await decide({ request, session: nobody })).toBe(false);
    });

    it("in a channel whose minute is over, and its channel is used up with it alone", async () => {
      const channel = await phone.unlock(mpin, { purpose: "approve", binding: b64(randomBytes(64)) });
      const inTime = later(world.clock.now(), 59);
      expect(await decide({ request, session: channel.id, at: later(world.clock.now(), 60) })).toBe(false);
      expect(await stands(channel)).toBe(true);
      expect(await decide({ request, session: channel.id, at: inTime })).toBe(true);
      expect(await stands(channel)).toBe(false);
      expect(await stands(session)).toBe(true);
    });

    it("and leaves the session that it was decided in, and its entry in the log", async () => {
      const before = await entries();
      expect(await decide({ request, session: nobody })).toBe(false);
      expect(await entries()).toBe(before);
      expect(await decide({ request })).toBe(true);
      expect(await stands(session)).toBe(true);
      expect(await entries()).toBe(before + 1);
    });
  });
});

async function claim(of: Partial<Claim> & Pick<ShownRequest, "request">): Promise<boolean> {
  const at = world.clock.now();
  const { kysely } = world.context.database;
  const shown = await kysely
    .selectFrom("requests")
    .select("computer_id")
    .where("id", "=", of.request)
    .executeTakeFirstOrThrow();
  const claimed = await claimQuery({
    ...{ computer: shown.computer_id, user: world.user, company: world.company, device: phone.device },
    ...{ session: session.id, envelope: "x", digits: null, sameDevice: false },
    ...{ expiresAt: later(at, 180), at, ...of },
  }).first(kysely);
  return claimed !== undefined;
}

async function decide(of: Partial<Decision> & Pick<Decision, "request">): Promise<boolean> {
  const at = of.at ?? world.clock.now();
  const { user, company } = world;
  const { device } = phone;
  const event = {
    kind: "request.refused",
    company,
    user,
    device,
    request: of.request,
    receipt: "x",
  } as const;
  const before = await statusOf(of.request);
  const decided = await decisionQuery({
    ...{ status: "refused", approval: "x", receipt: "x", factor: "mpin", reason: null },
    ...{ expires_at: later(at, 180), return_code_hash: null, ...auditRow(at, event) },
    ...{ device, session: session.id, ...of },
  }).first(world.context.database.kysely);
  const taken = decided !== undefined;
  expect(await statusOf(of.request)).toBe(taken ? "refused" : before);
  return taken;
}

async function statusOf(request: RequestId): Promise<string> {
  const { kysely } = world.context.database;
  const row = await kysely
    .selectFrom("requests")
    .select("status")
    .where("id", "=", request)
    .executeTakeFirstOrThrow();
  return row.status;
}

async function stands({ id }: OpenedSession): Promise<boolean> {
  const { kysely } = world.context.database;
  const rows = await kysely.selectFrom("sessions").select("id").where("id", "=", id).execute();
  return rows.length === 1;
}

async function entries(): Promise<number> {
  const { kysely } = world.context.database;
  return (await kysely.selectFrom("audit_entries").select("id").execute()).length;
}

async function setDevice(values: { status?: "active" | "awaiting-approval"; tries?: number }): Promise<void> {
  const { kysely } = world.context.database;
  await kysely.updateTable("devices").set(values).where("id", "=", phone.device).execute();
}
