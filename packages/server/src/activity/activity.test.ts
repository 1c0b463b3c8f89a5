/** What happened, and how things stand: who is shown what of it, how it is found, and how it is taken along. Reach itself: people/matrix.test.ts. */
import { randomBytes, randomUUID } from "node:crypto";
import type { CompanyId, ComputerId, DeviceId, UserId } from "@mtoken/protocol";
import { hashToken, newRequestId } from "@mtoken/protocol";
import {
  type ActivityEvent,
  activityPageSchema,
  invitationEnding,
  overviewSchema,
  type Role,
  usualPolicy,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import { setStanding } from "../computer/store.ts";
import { endDevice } from "../device/end-device.ts";
import { blockedByTries } from "../handshake/reject-proof.ts";
import { buildServers, type Servers } from "../http/build-server.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { changePolicy } from "../people/policy-acts.ts";
import { createUser } from "../people/users.ts";
import { consoleOf, copyDevice } from "../testing/console-people.ts";
import { PhoneWorld } from "../testing/phone-world.ts";
import { listIn, type TestConsole } from "../testing/test-console.ts";
import { exportActivity } from "./export-activity.ts";

interface Person {
  user: UserId;
  device: DeviceId;
  browser: TestConsole;
}

const why = { reason: "suspicious", note: "Called us at noon" };

describe("activity", () => {
  let world: PhoneWorld;
  let servers: Servers;
  let template: DeviceId;
  let bank: CompanyId;

  beforeAll(async () => {
    world = await PhoneWorld.open({}, "pglite");
    servers = await buildServers(world.context);
    template = (await world.activePhone()).device;
    bank = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function addPerson(company: CompanyId, role: Role, name = `Pat ${role}`): Promise<Person> {
    const user = await createUser(world.context, { company, name, role });
    const { device } = await copyDevice(world.context, template, { user, company });
    const browser = await consoleOf(servers.console, world.context, { user, company, device });
    return { user, device, browser };
  }

  /** What one is shown, once all of it has its place in the log. */
  async function shownTo({ browser }: Person, filter = ""): Promise<ActivityEvent[]> {
    await world.context.sequencer.sequenceNow();
    return v.parse(activityPageSchema, (await browser.get(`/v1/activity?${filter}`)).body).items;
  }

  const kindsOf = (events: ActivityEvent[]) => events.map(({ kind }) => kind);

  test("says who did what about whom, by which way, when and why; and to a client not who of the operator's", async () => {
    const company = await world.addCompany();
    const [administrator, user] = [
      await addPerson(company, "administrator"),
      await addPerson(company, "user"),
    ];
    const helpdesk = await addPerson(bank, "helpdesk", "Hanna Helpdesk");
    world.clock.advance(1);
    await administrator.browser.call({ path: `/v1/users/${user.user}/change`, body: { name: "Ulla Now" } });
    world.clock.advance(1);
    const path = `/v1/devices/${user.device}/deactivate`;
    expect(await helpdesk.browser.call({ path, body: why })).toMatchObject({ status: 204 });
    const [ended, changed] = await shownTo(administrator, `user=${user.user}`);
    expect(ended).toMatchObject({
      ...{ kind: "device.deactivated", device: user.device, via: "console", ...why },
      by: { id: null, name: null, operator: true },
      user: { id: user.user, name: "Ulla Now" },
    });
    expect(changed).toMatchObject({
      ...{ kind: "user.changed", details: { changed: "name" }, reason: null },
      by: { id: administrator.user, name: "Pat administrator", operator: false },
    });
    const [seen] = await shownTo(helpdesk, `user=${user.user}`);
    expect(seen?.by).toEqual({ id: helpdesk.user, name: "Hanna Helpdesk", operator: true });
    const { user: own, company: theirs } = { ...user, company };
    const { device } = await copyDevice(world.context, template, { user: own, company: theirs });
    const browser = await consoleOf(servers.console, world.context, { user: own, company, device });
    const [told] = await shownTo({ user: own, device, browser });
    expect(told).toMatchObject({ kind: "device.deactivated", reason: "suspicious", note: null });
  });

  test("is found by user, by who did it, device, kind and time, page by page", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const [ada, bob] = [await addPerson(company, "user"), await addPerson(company, "user")];
    const { database, clock } = world.context;
    const before = Math.floor(clock.now().getTime() / 1000);
    world.clock.advance(60);
    const facts = { company, user: ada.user, device: ada.device };
    // All at one instant: the page's end falls among them.
    await database.kysely.transaction().execute(async (transaction) => {
      for (let count = 0; count < 5; count += 1)
        await recordAudit(transaction, clock.now(), { kind: "session.opened", ...facts, session: "s" });
      await recordAudit(transaction, clock.now(), { kind: "mpin.wrong", ...facts, user: bob.user, tries: 1 });
    });
    world.clock.advance(1);
    await administrator.browser.call({ path: `/v1/users/${bob.user}/freeze`, body: why });
    const found = async (filter: string) => kindsOf(await shownTo(administrator, filter));
    expect(await found(`device=${ada.device}`)).toEqual(new Array(5).fill("session.opened"));
    expect(await found(`by=${administrator.user}`)).toEqual(["user.frozen"]);
    expect(await found(`kind=mpin.wrong&company=${company}`)).toEqual(["mpin.wrong"]);
    expect(await found(`user=${bob.user}&from=${before + 60}`)).toEqual(["user.frozen", "mpin.wrong"]);
    expect(await found(`user=${bob.user}&to=${before + 60}`)).toEqual(["user.created"]);
    expect(await found(`user=${ada.user}&kind=session.opened&to=${before}`)).toEqual([]);
    const ids: string[] = [];
    let cursor = "";
    do {
      const { items, next } = listIn(await administrator.browser.get(`/v1/activity?limit=2${cursor}`));
      ids.push(...items.map(({ id }) => id));
      cursor = next === null ? "" : `&cursor=${next}`;
    } while (cursor !== "");
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe((await shownTo(administrator)).length);
    const [opened] = await shownTo(administrator, `device=${ada.device}`);
    expect(opened).toMatchObject({ via: "phone", details: {}, by: null });
    const after = (sorted: string) =>
      `cursor=${Buffer.from(JSON.stringify([sorted, ada.user])).toString("base64url")}`;
    const noTimes = ["", "1970", "a\u0000", "-271821-04-20T00:00:00.000Z", "+275760-09-13T00:00:00.000Z"];
    for (const bad of [
      ...["kind=A", "from=x", "cursor=A", "user=usr_1", "other=1", "from=999999999999"],
      ...noTimes.map(after),
    ])
      expect((await administrator.browser.get(`/v1/activity?${bad}`)).status, bad).toBe(400);
  });

  test("is taken along as CSV, whole, with no field that a spreadsheet would calculate", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const user = await addPerson(company, "user", '=HYPERLINK("https://a.example", "Zoë")');
    const note = "+31, or -1";
    await administrator.browser.call({ path: `/v1/users/${user.user}/freeze`, body: { ...why, note } });
    await world.context.database.kysely.transaction().execute(async (transaction) => {
      for (let count = 0; count < 600; count += 1)
        await recordAudit(transaction, world.clock.now(), {
          kind: "session.opened",
          company,
          user: user.user,
        });
    });
    await world.context.sequencer.sequenceNow();
    const { body, headers } = await administrator.browser.get("/v1/activity.csv");
    expect(headers).toMatchObject({
      ...{ "content-type": "text/csv; charset=utf-8; header=present", "cache-control": "no-store" },
      "content-disposition": 'attachment; filename="activity.csv"',
    });
    const lines = String(body).split("\r\n");
    expect(lines.shift()).toMatch(/^\ufeff"time","kind",/);
    expect(lines.pop()).toBe("");
    expect(lines.length).toBe(600 + 4);
    expect(lines.every((text) => /^(?:"(?:[^"]|"")*",?)+$/.test(text))).toBe(true);
    expect(body).not.toMatch(/(?:^|,)"[=+@-]/m);
    const stopped = lines.find((text) => text.includes('"user.frozen"'));
    expect(stopped).toContain(`"'=HYPERLINK(""https://a.example"", ""Zoë"")"`);
    expect(stopped).toContain(`"'${note}"`);
    const { body: some } = await administrator.browser.get("/v1/activity.csv?kind=user.frozen");
    expect(String(some).split("\r\n").length).toBe(3);
    // Where decimals have a comma, a semicolon ends a field also in the midst of one of ours.
    const other = await addPerson(company, "user", "Sam;=1+1");
    const hidden = { ...why, note: 'Lost; =2+2;"=3+3; or left; -4' };
    await administrator.browser.call({ path: `/v1/users/${other.user}/freeze`, body: hidden });
    await world.context.sequencer.sequenceNow();
    const { body: split } = await administrator.browser.get("/v1/activity.csv?kind=user.frozen");
    expect(split).toContain(`"Sam;'=1+1"`);
    expect(split).toContain(`"Lost;' =2+2;'""=3+3; or left;' -4"`);
  });

  test("says of a policy what it was and what it is, also in the file", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const changes = { approval: true, mpin: { min: 8, max: 12 } };
    await changePolicy(world.context, operatorAtCommandLine, { company, changes });
    const [changed] = await shownTo(administrator, "kind=company.changed");
    expect(changed).toMatchObject({
      via: "command-line",
      details: {},
      changes: [
        { field: "mpin", from: usualPolicy.mpin, to: changes.mpin },
        { field: "approval", from: false, to: true },
      ],
    });
    const { body } = await administrator.browser.get("/v1/activity.csv?kind=company.changed");
    expect(body).toContain(
      '"mpin: {""min"":6,""max"":12} to {""min"":8,""max"":12}; approval: false to true"',
    );
  });

  test("an export ends with the right to it", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const { kysely } = world.context.database;
    await kysely.transaction().execute(async (transaction) => {
      for (let count = 0; count < 600; count += 1)
        await recordAudit(transaction, world.clock.now(), { kind: "session.opened", company });
    });
    await world.context.sequencer.sequenceNow();
    const { user } = administrator;
    const sessions = kysely.selectFrom("console_sessions").select("hash").where("user_id", "=", user);
    const signIn = { session: (await sessions.executeTakeFirstOrThrow()).hash };
    const caller = {
      ...({ role: "administrator", organization: "client", via: "console" } as const),
      ...{ user, company, device: administrator.device, signIn },
    };
    const lines = exportActivity(world.context, caller, {});
    await lines.next();
    expect((await lines.next()).value?.split("\r\n").length).toBe(501);
    const stop = (stopped_at: Date | null) =>
      kysely.updateTable("companies").set({ stopped_at }).where("id", "=", company).execute();
    await stop(world.clock.now());
    const others = exportActivity(world.context, caller, {});
    await others.next();
    await expect(others.next()).rejects.toMatchObject({ code: "sign_in_required" });
    await stop(null);
    const onPhone = (frozen: boolean) =>
      kysely.updateTable("devices").set({ frozen }).where("id", "=", administrator.device).execute();
    await onPhone(true);
    const byPhone = exportActivity(world.context, caller, {});
    await byPhone.next();
    await expect(byPhone.next()).rejects.toMatchObject({ code: "sign_in_required" });
    await onPhone(false);
    const signedIn = exportActivity(world.context, caller, {});
    await signedIn.next();
    await kysely.updateTable("users").set({ role: "user" }).where("id", "=", user).execute();
    await expect(lines.next()).rejects.toMatchObject({ code: "sign_in_required" });
    await kysely.updateTable("users").set({ role: "administrator" }).where("id", "=", user).execute();
    await kysely.deleteFrom("console_sessions").where("user_id", "=", user).execute();
    await expect(signedIn.next()).rejects.toMatchObject({ code: "sign_in_required" });
  });

  test("figures are true ones, and what is another company's is in none of them", async () => {
    const { database, clock } = world.context;
    const { kysely } = database;
    const [mill, bakery] = [await world.addCompany(), await world.addCompany()];
    const [ann, ben] = [await addPerson(mill, "administrator"), await addPerson(bakery, "administrator")];
    const [officer, helpdesk] = [await addPerson(bank, "officer"), await addPerson(bank, "helpdesk")];
    const figuresOf = async ({ browser }: Person) => {
      await world.context.sequencer.sequenceNow();
      const { waiting, odd, days } = v.parse(overviewSchema, (await browser.get("/v1/overview")).body);
      const { computers, invitations, invitations_ending: ending, deliveries } = waiting;
      const refusals = days?.at(-1)?.refusals;
      return { computers, invitations, ending, deliveries, frozen: odd.frozen, refusals };
    };
    const [before, beforeDesk] = [await figuresOf(officer), await figuresOf(helpdesk)];
    const computerOf = async (
      user: UserId,
      company: CompanyId,
      status: "waiting" | "refused",
      lives: number,
    ) => {
      const computer = `cpt_${randomBytes(32).toString("base64url")}` as ComputerId;
      const at = clock.now();
      const seen = { description: "Chrome on Linux", created_at: at, used_at: at };
      await kysely
        .insertInto("computers")
        .values({ id: computer, computer_key: "{}", ...seen })
        .execute();
      const standing = { user, computer, company, status, at, expiresAt: later(at, lives) };
      await kysely.transaction().execute((transaction) => setStanding(transaction, standing));
    };
    const addOdd = async (company: CompanyId) => {
      const at = clock.now();
      const { user, device } = await addPerson(company, "user");
      await kysely.updateTable("users").set({ frozen_at: at }).where("id", "=", user).execute();
      await computerOf(user, company, "waiting", 60);
      await computerOf(user, company, "waiting", 0);
      await computerOf(user, company, "refused", 60);
      for (const [lives, of] of [
        [0, user],
        [60, (await addPerson(company, "user")).user],
      ] as const) {
        const { activation } = await world.invite({ user: of });
        const expires_at = later(at, invitationEnding + lives);
        await kysely.updateTable("activations").set({ expires_at }).where("id", "=", activation).execute();
        const times = { due_at: at, created_at: at, expires_at: later(at, 60), failure: "status 550" };
        const dead_at = lives === 0 ? at : null;
        await kysely
          .insertInto("notice_deliveries")
          .values({
            id: randomUUID(),
            channel: "mail",
            user_id: of,
            activation_id: activation,
            dead_at,
            ...times,
          })
          .execute();
      }
      await kysely.transaction().execute(async (transaction) => {
        for (const kind of ["request.wrong-digits", "request.withdrawn"] as const)
          await recordAudit(transaction, at, { kind, company });
        const request = newRequestId();
        const receipt = await hashToken(request);
        await recordAudit(transaction, at, {
          ...{ kind: "request.refused", company, user, device, request, receipt },
        });
      });
    };
    for (const company of [mill, bakery, bakery]) await addOdd(company);
    const one = { computers: 1, invitations: 2, ending: 1, frozen: 1, refusals: 2 };
    const times = (count: number) =>
      Object.fromEntries(Object.entries(one).map(([name, figure]) => [name, count * figure]));
    expect(await figuresOf(ann)).toEqual({ ...one, deliveries: null });
    expect(await figuresOf(ben)).toEqual({ ...times(2), deliveries: null });
    const after = await figuresOf(officer);
    const more = Object.entries(after).map(([name, figure]) => [
      name,
      Number(figure) - Number(before[name as keyof typeof before]),
    ]);
    // Computers wait for the companies' own administrators, who are there; who approves none is shown all.
    expect(Object.fromEntries(more)).toEqual({ ...times(3), deliveries: 3, computers: 0 });
    const computers = beforeDesk.computers + 3;
    expect(await figuresOf(helpdesk)).toEqual({ ...after, deliveries: null, computers });
    // A computer of one's own is somebody else's to let in: where nobody of the company is left, the operator's.
    const approvable = async ({ browser }: Person) =>
      listIn(await browser.get("/v1/computers?status=approvable&limit=100")).items.map(({ user }) => user);
    await computerOf(ann.user, mill, "waiting", 60);
    expect(await figuresOf(ann)).toEqual({ ...one, deliveries: null });
    expect(await approvable(ann)).toHaveLength(1);
    expect(await figuresOf(officer)).toMatchObject({ computers: after.computers + 1 });
    expect(await approvable(officer)).toContainEqual(expect.objectContaining({ id: ann.user }));
    const eva = await addPerson(mill, "administrator");
    expect(await figuresOf(eva)).toMatchObject({ computers: 2 });
    expect(await approvable(eva)).toHaveLength(2);
    expect(await figuresOf(officer)).toMatchObject({ computers: after.computers });
    expect(await approvable(officer)).not.toContainEqual(expect.objectContaining({ id: ann.user }));
    // One's own among the operator's people is a colleague's, too.
    await computerOf(officer.user, bank, "waiting", 60);
    expect(await figuresOf(officer)).toMatchObject({ computers: after.computers });
    const colleague = await addPerson(bank, "officer");
    expect(await figuresOf(colleague)).toMatchObject({ computers: after.computers + 1 });
  });

  test("figures are of what the caller reaches: what waits, what is odd, and each of 30 days", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const [ada, bob] = [await addPerson(company, "user"), await addPerson(company, "user")];
    const elsewhere = await addPerson(await world.addCompany(), "user");
    const { database, clock } = world.context;
    const record = (kind: "request.redeemed", of: CompanyId) =>
      database.kysely
        .transaction()
        .execute((transaction) => recordAudit(transaction, clock.now(), { kind, company: of }));
    await copyDevice(world.context, template, { user: ada.user, company, status: "awaiting-approval" });
    await world.invite({ user: ada.user });
    await world.invite({ user: elsewhere.user });
    await database.kysely
      .transaction()
      .execute((transaction) =>
        endDevice(transaction, { device: bob.device, ...blockedByTries, at: clock.now() }),
      );
    for (const of of [company, company, bank]) await record("request.redeemed", of);
    await world.context.sequencer.sequenceNow();
    const path = `/v1/companies/${company}/policy`;
    const policy = { policy: { ...usualPolicy, devices: 3 } };
    expect((await administrator.browser.call({ path, body: policy })).status).toBeLessThan(300);
    const { body } = await administrator.browser.get("/v1/overview");
    expect(body).toMatchObject({
      waiting: {
        devices: 1,
        computers: 0,
        // Their own waits for somebody else.
        proposals: 0,
        invitations: 1,
        invitations_ending: 0,
        invitations_undelivered: 0,
        deliveries: null,
      },
      odd: { blocked: 1, frozen: 0 },
    });
    const colleague = await addPerson(company, "administrator");
    const theirs = (await colleague.browser.get("/v1/overview")).body;
    expect(theirs).toMatchObject({ waiting: { proposals: 1 } });
    const { days } = v.parse(overviewSchema, body);
    expect(days?.length).toBe(30);
    const today = { day: clock.now().toISOString().slice(0, 10), sign_ins: 2, refusals: 0, blocks: 1 };
    expect(days?.at(-1)).toEqual(today);
    expect(days?.at(-2)).toMatchObject({ sign_ins: 0, blocks: 0 });
    const own = (await ada.browser.get("/v1/overview")).body;
    expect(own).toMatchObject({
      waiting: { devices: 1, proposals: null, invitations: null },
      odd: { blocked: 0 },
      days: null,
    });
    world.clock.advance(86_400);
    const again = await consoleOf(servers.console, world.context, { ...administrator, company });
    const next = v.parse(overviewSchema, (await again.get("/v1/overview")).body);
    expect(next.waiting).toMatchObject({ invitations: 0 });
    expect(next.days?.at(-2)).toEqual(today);
  });
});
