/** The inbox and the push subscription as calls of a session (docs/protocol.md §6). */
import { type Notice, newNoticeId, type PushSubscription, type UserId } from "@mtoken/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toNumericDate } from "../clock.ts";
import { Housekeeping } from "../housekeeping.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { createUser } from "../people/users.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { PushService } from "../testing/push-service.ts";
import { readTables, textOf } from "../testing/read-tables.ts";
import { spellingsOf, unfold } from "../testing/spellings.ts";
import type { OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { subscribePush } from "./subscribe-push.ts";
import { writeNotice } from "./write-notice.ts";

describeEachEngine("the inbox", (engine) => {
  let world: PhoneWorld;
  let service: PushService;
  let user: UserId;
  let phone: TestPhone;
  let session: OpenedSession;
  beforeAll(async () => {
    service = await PushService.start({ now: () => world.clock.now() });
    const push = { enabled: true, contact: "mailto:operator@example.com", origins: [service.origin] };
    world = await PhoneWorld.open({ push }, engine);
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await service.close();
  });
  beforeEach(async () => {
    user = await world.addUser();
    phone = await world.activePhone({ user });
    world.clock.advance(1);
    session = await phone.unlock(mpin);
  });

  /** So many further notices, a second apart. */
  async function tell(count: number): Promise<void> {
    const { kysely } = world.context.database;
    for (let told = 0; told < count; told += 1) {
      world.clock.advance(1);
      const at = world.clock.now();
      const data = { device: phone.device };
      const notice = { kind: "mpin.changed", data, user, company: world.company, at } as const;
      await kysely.transaction().execute((transaction) => writeNotice(transaction, notice));
    }
  }

  const list = (before?: Notice["notice"]) =>
    phone.call(session, "notices.list", before === undefined ? {} : { before });
  const unread = async () => (await phone.call(session, "requests.list", {})).unread;

  test("lists what happened, with what it is and when", async () => {
    const { notices, more } = await list();
    const at = toNumericDate(world.clock.now()) - 1;
    const told = { kind: "device.activated", at, read: false, about: null, data: { device: phone.device } };
    expect(notices).toMatchObject([told]);
    expect(more).toBe(false);
  });

  test("says how much is unread at unlocking and with the requests", async () => {
    expect(session.message4.unread).toBe(1);
    await tell(2);
    expect(await unread()).toBe(3);
    expect((await phone.unlock(mpin)).message4.unread).toBe(3);
  });

  test("is paged, the newest first, without a gap or a double", async () => {
    await tell(50);
    await world.context.database.kysely.updateTable("notices").set({ at: world.clock.now() }).execute();
    const first = await list();
    const last = first.notices.at(-1)?.notice;
    const second = await list(last);
    expect([first.notices.length, first.more]).toEqual([50, true]);
    expect([second.notices.length, second.more]).toEqual([1, false]);
    expect(new Set([...first.notices, ...second.notices].map(({ notice }) => notice)).size).toBe(51);
  });

  test("is read up to a notice, and not beyond", async () => {
    await tell(2);
    const [newest, middle] = (await list()).notices;
    await phone.call(session, "notices.read", { until: middle?.notice ?? newNoticeId() });
    expect((await list()).notices.map(({ read }) => read)).toEqual([false, true, true]);
    expect(await phone.call(session, "notices.read", { until: newest?.notice ?? newNoticeId() })).toEqual({
      unread: 0,
    });
    expect(await codeOf(phone.call(session, "notices.read", { until: newNoticeId() }))).toBe("not_found");
  });

  test("names a colleague to an administrator, and is read by each for himself", async () => {
    const company = await world.addCompany();
    const administrator = await createUser(world.context, {
      ...{ company, name: "Ben Example", role: "administrator" },
    });
    const colleague = await world.addUser({ company });
    const theirs = await world.activePhone({ user: colleague });
    const own = await world.activePhone({ user: administrator });
    const [ours, others] = [await own.unlock(mpin), await theirs.unlock(mpin)];
    const { notices } = await own.call(ours, "notices.list", {});
    const about = { id: colleague, name: "Ada Example" };
    expect(notices.map((notice) => notice.about)).toEqual(expect.arrayContaining([null, about]));
    await own.call(ours, "notices.read", { until: notices[0]?.notice ?? newNoticeId() });
    expect(await theirs.call(others, "requests.list", {})).toMatchObject({ unread: 1 });
  });

  test("stays open to a user who is frozen, who reads there that it is so", async () => {
    world.clock.advance(1);
    await phone.call(session, "user.freeze", {});
    const [newest] = (await list()).notices;
    expect(newest).toMatchObject({ kind: "user.frozen", about: null, data: { device: phone.device } });
    const until = newest?.notice ?? newNoticeId();
    expect(await phone.call(session, "notices.read", { until })).toEqual({ unread: 0 });
  });

  test("keeps a notice for half a year", async () => {
    world.clock.advance(180 * 86_400 - 2);
    const sweep = () => new Housekeeping(world.context).sweepNow();
    await sweep();
    session = await phone.unlock(mpin);
    expect((await list()).notices).toHaveLength(1);
    world.clock.advance(2);
    await sweep();
    expect((await list()).notices).toEqual([]);
  });

  describe("push subscriptions", () => {
    async function made(): Promise<PushSubscription> {
      const { key } = await phone.call(session, "push.status", {});
      return { ...service.subscribe(key ?? ""), key: key ?? "" };
    }
    const subscribe = (subscription: PushSubscription) => phone.call(session, "push.subscribe", subscription);
    const rows = () => world.context.database.kysely.selectFrom("push_subscriptions").selectAll().execute();
    const endpoint = async () => (await phone.call(session, "push.status", {})).endpoint;

    beforeEach(async () => {
      await world.context.database.kysely.deleteFrom("push_subscriptions").execute();
    });

    test("are one for each device, the newest", async () => {
      const [first, second] = [await made(), await made()];
      await subscribe(first);
      const known = await endpoint();
      await subscribe(second);
      expect(await rows()).toHaveLength(1);
      expect(await endpoint()).not.toBe(known);
    });

    test("lie sealed in the database, endpoint and keys", async () => {
      const subscription = await made();
      await subscribe(subscription);
      const text = unfold(textOf(await readTables(world.context)));
      // The key that it is for is no secret.
      const { key, ...secret } = subscription;
      expect(text).toContain(key);
      for (const value of Object.values(secret))
        for (const spelling of spellingsOf(value)) expect(text).not.toContain(spelling);
      const [row] = await rows();
      const place = { table: "push_subscriptions", column: "sealed_subscription" } as const;
      const { sealer } = world.context;
      const sealed = row?.sealed_subscription ?? Buffer.alloc(0);
      expect(JSON.parse(sealer.open({ ...place, row: row?.id ?? "" }, sealed).toString())).toEqual(secret);
      expect(() => sealer.open({ ...place, row: "other" }, sealed)).toThrow();
    });

    test("are taken back by the user", async () => {
      await subscribe(await made());
      await phone.call(session, "push.unsubscribe", {});
      expect(await rows()).toEqual([]);
      expect(await endpoint()).toBeNull();
    });

    function deactivate(): Promise<void> {
      const end = { device: phone.device, reason: "lost" } as const;
      return deactivateDeviceOf(world.context, operatorAtCommandLine, end);
    }

    test.each([
      ["deactivated", deactivate],
      [
        "blocked",
        async () => {
          for (let tries = 0; tries < 5; tries += 1) await codeOf(phone.unlock("111222"));
        },
      ],
      ["given up by its user", () => phone.call(session, "device.deactivate", { reason: "user" })],
    ])("end with a device that is %s", async (_how, end) => {
      await subscribe(await made());
      await end();
      expect(await rows()).toEqual([]);
    });

    test.each([
      ["an address inside of the operator's network", { endpoint: "https://10.0.0.7/push" }],
      ["an origin that is not the operator's own", { endpoint: "http://127.0.0.1:1/push" }],
      ["a key that is not the server's", { key: `B${"A".repeat(86)}` }],
      ["a point that is not on the curve", { p256dh: `B${"A".repeat(86)}` }],
    ])("with %s are refused", async (_what, lie) => {
      expect(await codeOf(subscribe({ ...(await made()), ...lie }))).toBe("push_refused");
      expect(await rows()).toEqual([]);
    });

    test("of a device that ends meanwhile is kept no more", async () => {
      const subscription = await made();
      await deactivate();
      expect(await codeOf(subscribePush(world.context, phone.device, subscription))).toBe("session_ended");
      expect(await rows()).toEqual([]);
    });
  });
});
