/**
 * Push messages, from what they tell of to the phone's browser, over a push service that keeps to its RFCs: what it is told,
 * who is told, what is tried again, and what happens to two processes, or to one that dies.
 */
import type { DeviceId, UserId } from "@mtoken/protocol";
import { usualPolicy } from "@mtoken/protocol/people";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { later } from "../clock.ts";
import { Housekeeping } from "../housekeeping.ts";
import { withdrawApp } from "../integrity/withdraw-app.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { stopCompany } from "../people/company-acts.ts";
import { goOnWithCompanies } from "../people/company-work.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { unfreezeUserOf } from "../people/freeze-acts.ts";
import { proposePolicy } from "../people/policy-acts.ts";
import { createUser } from "../people/users.ts";
import { confirmProposal } from "../proposal/decide-proposal.ts";
import { askSignature } from "../relying-party/ask-signature.ts";
import { mpin, PhoneWorld, payment } from "../testing/phone-world.ts";
import { PushService } from "../testing/push-service.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { mostAttempts, Outbox } from "./outbox.ts";
import { rotatePushKey } from "./push-keys.ts";
import { claimDue, wakePhone } from "./push-store.ts";

type Subscription = ReturnType<PushService["subscribe"]>;

describeEachEngine("push messages", (engine) => {
  let world: PhoneWorld;
  let service: PushService;
  let outbox: Outbox;
  let user: UserId;
  let phone: TestPhone;
  let subscription: Subscription;

  beforeAll(async () => {
    service = await PushService.start({ now: () => world.clock.now() });
    const push = { enabled: true, contact: "mailto:operator@example.com", origins: [service.origin] };
    world = await PhoneWorld.open({ push }, engine);
    outbox = new Outbox(world.context);
  }, 60_000);
  afterAll(async () => {
    await outbox.close();
    await world.close();
    await service.close();
  });

  beforeEach(async () => {
    // What earlier tests have left is not this one's.
    await world.context.database.kysely.deleteFrom("notice_deliveries").execute();
    service.faults.length = 0;
    service.refusals.length = 0;
    service.arrived = () => {};
    user = await world.addUser();
    phone = await world.activePhone({ user });
    subscription = await subscribe(phone);
    service.attempts = 0;
  });

  async function subscribe(of: TestPhone): Promise<Subscription> {
    const session = await of.unlock(mpin);
    const { key } = await of.call(session, "push.status", {});
    const made = service.subscribe(key ?? "");
    await of.call(session, "push.subscribe", { ...made, key: key ?? "" });
    return made;
  }

  async function ask({ expires_in = 600 } = {}): Promise<void> {
    await askSignature(world.context, {
      client: world.client,
      asked: { user, content: payment, expires_in },
    });
  }

  function deliveries() {
    return world.context.database.kysely
      .selectFrom("notice_deliveries")
      .select(["attempts", "due_at", "dead_at", "failure"])
      .execute();
  }

  function subscriptionsOf(device: DeviceId) {
    return world.context.database.kysely
      .selectFrom("push_subscriptions")
      .select("id")
      .where("device_id", "=", device)
      .execute();
  }

  /** Until what failed is due again. */
  async function passWait(): Promise<number> {
    const [next] = await deliveries();
    if (next === undefined) throw new Error("nothing is left to be tried");
    const seconds = (next.due_at.getTime() - world.clock.now().getTime()) / 1000;
    // Whole seconds, as a date in a header has them.
    world.clock.advance(Math.ceil(seconds));
    return seconds;
  }

  // PGlite has one connection, so there nothing happens in between.
  test.skipIf(engine === "pglite")(
    "are not waited for by what they tell of, and never make it fail: not by a subscription that is just being deleted",
    async () => {
      const administrator = await createUser(world.context, {
        ...{ company: world.company, name: "Ben Example", role: "administrator" },
      });
      await subscribe(await world.activePhone({ user: administrator }));
      await world.context.database.kysely.transaction().execute(async (transaction) => {
        await transaction.deleteFrom("push_subscriptions").execute();
        await ask();
        const { device } = await world.activePhone({ user: await world.addUser() });
        await deactivateDeviceOf(world.context, operatorAtCommandLine, { device, reason: "lost" });
      });
      expect(await deliveries()).toEqual([]);
    },
  );

  test("and mails go to whoever is told of what is about a company: a proposal, a changed policy, a stop", async () => {
    const { context } = world;
    const company = await world.addCompany();
    const add = async (name: string, role: "administrator" | "user") => {
      const of = await createUser(context, { company, name, role, mail: `${name.toLowerCase()}@a.example` });
      const subscribed = await subscribe(await world.activePhone({ user: of }));
      const caller = { user: of, company, role, organization: "client", via: "console" } as const;
      return { name, subscribed, caller };
    };
    const [ann, ben] = [await add("Ann", "administrator"), await add("Ben", "administrator")];
    const people = [ann, ben, await add("Uma", "user")];
    const { kysely } = context.database;
    /** The kinds that each is sent a mail of, and how often their phone is woken, since the last time. */
    const sent = async () => {
      const mails = await kysely
        .selectFrom("notice_deliveries")
        .innerJoin("notices", (join) =>
          join
            .onRef("notices.id", "=", "notice_deliveries.notice_id")
            .onRef("notices.user_id", "=", "notice_deliveries.user_id"),
        )
        .select(["notices.user_id as user", "notices.kind"])
        .where("notice_deliveries.channel", "=", "mail")
        .orderBy("notices.kind")
        .execute();
      await outbox.deliverNow();
      await kysely.deleteFrom("notice_deliveries").execute();
      return Object.fromEntries(
        people.map(({ name, caller, subscribed }) => {
          const texts = service.messagesOf(subscribed).splice(0);
          const kinds = mails.filter(({ user: reader }) => reader === caller.user).map(({ kind }) => kind);
          return [name, { kinds, woken: texts.length }];
        }),
      );
    };
    await sent();
    const silent = { kinds: [], woken: 0 };
    const policy = { ...usualPolicy, idle_seconds: 60 };
    const { proposal } = await proposePolicy(context, ann.caller, { company, policy });
    expect(await sent()).toEqual({
      ...{ Ann: silent, Uma: silent },
      Ben: { kinds: ["proposal.waiting"], woken: 1 },
    });
    await confirmProposal(context, ben.caller, { proposal });
    expect(await sent()).toEqual({
      // One waking tells of both.
      Ann: { kinds: ["policy.changed", "proposal.decided"], woken: 1 },
      Ben: { kinds: ["policy.changed"], woken: 1 },
      Uma: silent,
    });
    await goOnWithCompanies(context);
    expect(await sent()).toEqual({
      ...{ Ann: silent, Ben: silent },
      Uma: { kinds: ["policy.applied"], woken: 1 },
    });
    await stopCompany(context, ann.caller, { company, reason: "suspicious" });
    expect(await sent()).toMatchObject({
      Ann: { kinds: ["company.stopped"] },
      Ben: { kinds: ["company.stopped"] },
      Uma: silent,
    });
  });

  test("tell a phone that a request waits, and nothing else", async () => {
    await ask();
    await outbox.deliverNow();
    expect(service.refusals).toEqual([]);
    expect(service.messagesOf(subscription)).toEqual([
      { text: "waiting", length: 110, ttl: 600, urgency: "high", topic: "request" },
    ]);
    expect(await deliveries()).toEqual([]);
  });

  test("tell the very phone that its version of the app is withdrawn, and that its user may go on", async () => {
    phone.app = "phone/1.0.0-withdrawn";
    const session = await phone.unlock(mpin);
    await phone.call(session, "user.freeze", {});
    await outbox.deliverNow();
    expect(service.messagesOf(subscription)).toHaveLength(0);
    await unfreezeUserOf(world.context, operatorAtCommandLine, { user, reason: "mistake" });
    await outbox.deliverNow();
    expect(service.messagesOf(subscription)).toHaveLength(1);
    const reason = "it shows wrong amounts";
    await withdrawApp(world.context, { app: phone.app, reason, by: "command-line" });
    await outbox.deliverNow();
    expect(service.messagesOf(subscription)).toHaveLength(2);
  });

  test("tell administrators' phones of a notice, and not the phone that it is about", async () => {
    const company = await world.addCompany();
    const lost = await world.activePhone({ user: await world.addUser({ company }) });
    const lostOne = await subscribe(lost);
    const administrator = await createUser(world.context, {
      ...{ company, name: "Ben Example", role: "administrator" },
    });
    const theirs = await subscribe(await world.activePhone({ user: administrator }));
    await world.context.database.kysely.deleteFrom("notice_deliveries").execute();
    await deactivateDeviceOf(world.context, operatorAtCommandLine, { device: lost.device, reason: "lost" });
    await outbox.deliverNow();
    expect(service.messagesOf(theirs)).toEqual([
      { text: "waiting", length: 110, ttl: 3 * 86_400, urgency: "high", topic: "notice" },
    ]);
    expect(service.messagesOf(lostOne)).toEqual([]);
  });

  test("do not go to the phone that a notice is about", async () => {
    for (let wrong = 0; wrong < 3; wrong += 1) await codeOf(phone.unlock("111222"));
    expect(await subscriptionsOf(phone.device)).toHaveLength(1);
    expect(await deliveries()).toEqual([]);
  });

  test("are one for several things that wait at the same time", async () => {
    for (let asked = 0; asked < 5; asked += 1) await ask();
    await outbox.deliverNow();
    expect(service.attempts).toBe(1);
    expect(await deliveries()).toEqual([]);
  });

  test("go nowhere when what they tell of was undone", async () => {
    const { kysely } = world.context.database;
    const undone = kysely.transaction().execute(async (transaction) => {
      const at = world.clock.now();
      await wakePhone(transaction, { user, at, until: later(at, 60) });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await outbox.deliverNow();
    expect(service.attempts).toBe(0);
  });

  test("are not sent once what they tell of is over", async () => {
    await ask({ expires_in: 60 });
    world.clock.advance(60);
    await outbox.deliverNow();
    expect(service.attempts).toBe(0);
    expect(await deliveries()).toEqual([]);
  });

  test("are tried again, later each time, within half and one and a half of the wait", async () => {
    await ask({ expires_in: 86_400 });
    for (const wait of [15, 60, 240]) {
      service.faults.push({ status: 503 });
      await outbox.deliverNow();
      await outbox.deliverNow();
      const seconds = await passWait();
      expect(seconds).toBeGreaterThanOrEqual(wait * 0.5);
      expect(seconds).toBeLessThanOrEqual(wait * 1.5);
    }
    expect(service.attempts).toBe(3);
    await outbox.deliverNow();
    expect(service.messagesOf(subscription)).toHaveLength(1);
  });

  test.each([
    ["in seconds", () => "900"],
    ["as a date", () => new Date(world.clock.now().getTime() + 900_000).toUTCString()],
  ])("wait as long as the push service asks, %s", async (_how, retryAfter) => {
    await ask({ expires_in: 86_400 });
    service.faults.push({ status: 429, headers: { "retry-after": retryAfter() } });
    await outbox.deliverNow();
    expect(await passWait()).toBe(900);
    await outbox.deliverNow();
    expect(service.messagesOf(subscription)).toHaveLength(1);
  });

  test("do not wait for longer than an hour, whatever the push service asks", async () => {
    await ask({ expires_in: 86_400 });
    service.faults.push({ status: 503, headers: { "retry-after": "999999999" } });
    await outbox.deliverNow();
    expect(await passWait()).toBe(3600);
  });

  test("are given up after so many attempts, and kept for a month to be looked at", async () => {
    await ask({ expires_in: 86_400 });
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      service.faults.push({ status: 500 });
      await outbox.deliverNow();
      if (attempt < mostAttempts) await passWait();
    }
    expect(await deliveries()).toMatchObject([
      { attempts: mostAttempts, dead_at: world.clock.now(), failure: "status 500" },
    ]);
    world.clock.advance(3600);
    await outbox.deliverNow();
    expect(service.attempts).toBe(mostAttempts);
    await new Housekeeping(world.context).sweepNow();
    expect(await deliveries()).toHaveLength(1);
    const { kysely } = world.context.database;
    const monthAgo = later(world.clock.now(), -30 * 86_400);
    await kysely.updateTable("notice_deliveries").set({ dead_at: monthAgo }).execute();
    await new Housekeeping(world.context).sweepNow();
    expect(await deliveries()).toEqual([]);
  });

  test.each([400, 413, 301, 307])(
    "are given up at once after status %i, and follow no redirect",
    async (status) => {
      await ask();
      service.faults.push({ status, headers: { location: `${service.origin}/elsewhere` } });
      await outbox.deliverNow();
      expect(service.attempts).toBe(1);
      expect(await deliveries()).toMatchObject([{ attempts: 1, failure: `status ${status}` }]);
      expect((await deliveries())[0]?.dead_at).not.toBeNull();
      expect(await subscriptionsOf(phone.device)).toHaveLength(1);
    },
  );

  test.each([404, 410])(
    "end a subscription that is gone (%i), with all that waits for it",
    async (status) => {
      await ask();
      service.faults.push({ status });
      await outbox.deliverNow();
      expect(await subscriptionsOf(phone.device)).toEqual([]);
      expect(await deliveries()).toEqual([]);
      await ask();
      expect(await deliveries()).toEqual([]);
      const session = await phone.unlock(mpin);
      expect(await phone.call(session, "push.status", {})).toMatchObject({ endpoint: null });
    },
  );

  test("leave a newer subscription alone when the older one turns out to be gone", async () => {
    await ask();
    service.faults.push({ status: 410 });
    let newer: Subscription | undefined;
    service.arrived = async () => {
      service.arrived = () => {};
      newer = await subscribe(phone);
    };
    await outbox.deliverNow();
    expect(await subscriptionsOf(phone.device)).toHaveLength(1);
    await ask();
    await outbox.deliverNow();
    expect(service.messagesOf(newer ?? subscription)).toHaveLength(1);
  });

  test("go on by the key that a subscription was made for, after the server has a new one", async () => {
    await rotatePushKey(world.context);
    await ask();
    await outbox.deliverNow();
    expect(service.refusals).toEqual([]);
    expect(service.messagesOf(subscription)).toHaveLength(1);
    const session = await phone.unlock(mpin);
    const { key, endpoint } = await phone.call(session, "push.status", {});
    expect({ endpoint, isNew: key !== subscription.p256dh }).toEqual({ endpoint: null, isNew: true });
    const newer = await subscribe(phone);
    await ask();
    await outbox.deliverNow();
    expect(service.refusals).toEqual([]);
    expect(service.messagesOf(newer)).toHaveLength(1);
    expect(service.messagesOf(subscription)).toHaveLength(1);
  });

  describe("of two processes", () => {
    let second: Outbox;
    beforeAll(() => {
      second = new Outbox(world.context);
    });
    afterAll(() => second.close());

    /** The push service has the next message, and answers when it is let. */
    function holdNext() {
      const [arrival, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      service.arrived = () => {
        service.arrived = () => {};
        arrival.resolve();
        return held.promise;
      };
      return { arrival, held };
    }

    test("are sent by one of them", async () => {
      for (let asked = 0; asked < 20; asked += 1) await ask();
      await Promise.all([outbox.deliverNow(), second.deliverNow()]);
      const sent = service.attempts;
      // What each took for itself is one message each.
      expect(sent).toBeLessThanOrEqual(2);
      await Promise.all([outbox.deliverNow(), second.deliverNow()]);
      expect(service.attempts).toBe(sent);
      expect(await deliveries()).toEqual([]);
    });

    // PGlite has one connection, and one process.
    test.skipIf(engine === "pglite")("are taken by one, while the other passes over them", async () => {
      await ask();
      const { kysely } = world.context.database;
      const at = world.clock.now();
      const due = { at, until: later(at, 120), most: 50 };
      const taken = await kysely.transaction().execute(async (transaction) => {
        const first = await claimDue(transaction, due);
        // It neither waits for the first to commit, nor takes what that one has.
        return [first, await claimDue(kysely, due)].map(({ length }) => length);
      });
      expect(taken).toEqual([1, 0]);
    });

    test("are sent again by the other when the first dies before it could write that down", async () => {
      await ask();
      const { arrival, held } = holdNext();
      const dying = outbox.deliverNow();
      await arrival.promise;
      await second.deliverNow();
      expect(service.attempts).toBe(1);
      world.clock.advance(120);
      await second.deliverNow();
      expect(service.attempts).toBe(2);
      expect(await deliveries()).toEqual([]);
      held.resolve();
      await dying;
      expect(service.messagesOf(subscription)).toHaveLength(2);
    });

    test("are not forgotten when the first comes back and says that it failed", async () => {
      await ask();
      const { arrival, held } = holdNext();
      const late = outbox.deliverNow();
      await arrival.promise;
      world.clock.advance(120);
      // The second's attempt fails first, and its wait stands, whatever the first makes of its own.
      service.faults.push({ status: 503, headers: { "retry-after": "77" } }, { status: 400 });
      await second.deliverNow();
      held.resolve();
      await late;
      const [left] = await deliveries();
      expect(left).toMatchObject({ attempts: 2, dead_at: null, failure: "status 503" });
    });
  });
});
