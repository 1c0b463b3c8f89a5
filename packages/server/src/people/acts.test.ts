/** What people do about devices, users and invitations, over HTTP: what comes of it, at once, and what does not. */
import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import {
  type ActivationId,
  type ClientId,
  type CompanyId,
  type ComputerId,
  type DeviceId,
  fingerprintOf,
  newActivationId,
  newEnrolmentId,
  newUserId,
  triesAllowed,
  type UserId,
} from "@mtoken/protocol";
import {
  companyPolicyAnswerSchema,
  oneUserSchema,
  overviewSchema,
  proposalSchema,
  type Role,
  usualPolicy,
} from "@mtoken/protocol/people";
import { sql } from "kysely";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { later } from "../clock.ts";
import { endDevice } from "../device/end-device.ts";
import { Housekeeping } from "../housekeeping.ts";
import { buildServers, type Servers } from "../http/build-server.ts";
import { claimMails } from "../notice/mail-store.ts";
import { actingUser } from "../relying-party/acting-user.ts";
import {
  type Behind,
  consoleOf,
  copyDevice,
  type PeopleApi,
  portalOf,
  signedInAt,
} from "../testing/console-people.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { type ConsoleAnswer, listIn, textIn } from "../testing/test-console.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import type { Caller } from "./caller.ts";
import { createCompany } from "./companies.ts";
import { deactivateDeviceOf } from "./device-acts.ts";
import { inviteUserOf } from "./invitation-acts.ts";
import { sweepLeft } from "./tell-left.ts";
import { createUser } from "./users.ts";

const why = { reason: "stolen", note: "Called from the train" } as const;
const allowed = { status: 204 };
const decided = { status: 409, body: { code: "already_decided" } };

interface Person {
  user: UserId;
  device: DeviceId;
  browser: PeopleApi;
}

describeEachEngine("people at the console", (engine) => {
  let world: PhoneWorld;
  let servers: Servers;
  let phone: TestPhone;
  let bank: CompanyId;

  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    servers = await buildServers(world.context);
    phone = await world.activePhone();
    bank = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function addPerson(company: CompanyId, role: Role): Promise<Person> {
    const user = await createUser(world.context, { company, name: `Pat ${role}`, role });
    const { device } = await copyDevice(world.context, phone.device, { user, company });
    return {
      user,
      device,
      browser: await consoleOf(servers.console, world.context, { user, company, device }),
    };
  }

  async function addWaiting(company: CompanyId, user?: UserId, behind?: Behind) {
    const owner = user ?? (await createUser(world.context, { company, name: "Wim Waiting", role: "user" }));
    const status = "awaiting-approval";
    return {
      user: owner,
      ...(await copyDevice(world.context, phone.device, {
        ...{ user: owner, company, status },
        ...(behind && { behind }),
      })),
    };
  }

  function post({ browser }: Person, path: string, body: object = why) {
    return browser.call({ path, body });
  }

  async function statusesOf(user: UserId): Promise<string[]> {
    const rows = await world.context.database.kysely
      .selectFrom("devices")
      .select("status")
      .where("user_id", "=", user)
      .orderBy("status")
      .execute();
    return rows.map(({ status }) => status);
  }

  /** The newest entry of the log of this kind about somebody or something. */
  async function recorded(kind: string, about: string): Promise<object> {
    const rows = await world.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", kind)
      .where("entry", "like", `%${about}%`)
      .execute();
    return JSON.parse(rows.at(-1)?.entry ?? "{}");
  }

  async function toldTo(user: UserId): Promise<{ kind: string; data: object }[]> {
    return world.context.database.kysely
      .selectFrom("notices")
      .select(["kind", "data"])
      .where("user_id", "=", user)
      .where("about_id", "is", null)
      .execute();
  }

  test("a proposal is told to officers where no other administrator could confirm it, and else to none of them", async () => {
    const company = await world.addCompany();
    const [ann, ben] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    const officer = await addPerson(bank, "officer");
    const proposeIdle = async (idle_seconds: number) =>
      post(ann, `/v1/companies/${company}/policy`, { policy: { ...usualPolicy, idle_seconds } });
    const told = async () =>
      Promise.all(
        [ann, ben, officer].map(
          async ({ user }) => (await toldTo(user)).filter(({ kind }) => kind === "proposal.waiting").length,
        ),
      );
    await proposeIdle(60);
    expect(await told()).toEqual([0, 1, 0]);
    // Without a phone nobody signs in to confirm; with the next one they find it there.
    expect((await post(ann, `/v1/devices/${ben.device}/deactivate`)).status).toBe(204);
    await proposeIdle(120);
    expect(await told()).toEqual([0, 2, 1]);
    expect((await post(ann, `/v1/users/${ben.user}/freeze`)).status).toBe(204);
    const proposal = textIn(await proposeIdle(180), "proposal");
    expect(proposal).toMatch(/^prp_/);
    expect(await told()).toEqual([0, 2, 2]);

    // Who proposed it is shown whether anybody is left at all.
    const isUnconfirmable = async (id = proposal) => {
      const { body } = await ann.browser.get(`/v1/proposals/${id}`);
      return v.parse(proposalSchema, body).unconfirmable;
    };
    expect(await isUnconfirmable()).toBe(false);
    const officers = world.context.database.kysely.updateTable("users").where("role", "=", "officer");
    const away = world.clock.now();
    await officers.set({ frozen_at: away }).where("frozen_at", "is", null).execute();
    expect(await isUnconfirmable()).toBe(true);
    const cy = await addPerson(company, "administrator");
    expect(await isUnconfirmable()).toBe(false);
    expect((await post(ann, `/v1/devices/${cy.device}/deactivate`)).status).toBe(204);
    expect(await isUnconfirmable()).toBe(true);
    // Nobody confirms what is about themselves, nor what is over.
    const own = textIn(
      await post(ann, `/v1/users/${(await addPerson(company, "user")).user}/make-administrator`, {}),
      "proposal",
    );
    expect(await isUnconfirmable(own)).toBe(true);
    expect((await post(ann, `/v1/proposals/${own}/withdraw`, {})).status).toBe(204);
    expect(await isUnconfirmable(own)).toBe(false);
    await officers.set({ frozen_at: null }).where("frozen_at", "=", away).execute();
    expect(await isUnconfirmable()).toBe(false);
  });

  test("a phone that waits is let in by its fingerprint, however it is typed, and by no other", async () => {
    const company = await world.addCompany({ approval: true });
    const administrator = await addPerson(company, "administrator");
    const officer = await addPerson(bank, "officer");
    const user = await world.addUser({ company });
    const waiting = await world.newPhone();
    const { certificate } = await waiting.setUp({ ...(await world.invite({ user })), mpin });
    const [shown] = listIn(await administrator.browser.get("/v1/devices?status=awaiting-approval")).items;
    // It comes from the phone alone, by its user: who approves is not told it.
    expect(shown).toMatchObject({ id: waiting.device, fingerprint: null });
    const shownOnPhone = await fingerprintOf(certificate);
    const foundBy = async (query: string) =>
      Promise.all(
        ["devices", "users"].map(
          async (list) => listIn(await administrator.browser.get(`/v1/${list}?query=${query}`)).items.length,
        ),
      );
    // Nor is it given away piece by piece, to who has heard its beginning.
    expect(await foundBy(shownOnPhone.slice(0, -1))).toEqual([0, 0]);
    expect(await foundBy(shownOnPhone)).toEqual([1, 1]);
    // The company does it by itself.
    expect(await toldTo(officer.user)).toEqual([]);
    const path = `/v1/devices/${waiting.device}/approve`;
    expect(await post(administrator, path, { fingerprint: "0000-0000-0000-0000-0000" })).toMatchObject({
      ...{ status: 403, body: { code: "wrong_fingerprint" } },
    });
    expect((await waiting.unlock(mpin)).message4.status).toBe("awaiting-approval");
    const fingerprint = shownOnPhone.toLowerCase().replaceAll("-", " ");
    expect(await post(administrator, path, { fingerprint })).toMatchObject(allowed);
    const [approved] = listIn(await administrator.browser.get(`/v1/devices?query=${waiting.device}`)).items;
    expect(approved).toMatchObject({ id: waiting.device, fingerprint: shownOnPhone });
    expect(await foundBy(shownOnPhone.slice(0, 9))).toEqual([1, 1]);
    expect((await waiting.unlock(mpin)).message4.status).toBe("active");
    expect(await recorded("device.approved", waiting.device)).toMatchObject({
      ...{ by: administrator.user, via: "console", user, company },
    });
    expect(await post(administrator, path, { fingerprint })).toMatchObject(decided);
  });

  test("the only administrator's phone is let in by an officer, and not by themselves", async () => {
    const company = await world.addCompany({ approval: true });
    const administrator = await addPerson(company, "administrator");
    const { device, fingerprint } = await addWaiting(company, administrator.user);
    const path = `/v1/devices/${device}/approve`;
    expect(await post(administrator, path, { fingerprint })).toMatchObject({
      ...{ status: 403, body: { code: "not_allowed" } },
    });
    expect(await statusesOf(administrator.user)).toEqual(["active", "awaiting-approval"]);
    expect(await post(await addPerson(bank, "officer"), path, { fingerprint })).toMatchObject(allowed);
    // The newer phone takes the older one's place, and with it goes the session.
    expect((await administrator.browser.get("/v1/me")).status).toBe(401);
  });

  test("of two who approve and refuse at once one wins, and the other is told", async () => {
    const company = await world.addCompany();
    const [ada, bob] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    for (let round = 0; round < 4; round += 1) {
      const { user, device, fingerprint } = await addWaiting(company);
      const [approved, refused] = await Promise.all([
        post(ada, `/v1/devices/${device}/approve`, { fingerprint }),
        post(bob, `/v1/devices/${device}/deactivate`, { ...why, only_while: "awaiting-approval" }),
      ]);
      expect([approved.status, refused.status].sort()).toEqual([204, 409]);
      expect(await statusesOf(user)).toEqual([approved.status === 204 ? "active" : "deactivated"]);
    }
    const { device, fingerprint } = await addWaiting(company);
    const both = await Promise.all(
      [ada, bob].map((person) => post(person, `/v1/devices/${device}/approve`, { fingerprint })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  test("a phone is ended in mid-session, with who, which way and why on record", async () => {
    const { user } = { user: await world.addUser() };
    const lost = await world.activePhone({ user });
    const session = await lost.unlock(mpin);
    const own = await consoleOf(servers.console, world.context, {
      ...{ user, company: world.company, device: lost.device },
    });
    const helpdesk = await addPerson(bank, "helpdesk");
    const path = `/v1/devices/${lost.device}/deactivate`;
    expect(await post(helpdesk, path)).toMatchObject(allowed);
    await expect(lost.call(session, "status", {})).rejects.toThrow();
    expect((await own.get("/v1/me")).status).toBe(401);
    expect(await recorded("device.deactivated", lost.device)).toMatchObject({
      ...{ ...why, by: helpdesk.user, via: "console" },
    });
    expect(await toldTo(user)).toContainEqual({
      ...{ kind: "device.deactivated", data: { device: lost.device, cause: "operator" } },
    });
    expect(await post(helpdesk, path)).toMatchObject(decided);
    const [ended] = listIn(await helpdesk.browser.get(`/v1/devices?user=${user}`)).items;
    expect(ended).toMatchObject({ status: "deactivated", ended: { reason: "stolen" } });
  });

  describe("a phone of somebody who acts on others", () => {
    const refused = { status: 403, body: { code: "not_allowed" } };

    /** Who may let it in, of some: what the list says, what the act says, and what is counted. */
    async function answers(
      device: DeviceId,
      people: Record<string, Person>,
    ): Promise<Record<string, string>> {
      const told: Record<string, string> = {};
      for (const [name, person] of Object.entries(people)) {
        const [listed] = listIn(await person.browser.get(`/v1/devices?query=${device}`)).items;
        told[name] = String(listed?.["approval"]);
        const { items } = listIn(await person.browser.get(`/v1/devices?query=${device}&status=approvable`));
        expect(items, name).toHaveLength(told[name] === "may" ? 1 : 0);
        const wrong = { fingerprint: "0000-0000-0000-0000-0000" };
        const answer = await post(person, `/v1/devices/${device}/approve`, wrong);
        const code = told[name] === "may" ? "wrong_fingerprint" : "not_allowed";
        expect(answer, name).toMatchObject({ status: 403, body: { code } });
      }
      return told;
    }

    test("is not let in by who changed their mail, invited them, and has activated it as them", async () => {
      const company = await world.addCompany();
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      expect((await post(ann, `/v1/users/${ben.user}/change`, { mail: "ann@own.example" })).status).toBe(204);
      const invited = await post(ann, `/v1/users/${ben.user}/invitations`, {});
      const phone = await world.newPhone();
      const [link, code] = [textIn(invited, "link"), textIn(invited, "code")];
      const officer = await addPerson(bank, "officer");
      const { status, certificate } = await phone.setUp({ link, code, mpin });
      expect(status).toBe("awaiting-approval");
      expect(await toldTo(officer.user)).toEqual([
        { kind: "device.left-to-operator", data: { device: phone.device } },
      ]);
      const people = { ann, ben, officer };
      expect(await answers(phone.device, people)).toEqual({ ann: "behind", ben: "own", officer: "may" });
      const third = { cy: await addPerson(company, "administrator") };
      expect(await answers(phone.device, { ...people, ...third })).toEqual({
        ...{ ann: "behind", ben: "own", officer: "company", cy: "may" },
      });
      const approve = { fingerprint: await fingerprintOf(certificate) };
      expect(await post(ann, `/v1/devices/${phone.device}/approve`, approve)).toMatchObject(refused);
      expect(await post(third.cy, `/v1/devices/${phone.device}/approve`, approve)).toMatchObject(allowed);
      const row = world.context.database.kysely.selectFrom("devices").select("approved_by");
      expect(await row.where("id", "=", phone.device).executeTakeFirst()).toEqual({
        ...{ approved_by: third.cy.user },
      });
    });

    test("is told of to officers once nobody of the company is left to let it in, by whatever they are gone, and once alone", async () => {
      const company = await world.addCompany({ approval: true });
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const officer = await addPerson(bank, "officer");
      const told = async () =>
        (await toldTo(officer.user)).filter(({ data }) => Object.values(data).includes(phone.device));
      const phone = await world.newPhone();
      const user = await world.addUser({ company });
      const setUp = await phone.setUp({ ...(await world.invite({ user })), mpin });
      expect(setUp).toMatchObject({ status: "awaiting-approval" });
      await sweepLeft(world.context);
      expect(await told()).toEqual([]);
      expect((await post(officer, `/v1/users/${ann.user}/freeze`)).status).toBe(204);
      await sweepLeft(world.context);
      expect(await told()).toEqual([]);
      expect((await post(officer, `/v1/devices/${ben.device}/deactivate`)).status).toBe(204);
      await new Housekeeping(world.context).sweepNow();
      const left = [{ kind: "device.left-to-operator", data: { device: phone.device } }];
      expect(await told()).toEqual(left);
      await Promise.all([sweepLeft(world.context), sweepLeft(world.context)]);
      expect(await told()).toEqual(left);
    });

    test("works at once where the command line invited", async () => {
      const company = await world.addCompany();
      const user = await createUser(world.context, { company, name: "Ann", role: "administrator" });
      const phone = await world.newPhone();
      expect(await phone.setUp({ ...(await world.invite({ user })), mpin })).toMatchObject({
        ...{ status: "active" },
      });
    });

    test("is not let in by who named the address, though another one invited, until a phone was activated since", async () => {
      const company = await world.addCompany();
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const cy = await addPerson(company, "administrator");
      const behind = async () => {
        const invited = await post(cy, `/v1/users/${ben.user}/invitations`, {});
        const row = world.context.database.kysely
          .selectFrom("activations")
          .select(["invited_by", "invited_via", "invited_with", "addressed_by", "addressed_via"])
          .where("id", "=", textIn(invited, "activation") as ActivationId);
        return row.executeTakeFirstOrThrow();
      };
      const inviting = { invited_by: cy.user, invited_via: "console", invited_with: cy.device };
      expect(await behind()).toEqual({ ...inviting, addressed_by: null, addressed_via: null });
      world.clock.advance(1);
      await post(ann, `/v1/users/${ben.user}/change`, { mail: "ann@own.example" });
      expect(await behind()).toEqual({ ...inviting, addressed_by: ann.user, addressed_via: "console" });
      const { device } = await addWaiting(company, ben.user, {
        ...{ invited_by: cy.user, addressed_by: ann.user },
      });
      const officer = await addPerson(bank, "officer");
      expect(await answers(device, { ann, ben, cy, officer })).toEqual({
        ...{ ann: "behind", ben: "own", cy: "behind", officer: "may" },
      });
      world.clock.advance(1);
      const activated = { activated_at: world.clock.now() };
      const { kysely } = world.context.database;
      await kysely.updateTable("devices").set(activated).where("id", "=", ben.device).execute();
      // By the invitation of before, which went to the address of before.
      expect(await behind()).toMatchObject({ addressed_by: ann.user });
      const { device: newer } = await copyDevice(world.context, phone.device, {
        ...{ user: ben.user, company, behind: { invited_by: cy.user } },
      });
      await kysely
        .updateTable("activations")
        .set({ created_at: world.clock.now() })
        .where("id", "=", (of) => of.selectFrom("devices").select("activation_id").where("id", "=", newer))
        .execute();
      expect(await behind()).toMatchObject({ addressed_by: null, addressed_via: null });
    });

    test("of whom somebody has added with an address, it is that one who stands behind the address", async () => {
      const company = await world.addCompany();
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const added = await post(ann, "/v1/users", { company, name: "Nora New", mail: "ann@own.example" });
      const invited = await post(ben, `/v1/users/${textIn(added, "user")}/invitations`, {});
      const row = world.context.database.kysely
        .selectFrom("activations")
        .select(["invited_by", "addressed_by"]);
      const activation = textIn(invited, "activation") as ActivationId;
      expect(await row.where("id", "=", activation).executeTakeFirst()).toEqual({
        ...{ invited_by: ben.user, addressed_by: ann.user },
      });
    });

    test("is let in by no officer who invited, also of the operator's own people, and by no portal that did", async () => {
      const [invited_by, other] = [await addPerson(bank, "officer"), await addPerson(bank, "officer")];
      const agent = await createUser(world.context, { company: bank, name: "Hal", role: "helpdesk" });
      const own = await addWaiting(bank, agent, { invited_by: invited_by.user });
      expect(await answers(own.device, { invited_by, other })).toEqual({
        invited_by: "behind",
        other: "may",
      });

      const company = await world.addCompany();
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const portal = await TestPortal.make(servers.signIn, world.context, { managesPeople: true });
      const behind = { invited_by: ann.user, invited_via: portal.id };
      const cy = await addPerson(company, "administrator");
      const { device } = await addWaiting(company, cy.user, behind);
      const through = { ...ben, browser: await portalOf(servers.signIn, world.context, { portal, ...ben }) };
      expect(await answers(device, { through, ben, ann })).toEqual({
        ...{ through: "behind", ben: "may", ann: "behind" },
      });
    });

    test("is the company’s own affair where two of it could approve, neither frozen nor with a blocked phone", async () => {
      const company = await world.addCompany();
      const { kysely } = world.context.database;
      const officer = await addPerson(bank, "officer");
      const { device } = await addWaiting(company);
      const asked = async () =>
        listIn(await officer.browser.get(`/v1/devices?query=${device}`)).items[0]?.["approval"];
      const ann = await addPerson(company, "administrator");
      expect(await asked()).toBe("may");
      const ben = await addPerson(company, "administrator");
      expect(await asked()).toBe("company");
      const freeze = (frozen_at: Date | null) =>
        kysely.updateTable("users").set({ frozen_at }).where("id", "=", ben.user).execute();
      await freeze(world.clock.now());
      expect(await asked()).toBe("may");
      await freeze(null);
      expect(await asked()).toBe("company");
      const block = (of: DeviceId) =>
        sql`update devices set tries = tries_allowed where id = ${of}`.execute(kysely);
      await block(ann.device);
      expect(await asked()).toBe("may");
      await block(device);
      expect(await asked()).toBeNull();
    });

    test("is said to be nobody’s where all who could stand behind it, with who should invite anew, and who could approve before anybody invites", async () => {
      const { kysely } = world.context.database;
      const officers = await kysely
        .updateTable("users")
        .set({ frozen_at: world.clock.now() })
        .where("company_id", "=", bank)
        .where("frozen_at", "is", null)
        .returning("id")
        .execute();
      const [ann, ben] = [await addPerson(bank, "officer"), await addPerson(bank, "officer")];
      const company = await world.addCompany();
      const nora = { company, name: "Nora New", mail: "nora@one.example", reference: "Letter 1" };
      const added = await post(ann, "/v1/users", nora);
      const user = textIn(added, "user") as UserId;
      const ifInvited = async ({ browser }: Person) =>
        v.parse(oneUserSchema, (await browser.get(`/v1/users/${user}`)).body).if_invited;
      expect([await ifInvited(ann), await ifInvited(ben)]).toEqual([
        { approval: "none", instead: null },
        { approval: "none", instead: null },
      ]);
      await kysely.updateTable("users").set({ role: "administrator" }).where("id", "=", user).execute();
      const instead = { id: ann.user, name: "Pat officer", operator: true };
      expect([await ifInvited(ann), await ifInvited(ben)]).toEqual([
        { approval: "operator", instead: null },
        { approval: "nobody", instead },
      ]);
      const invite = async (by: Person) => {
        const invited = await post(by, `/v1/users/${user}/invitations`, {});
        const waiting = await addWaiting(company, user);
        const activation_id = textIn(invited, "activation") as ActivationId;
        await kysely.updateTable("devices").set({ activation_id }).where("id", "=", waiting.device).execute();
        return waiting;
      };
      const counted = async ({ browser }: Person) =>
        v.parse(overviewSchema, (await browser.get("/v1/overview")).body).waiting;
      const before = await counted(ann);
      const stuck = await invite(ben);
      const listed = async ({ browser }: Person, { device }: { device: DeviceId }) =>
        listIn(await browser.get(`/v1/devices?query=${device}`)).items[0];
      for (const officer of [ann, ben]) {
        expect(await listed(officer, stuck)).toMatchObject({ approval: "nobody", instead });
        expect(await counted(officer)).toMatchObject({
          ...{ devices: before.devices, devices_unapprovable: before.devices_unapprovable + 1 },
        });
        const found = listIn(await officer.browser.get("/v1/devices?status=unapprovable"));
        expect(found.items.map(({ id }) => id)).toContain(stuck.device);
      }
      const free = await invite(ann);
      expect(await listed(ann, free)).toMatchObject({ approval: "behind", instead: null });
      const unapprovable = listIn(await ann.browser.get("/v1/devices?status=unapprovable"));
      expect(unapprovable.items.map(({ id }) => id)).not.toContain(free.device);
      expect(await listed(ben, free)).toMatchObject({ approval: "may", instead: null });
      await kysely
        .updateTable("users")
        .set({ frozen_at: null })
        // There is none where this is asked alone.
        .where("id", "=", sql<UserId>`any(${officers.map(({ id }) => id)}::text[])`)
        .execute();
    });

    test("but one of a plain user is, by who invited them; what waits is counted for who may", async () => {
      const company = await world.addCompany();
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const { user, device } = await addWaiting(company, undefined, { invited_by: ann.user });
      expect(await answers(device, { ann, ben })).toEqual({ ann: "may", ben: "may" });
      const counted = async ({ browser }: Person) => {
        const { body } = await browser.get("/v1/overview");
        return v.parse(overviewSchema, body).waiting.devices;
      };
      expect([await counted(ann), await counted(ben)]).toEqual([1, 1]);
      // From the moment on that they act on others.
      const { kysely } = world.context.database;
      await kysely.updateTable("users").set({ role: "administrator" }).where("id", "=", user).execute();
      expect(await answers(device, { ann, ben })).toEqual({ ann: "behind", ben: "may" });
      expect([await counted(ann), await counted(ben)]).toEqual([0, 1]);
    });
  });

  test("another mail address is told of there and at the one of before, and, of who acts on others, to the others", async () => {
    const { kysely } = world.context.database;
    const company = await world.addCompany();
    const [ann, ben] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    const user = await createUser(world.context, {
      company,
      name: "Nora",
      role: "user",
      mail: "old@one.example",
    });
    const change = (of: UserId, mail: string) => post(ann, `/v1/users/${of}/change`, { mail });
    const mailed = async () => {
      const due = { at: world.clock.now(), until: later(world.clock.now(), 60), most: 100 };
      const mails = await claimMails(kysely, due);
      return mails.filter(({ kind }) => kind === "mail.changed").map(({ mail_address }) => mail_address);
    };
    const toldOf = async (reader: UserId) => {
      const told = kysely.selectFrom("notices").select(["about_id"]).where("kind", "=", "mail.changed");
      return (await told.where("user_id", "=", reader).execute()).map(({ about_id }) => about_id);
    };
    // What the tests before have left.
    await mailed();
    await change(user, "old@one.example");
    expect(await mailed()).toEqual([]);
    await change(user, "new@one.example");
    expect((await mailed()).sort()).toEqual(["new@one.example", "old@one.example"]);
    expect([await toldOf(user), await toldOf(ben.user)]).toEqual([[null], []]);
    await change(ben.user, "ben@one.example");
    expect(await mailed()).toEqual(["ben@one.example"]);
    expect([await toldOf(ben.user), await toldOf(ann.user)]).toEqual([[null], [ben.user]]);

    const [officer, other] = [await addPerson(bank, "officer"), await addPerson(bank, "officer")];
    await post(officer, `/v1/users/${other.user}/change`, { mail: "officer@bank.example" });
    expect(await toldOf(officer.user)).toEqual([other.user]);
  });

  describe("who is made an administrator", () => {
    /** Ann has added and invited Nora, and let their phone in. */
    async function nora() {
      const company = await world.addCompany();
      const [ann, ben] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const behind = { invited_by: ann.user };
      const { user, device, fingerprint } = await addWaiting(company, undefined, behind);
      expect(await post(ann, `/v1/devices/${device}/approve`, { fingerprint })).toMatchObject(allowed);
      return { company, ann, ben, user, device, fingerprint };
    }

    const propose = async (by: Person, user: UserId) =>
      `/v1/proposals/${textIn(await post(by, `/v1/users/${user}/make-administrator`, {}), "proposal")}`;

    async function roleOf(user: UserId): Promise<string | undefined> {
      const users = world.context.database.kysely.selectFrom("users").select("role");
      return (await users.where("id", "=", user).executeTakeFirst())?.role;
    }

    test("has phones that the second person compares, and sees who stands behind each", async () => {
      const { company, ann, ben, user, device, fingerprint } = await nora();
      const own = await consoleOf(servers.console, world.context, { user, company, device });
      const path = await propose(ann, user);
      const named = { id: ann.user, name: "Pat administrator", operator: false };
      expect((await ben.browser.get(path)).body).toMatchObject({
        proposed: { phones: [device] },
        phones: [{ id: device, fingerprint, invited_by: named, approved_by: named }],
      });
      expect(await post(ben, `${path}/confirm`, {})).toMatchObject({
        ...{ status: 400, body: { code: "comparison_required" } },
      });
      expect(await roleOf(user)).toBe("user");
      expect(await post(ben, `${path}/confirm`, { compared: true })).toMatchObject(allowed);
      expect(await roleOf(user)).toBe("administrator");
      // From now on they sign in with a factor.
      expect((await own.get("/v1/me")).status).toBe(401);
    });

    test.each<[string, (of: Awaited<ReturnType<typeof nora>>) => Promise<unknown>]>([
      ["another phone", ({ user, company }) => copyDevice(world.context, phone.device, { user, company })],
      [
        "another phone that was let in since",
        async ({ ann, user, company }) => {
          const { device, fingerprint } = await addWaiting(company, user, { invited_by: ann.user });
          return post(ann, `/v1/devices/${device}/approve`, { fingerprint });
        },
      ],
      ["none any more", ({ ann, device }) => post(ann, `/v1/devices/${device}/deactivate`)],
    ])("is not, with %s than when it was proposed", async (_what, changes) => {
      const made = await nora();
      const path = await propose(made.ann, made.user);
      await changes(made);
      expect(await post(made.ben, `${path}/confirm`, { compared: true })).toMatchObject({
        ...{ status: 409, body: { code: "proposal_void" } },
      });
      expect(await roleOf(made.user)).toBe("user");
    });

    describe("is confirmed by nobody who stands behind a phone of theirs, nor by the portal that it came by, but by an officer", () => {
      interface Parties {
        ann: Person;
        ben: Person;
        annThrough: Person;
        portal: ClientId;
      }
      test.each<[string, (of: Parties) => [Behind, approver: Person], "officer" | "ben"]>([
        ["ben invited", ({ ann, ben }) => [{ invited_by: ben.user }, ann], "officer"],
        [
          "ben named the address",
          ({ ann, ben }) => [{ invited_by: ann.user, addressed_by: ben.user }, ann],
          "officer",
        ],
        ["ben let it in", ({ ann, ben }) => [{ invited_by: ann.user }, ben], "officer"],
        [
          "the portal invited",
          ({ ann, portal }) => [{ invited_by: ann.user, invited_via: portal }, ann],
          "ben",
        ],
        [
          "the portal named the address",
          ({ ann, portal }) => [{ addressed_by: ann.user, addressed_via: portal }, ann],
          "ben",
        ],
        ["the portal let it in", ({ ann, annThrough }) => [{ invited_by: ann.user }, annThrough], "ben"],
      ])("where %s", async (_what, stands, confirmer) => {
        const company = await world.addCompany();
        const [ann, ben] = [
          await addPerson(company, "administrator"),
          await addPerson(company, "administrator"),
        ];
        const officer = await addPerson(bank, "officer");
        const portal = await TestPortal.make(servers.signIn, world.context, { managesPeople: true });
        const through = async (who: Person) => ({
          ...who,
          browser: await portalOf(servers.signIn, world.context, { portal, ...who }),
        });
        const [annThrough, benThrough] = [await through(ann), await through(ben)];
        const [behind, approver] = stands({ ann, ben, annThrough, portal: portal.id });
        const { user, device, fingerprint } = await addWaiting(company, undefined, behind);
        expect(await post(approver, `/v1/devices/${device}/approve`, { fingerprint })).toMatchObject(allowed);
        const path = await propose(ann, user);
        const shown = async ({ browser }: Person) => v.parse(proposalSchema, (await browser.get(path)).body);
        const others = confirmer === "ben" ? [benThrough] : [ben, benThrough];
        for (const other of others) {
          expect(await shown(other)).toMatchObject({ may: { decide: false, withdraw: false }, behind: true });
          const refused = { status: 403, body: { code: "not_allowed" } };
          expect(await post(other, `${path}/confirm`, { compared: true })).toMatchObject(refused);
          expect(await post(other, `${path}/reject`, {})).toMatchObject(refused);
        }
        expect(await roleOf(user)).toBe("user");
        const toldOf = async (who: Person) =>
          (await toldTo(who.user)).filter(({ data }) => path.endsWith(Object.values(data).join())).length;
        expect([await toldOf(ben), await toldOf(officer)]).toEqual(confirmer === "ben" ? [1, 0] : [0, 1]);
        const second = confirmer === "ben" ? ben : officer;
        expect(await shown(second)).toMatchObject({ may: { decide: true, withdraw: false }, behind: false });
        expect(await post(second, `${path}/confirm`, { compared: true })).toMatchObject(allowed);
        expect(await roleOf(user)).toBe("administrator");
      });
    });

    test("gets no phone in that waits by the word of who invited them", async () => {
      const { company, ann, ben, user } = await nora();
      const path = await propose(ann, user);
      const { device, fingerprint } = await addWaiting(company, user, { invited_by: ann.user });
      expect(await post(ben, `${path}/confirm`, { compared: true })).toMatchObject(allowed);
      const approve = `/v1/devices/${device}/approve`;
      expect((await post(ann, approve, { fingerprint })).status).toBe(403);
      expect(await post(ben, approve, { fingerprint })).toMatchObject(allowed);
    });
  });

  describe("who is not there any more", () => {
    /** Two administrators; the second has invited a user and proposed a policy. */
    async function begun() {
      const company = await world.addCompany();
      const [ada, bob] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      const user = await createUser(world.context, { company, name: "Nora New", role: "user" });
      expect((await post(bob, `/v1/users/${user}/invitations`, {})).status).toBe(201);
      const { body } = await ada.browser.get(`/v1/companies/${company}/policy`);
      const policy = { ...v.parse(companyPolicyAnswerSchema, body).policy, devices: 2 };
      expect((await post(bob, `/v1/companies/${company}/policy`, { policy })).status).toBe(202);
      const whatIsOpen = async () => [
        listIn(await ada.browser.get(`/v1/users/${user}/invitations`)).items[0]?.["status"],
        listIn(await ada.browser.get("/v1/proposals")).items[0]?.["status"],
      ];
      expect(await whatIsOpen()).toEqual(["open", "open"]);
      return { company, ada, bob, user, whatIsOpen };
    }

    test.each<[string, (bob: Person, by: Person) => Promise<ConsoleAnswer>, string]>([
      ["was stopped", (bob, by) => post(by, `/v1/users/${bob.user}/freeze`), "inviter-frozen"],
      ["was removed", (bob, by) => post(by, `/v1/users/${bob.user}/remove`), "inviter-removed"],
      [
        "is an administrator no longer",
        (bob, by) => post(by, `/v1/users/${bob.user}/end-administrator`),
        "inviter-ended",
      ],
      [
        "has lost the phone that they were signed in by",
        (bob, by) => post(by, `/v1/devices/${bob.device}/deactivate`),
        "inviting-phone-ended",
      ],
    ])("takes along what they have begun: who %s", async (_how, ends, reason) => {
      const { ada, bob, user, whatIsOpen } = await begun();
      expect((await ends(bob, ada)).status).toBe(204);
      expect(await whatIsOpen()).toEqual(["revoked", "void"]);
      expect(await recorded("activation.revoked", user)).toMatchObject({ reason });
      const secrets = world.context.database.kysely.selectFrom("activation_secrets").select("activation_id");
      const left = secrets.where("activation_id", "in", (of) =>
        of.selectFrom("activations").select("id").where("user_id", "=", user),
      );
      expect(await left.execute()).toEqual([]);
    });

    test("takes nothing of others along", async () => {
      const first = await begun();
      const second = await begun();
      await post(second.ada, `/v1/devices/${second.bob.device}/deactivate`);
      expect(await first.whatIsOpen()).toEqual(["open", "open"]);
      await post(first.bob, `/v1/devices/${first.ada.device}/deactivate`);
      expect(listIn(await first.bob.browser.get("/v1/proposals")).items[0]).toMatchObject({ status: "open" });
    });

    test("is a whole company that was stopped: its invitations end", async () => {
      const { company, user } = await begun();
      const officer = await addPerson(bank, "officer");
      expect((await post(officer, `/v1/companies/${company}/stop`)).status).toBe(204);
      const [invitation] = listIn(await officer.browser.get(`/v1/users/${user}/invitations`)).items;
      expect(invitation).toMatchObject({ status: "revoked" });
      expect(await recorded("activation.revoked", user)).toMatchObject({ reason: "company-stopped" });
    });
  });

  test("nobody is invited into a company that is stopped already, by whomever, until it goes on", async () => {
    const company = await world.addCompany();
    const user = await world.addUser({ company });
    const officer = await addPerson(bank, "officer");
    const invite = () => post(officer, `/v1/users/${user}/invitations`, {});
    expect((await post(officer, `/v1/companies/${company}/stop`)).status).toBe(204);
    expect(await invite()).toMatchObject({ status: 403, body: { code: "company_stopped" } });
    await expect(world.invite({ user })).rejects.toMatchObject({ code: "company_stopped" });
    expect(listIn(await officer.browser.get(`/v1/users/${user}/invitations`)).items).toEqual([]);
    const goOn = { stopped_at: null };
    await world.context.database.kysely
      .updateTable("companies")
      .set(goOn)
      .where("id", "=", company)
      .execute();
    expect((await invite()).status).toBe(201);
  });

  test("one's own phone is ended by oneself, which ends one's session", async () => {
    const person = await addPerson(await world.addCompany(), "user");
    const device = textIn(await person.browser.get("/v1/me"), "device");
    expect(await post(person, `/v1/devices/${device}/deactivate`)).toMatchObject(allowed);
    expect((await person.browser.get("/v1/me")).status).toBe(401);
    expect(await toldTo(person.user)).toContainEqual({
      ...{ kind: "device.deactivated", data: { device, cause: "user" } },
    });
  });

  test("a company is given another name by officers alone: found by it at once, and on the record with the one of before", async () => {
    const company = await createCompany(world.context, { name: "Ancient Mill" });
    const person = await addPerson(company, "administrator");
    const officer = await addPerson(bank, "officer");
    const path = `/v1/companies/${company}/rename`;
    const name = "Modern Mill";
    for (const other of [person, await addPerson(bank, "helpdesk")])
      expect((await post(other, path, { name })).status).toBe(404);
    expect((await post(officer, path, { name: "Mill\u202e" })).status).toBe(400);
    expect(await post(officer, path, { name })).toMatchObject(allowed);
    expect(await post(officer, path, { name })).toMatchObject(decided);
    expect(await person.browser.get("/v1/me")).toMatchObject({ body: { company: { id: company, name } } });
    const found = async (query: string) =>
      listIn(await officer.browser.get(`/v1/companies?query=${query}`)).items.map(({ id }) => id);
    expect(await found("modern")).toEqual([company]);
    expect(await found("ancient")).toEqual([]);
    expect(await recorded("company.renamed", company)).toMatchObject({
      ...{ by: officer.user, via: "console", company, name, former: "Ancient Mill" },
    });
  });

  test("all phones of one's own are ended at once, with all that any of them had signed in", async () => {
    const company = await world.addCompany();
    const [person, other] = [await addPerson(company, "user"), await addPerson(company, "user")];
    const { user } = person;
    const second = await copyDevice(world.context, phone.device, { user, company });
    const elsewhere = await consoleOf(servers.console, world.context, {
      ...{ user, company, device: second.device },
    });
    expect((await elsewhere.get("/v1/me")).status).toBe(200);
    const path = `/v1/users/${user}/devices/deactivate`;
    expect((await post(other, path)).status).toBe(404);
    expect(await post(person, path)).toMatchObject({ status: 200, body: { devices: 2 } });
    expect(await statusesOf(user)).toEqual(["deactivated", "deactivated"]);
    for (const browser of [person.browser, elsewhere]) expect((await browser.get("/v1/me")).status).toBe(401);
    expect((await other.browser.get("/v1/me")).status).toBe(200);
    const told = (await toldTo(user)).filter(({ kind }) => kind === "device.deactivated");
    expect(told).toHaveLength(2);
    expect(told.map(({ data }) => data)).toContainEqual({ device: second.device, cause: "user" });
    for (const device of [person.device, second.device])
      expect(await recorded("device.deactivated", device)).toMatchObject({
        by: user,
        via: "console",
        ...why,
      });
  });

  test("all phones of a user, or of a company, are ended, and nobody else's", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const [ada, bob] = [await addPerson(company, "user"), await addPerson(company, "user")];
    await addWaiting(company, ada.user);
    const ofUser = await post(administrator, `/v1/users/${ada.user}/devices/deactivate`);
    expect(ofUser).toMatchObject({ status: 200, body: { devices: 2 } });
    expect(await statusesOf(ada.user)).toEqual(["deactivated", "deactivated"]);
    expect(await statusesOf(bob.user)).toEqual(["active"]);
    const officer = await addPerson(bank, "officer");
    const path = `/v1/companies/${company}/devices/deactivate`;
    expect(await post(officer, path)).toMatchObject({ status: 200, body: { devices: 2 } });
    expect(await statusesOf(bob.user)).toEqual(["deactivated"]);
    expect((await administrator.browser.get("/v1/me")).status).toBe(401);
    expect((await officer.browser.get("/v1/me")).status).toBe(200);
    expect(await post(officer, path)).toMatchObject({ status: 200, body: { devices: 0 } });
  });

  test("a user is added, changed, and found by what they are called now", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const created = await post(administrator, "/v1/users", {
      company,
      name: "Zoë Müller",
      mail: "zoe@a.example",
    });
    expect(created.status).toBe(201);
    const user = textIn(created, "user");
    const changes = { name: "Zoë Öztürk", mail: null, language: "tr" };
    expect(await post(administrator, `/v1/users/${user}/change`, changes)).toMatchObject(allowed);
    expect((await administrator.browser.get(`/v1/users/${user}`)).body).toMatchObject({
      ...{ name: "Zoë Öztürk", mail: null, language: "tr", role: "user", company: { id: company } },
    });
    const found = async (query: string) =>
      listIn(await administrator.browser.get(`/v1/users?query=${query}`)).items.length;
    expect([await found("ozturk"), await found("muller"), await found("zoe")]).toEqual([1, 0, 1]);
    expect(await recorded("user.changed", user)).toMatchObject({ changed: "language mail name" });
    expect((await post(administrator, `/v1/users/${user}/change`, {})).status).toBe(400);
  });

  test("functions of the app are given by the company, or by the bank on its request, and who has which is on record", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const officer = await addPerson(bank, "officer");
    const missing = { status: 400, body: { code: "reference_required" } };
    const nora = { company, name: "Nora New" };
    for (const functions of [undefined, ["payments"]])
      expect(await post(officer, "/v1/users", { ...nora, ...(functions && { functions }) })).toMatchObject(
        missing,
      );
    const { items } = listIn(await administrator.browser.get("/v1/users?query=nora"));
    expect(items).toEqual([]);

    const added = async (by: Person, given: object) => {
      const user = textIn(await post(by, "/v1/users", { ...nora, ...given }), "user");
      return { user, entry: await recorded("user.created", user) };
    };
    const small = await added(officer, { functions: [] });
    expect(small.entry).toMatchObject({ functions: "", by: officer.user });
    expect(small.entry).not.toHaveProperty("reference");
    const whole = await added(officer, { reference: "Letter of 3 May" });
    expect(whole.entry).toMatchObject({ functions: "payments", reference: "Letter of 3 May" });
    const own = await added(administrator, {});
    expect(own.entry).toMatchObject({ functions: "payments", by: administrator.user });
    expect(own.entry).not.toHaveProperty("reference");

    const path = `/v1/users/${whole.user}/entitle`;
    expect(await post(officer, path, { functions: [] })).toMatchObject(missing);
    expect((await administrator.browser.get(`/v1/users/${whole.user}`)).body).toMatchObject({
      functions: ["payments"],
    });
    const asked = { functions: [], reference: "Letter of 4 May" };
    expect(await post(officer, path, asked)).toMatchObject(allowed);
    expect(await recorded("user.entitled", whole.user)).toMatchObject({
      ...{ functions: "", reference: "Letter of 4 May", by: officer.user },
    });
    expect(await post(administrator, path, { functions: ["payments"] })).toMatchObject(allowed);
  });

  test("a user who is removed is gone, with all that was theirs", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const leaving = await addPerson(company, "user");
    const { activation } = await world.invite({ user: leaving.user });
    const request = await world.addSignature({ user: leaving.user, company });
    const { kysely } = world.context.database;
    const at = world.clock.now();
    const computer = `cpt_${randomBytes(32).toString("base64url")}` as ComputerId;
    await kysely
      .insertInto("computers")
      .values({ id: computer, computer_key: "{}", description: "A computer", created_at: at, used_at: at })
      .execute();
    await world.makeKnown({ computer }, { user: leaving.user, company });
    const known = async () =>
      listIn(await administrator.browser.get(`/v1/devices?user=${leaving.user}`)).items[0]?.["computers"];
    expect(await known()).toBe(1);
    await kysely
      .updateTable("user_computers")
      .set({ expires_at: at })
      .where("user_id", "=", leaving.user)
      .execute();
    expect(await known()).toBe(0);
    const enrolments = kysely.selectFrom("enrolments").select("id").where("user_id", "=", leaving.user);
    await kysely
      .insertInto("enrolments")
      .values({
        ...{ id: newEnrolmentId(), user_id: leaving.user, company_id: company, device_id: leaving.device },
        ...{ computer_id: computer, statement: "", created_at: at, expires_at: later(at, 600) },
      })
      .execute();
    const computers = kysely
      .selectFrom("user_computers")
      .select("computer_id")
      .where("user_id", "=", leaving.user);
    expect(await computers.execute()).toHaveLength(1);
    expect(await post(administrator, `/v1/users/${leaving.user}/remove`)).toMatchObject(allowed);
    expect(await enrolments.execute()).toEqual([]);
    expect(await computers.execute()).toEqual([]);
    expect(await statusesOf(leaving.user)).toEqual(["deactivated"]);
    const over = [
      await kysely.selectFrom("activations").select("status").where("id", "=", activation).execute(),
      await kysely.selectFrom("requests").select("status").where("id", "=", request).execute(),
    ];
    expect(over.flat()).toEqual([{ status: "revoked" }, { status: "withdrawn" }]);
    expect((await leaving.browser.get("/v1/me")).status).toBe(401);
    const listed = async (status: string) =>
      listIn(await administrator.browser.get(`/v1/users?${status}`)).items.map(({ id }) => id);
    expect(await listed("")).not.toContain(leaving.user);
    expect(await listed("status=removed")).toEqual([leaving.user]);
    for (const act of ["remove", "freeze", "devices/deactivate"])
      expect(await post(administrator, `/v1/users/${leaving.user}/${act}`)).toMatchObject(decided);
    await expect(world.invite({ user: leaving.user })).rejects.toThrow("There is no user");
    // Nor does who had no phone to end leave anything behind, and nobody is told that they were stopped.
    const phoneless = await createUser(world.context, { company, name: "Nell Phoneless", role: "user" });
    const asked = await world.addSignature({ user: phoneless, company });
    expect(await post(administrator, `/v1/users/${phoneless}/remove`)).toMatchObject(allowed);
    expect(
      await kysely.selectFrom("requests").select(["status", "reason"]).where("id", "=", asked).execute(),
    ).toEqual([{ status: "withdrawn", reason: "no-device" }]);
  });

  test("a company keeps its last administrator, whoever asks", async () => {
    const company = await world.addCompany();
    const [ada, bob] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    expect(await post(ada, `/v1/users/${ada.user}/remove`)).toMatchObject({ status: 403 });
    // Each removes the other at once: one is gone before their own turn comes.
    const both = await Promise.all([
      post(ada, `/v1/users/${bob.user}/remove`),
      post(bob, `/v1/users/${ada.user}/remove`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 401]);
    const left = both[0].status === 204 ? ada : bob;
    const officer = await addPerson(bank, "officer");
    expect(await post(officer, `/v1/users/${left.user}/remove`)).toMatchObject({
      ...{ status: 409, body: { code: "last_administrator" } },
    });
    expect((await left.browser.get("/v1/me")).status).toBe(200);
  });

  test("of two who take a company's two administrators away at once, or step down at once, one is too late", async () => {
    const [first, second] = [await addPerson(bank, "officer"), await addPerson(bank, "officer")];
    const late = { status: 409, body: { code: "last_administrator" } };
    for (const way of ["removed", "stepped down"]) {
      const company = await world.addCompany();
      const ann = await addPerson(company, "administrator");
      const ben = await addPerson(company, "administrator");
      const answers = await (way === "removed"
        ? Promise.all([
            post(first, `/v1/users/${ann.user}/remove`),
            post(second, `/v1/users/${ben.user}/remove`),
          ])
        : Promise.all([ann, ben].map((one) => post(one, `/v1/users/${one.user}/end-administrator`))));
      answers.sort((one, other) => one.status - other.status);
      expect(answers, way).toMatchObject([{ status: 204 }, late]);
      const { items } = listIn(await first.browser.get(`/v1/users?company=${company}&status=administrator`));
      expect(items, way).toHaveLength(1);
    }
  });

  test.each<[string, (ann: Person, ben: Person) => Promise<ConsoleAnswer>]>([
    ["who is stopped", (ann, ben) => post(ann, `/v1/users/${ben.user}/freeze`)],
    ["without a phone", (ann, ben) => post(ann, `/v1/users/${ben.user}/devices/deactivate`)],
  ])("nobody steps down who would leave a company to one %s", async (_who, stops) => {
    const company = await world.addCompany();
    const [ann, ben] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    expect((await stops(ann, ben)).status).toBeLessThan(300);
    const path = `/v1/users/${ann.user}/end-administrator`;
    expect(await post(ann, path)).toMatchObject({ status: 409, body: { code: "last_administrator" } });
    const cy = await addPerson(company, "administrator");
    expect(await post(ann, path)).toMatchObject(allowed);
    // The bank may end who could act, and acts for the company then.
    const officer = await addPerson(bank, "officer");
    expect(await post(officer, `/v1/users/${cy.user}/end-administrator`)).toMatchObject(allowed);
  });

  test("a user who is stopped is told so, and goes on when somebody says so", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const stopped = await addPerson(company, "user");
    const request = await world.addSignature({ user: stopped.user, company });
    const act = (name: string) => post(administrator, `/v1/users/${stopped.user}/${name}`);
    expect(await act("unfreeze")).toMatchObject(decided);
    expect(await act("freeze")).toMatchObject(allowed);
    expect(await act("freeze")).toMatchObject(decided);
    expect((await stopped.browser.get("/v1/me")).status).toBe(401);
    expect(await toldTo(stopped.user)).toContainEqual({ kind: "user.stopped", data: {} });
    expect(await recorded("user.frozen", stopped.user)).toMatchObject({
      ...{ ...why, by: administrator.user, stopped: 1 },
    });
    const { status } = await world.context.database.kysely
      .selectFrom("requests")
      .select("status")
      .where("id", "=", request)
      .executeTakeFirstOrThrow();
    expect(status).toBe("withdrawn");
    expect(await act("unfreeze")).toMatchObject(allowed);
    // What was stopped stays so; what is begun anew goes on.
    expect((await stopped.browser.get("/v1/me")).status).toBe(401);
    const { user, device } = stopped;
    const anew = await consoleOf(servers.console, world.context, { user, company, device });
    expect((await anew.get("/v1/me")).status).toBe(200);
  });

  test("an invitation is sent, sent anew, seen, and taken back", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const user = await world.addUser({ company });
    const path = `/v1/users/${user}/invitations`;
    const send = () => administrator.browser.call({ path });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    const invited = await world.newPhone();
    await expect(invited.fetchOffer(textIn(first, "link"))).rejects.toThrow();
    await expect(invited.fetchOffer(textIn(second, "link"))).resolves.toBeTypeOf("string");
    const states = async () =>
      listIn(await administrator.browser.get(path)).items.map(({ id, status }) => [id, status]);
    expect(Object.fromEntries(await states())).toEqual({
      [textIn(first, "activation")]: "revoked",
      [textIn(second, "activation")]: "open",
    });
    const invitedUntil = async () =>
      v.parse(oneUserSchema, (await administrator.browser.get(`/v1/users/${user}`)).body).invited_until;
    expect(second.body).toMatchObject({ expires: (await invitedUntil()) ?? "none" });
    const revoke = () => post(administrator, `/v1/invitations/${textIn(second, "activation")}/revoke`);
    expect([await revoke(), await revoke()]).toMatchObject([allowed, decided]);
    expect(await invitedUntil()).toBeNull();
  });

  test("an invitation is sent anew in the place of a certain one, as long as that is the newest and was not used", async () => {
    const company = await world.addCompany();
    const administrator = await addPerson(company, "administrator");
    const [user, other] = [await world.addUser({ company }), await world.addUser({ company })];
    const path = `/v1/users/${user}/invitations`;
    const send = (before?: string, at = path) =>
      administrator.browser.call({ path: at, body: before === undefined ? {} : { instead_of: before } });
    const first = textIn(await send(), "activation");
    const second = textIn(await send(first), "activation");
    // Somebody else was first, or it is not theirs.
    for (const before of [first, newActivationId()]) expect(await send(before)).toMatchObject(decided);
    expect(await send(second, `/v1/users/${other}/invitations`)).toMatchObject(decided);
    expect(listIn(await administrator.browser.get(path)).items).toHaveLength(2);
    await post(administrator, `/v1/invitations/${second}/revoke`);
    const third = textIn(await send(second), "activation");
    await world.context.database.kysely
      .updateTable("activations")
      .set({ expires_at: world.clock.now() })
      .where("id", "=", third as ActivationId)
      .execute();
    const fourth = await send(third);
    expect(fourth.status).toBe(201);
    const last = textIn(fourth, "activation");
    const own = await world.newPhone();
    await own.setUp({ link: textIn(fourth, "link"), code: textIn(fourth, "code"), mpin });
    expect(await send(last)).toMatchObject(decided);
  });

  test("an invitation's link goes by mail where there is an address, and whoever invites has the code alone", async () => {
    const company = await world.addCompany();
    const { user } = await addPerson(company, "administrator");
    const caller: Caller = { user, company, role: "administrator", organization: "client", via: "console" };
    const from = { name: "Example Bank", address: "bank@example.com" };
    const mail = { host: "localhost", port: 465, security: "tls", from } as const;
    const context = { ...world.context, config: { ...world.context.config, mail } };
    const invite = async (address?: string) => {
      const invited = await createUser(context, { company, name: "Ivo", role: "user", mail: address });
      const sent = await inviteUserOf(context, caller, { user: invited });
      const mails = await context.database.kysely
        .selectFrom("notice_deliveries")
        .select("channel")
        .where("activation_id", "=", sent.activation)
        .execute();
      return { link: sent.link !== null, code: sent.code !== "", mails: mails.length };
    };
    expect(await invite("ivo@mill.example")).toEqual({ link: false, code: true, mails: 1 });
    expect(await invite()).toEqual({ link: true, code: true, mails: 0 });
  });

  test("somebody who has another role since, or is gone, does nothing more", async () => {
    const company = await world.addCompany();
    const { user } = await addPerson(company, "administrator");
    await addPerson(company, "administrator");
    const caller: Caller = { user, company, role: "administrator", organization: "client", via: "console" };
    const { device } = await addWaiting(company);
    const set = (values: { role?: Role; removed_at?: Date | null; frozen_at?: Date | null }) =>
      world.context.database.kysely.updateTable("users").set(values).where("id", "=", user).execute();
    const act = () => deactivateDeviceOf(world.context, caller, { device, ...why });
    const at = world.clock.now();
    for (const [lost, back] of [
      [{ role: "user" }, { role: "administrator" }],
      [{ removed_at: at }, { removed_at: null }],
      [{ frozen_at: at }, { frozen_at: null }],
    ] as const) {
      await set(lost);
      await expect(act()).rejects.toMatchObject({ code: "sign_in_required" });
      await set(back);
    }
    await expect(act()).resolves.toBeUndefined();
    const nobody = { ...caller, user: newUserId() };
    await expect(deactivateDeviceOf(world.context, nobody, { device, ...why })).rejects.toMatchObject({
      code: "sign_in_required",
    });
  });

  test("what others are told of is done to a user so often a day, and to no end; stopping is always done", async () => {
    const company = await world.addCompany();
    const [ann, bob] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    const { user } = await addPerson(company, "user");
    /** How often until it is refused. */
    const times = async (path: string, body: (time: number) => object = () => why) => {
      for (let done = 0; done < 40; done += 1) {
        const { status } = await post(ann, `/v1/users/${user}/${path}`, body(done));
        if (status === 429) return done;
        if (path === "unfreeze") await post(ann, `/v1/users/${user}/freeze`);
      }
      return 40;
    };
    await post(ann, `/v1/users/${user}/freeze`);
    expect(await times("unfreeze")).toBe(10);
    await world.context.database.kysely
      .updateTable("users")
      .set({ frozen_at: null })
      .where("id", "=", user)
      .execute();
    expect(await times("change", (time) => ({ mail: `ann${time}@mill.example` }))).toBe(10);
    expect(await times("invitations", () => ({}))).toBe(10);
    // Nobody uses up what another one may send.
    expect((await post(bob, `/v1/users/${user}/invitations`, {})).status).toBe(201);
    for (let made = 0; made < 25; made += 1) {
      const proposal = textIn(await post(ann, `/v1/users/${user}/make-administrator`, {}), "proposal");
      expect((await post(ann, `/v1/proposals/${proposal}/withdraw`, {})).status).toBe(204);
    }
    expect((await post(ann, `/v1/users/${user}/make-administrator`, {})).status).toBe(429);
    world.clock.advance(800);
    expect((await post(bob, `/v1/users/${user}/make-administrator`, {})).status).toBe(202);
  });

  test("of invitations that are all asked for at once no more are sent than in a row", async () => {
    const company = await world.addCompany();
    const ann = await addPerson(company, "administrator");
    const path = `/v1/users/${await world.addUser({ company })}/invitations`;
    const sent = await Promise.all(Array.from({ length: 13 }, () => post(ann, path, {})));
    const statuses = sent.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429, 429, 429]);
    expect(listIn(await ann.browser.get(path)).items.filter(({ status }) => status === "open")).toHaveLength(
      1,
    );
  });

  test("what leaves the server in one person's name has an end, however many users it is spread over; stopping has none", async () => {
    const company = await world.addCompany();
    const [ann, bob] = [await addPerson(company, "administrator"), await addPerson(company, "administrator")];
    const { user } = await addPerson(company, "user");
    const { kysely } = world.context.database;
    /** As many of the log's entries, about others, as the day leaves all but one of. */
    const doBefore = (kind: string, most: number) =>
      sql`
      insert into audit_entries (id, at, company_id, kind, position, entry)
      select gen_random_uuid()::text, ${world.clock.now()}::timestamptz, ${company}, ${kind}, 10000000 + n,
        json_build_object('by', ${ann.user}::text)::text
      from generate_series(1, ${most - 1}::integer) as n
    `.execute(kysely);
    /** As if the log were written at once, which it is a moment later. */
    const place = () =>
      sql`
      update audit_entries set position = 20000000 + row from (
        select id as unplaced, row_number() over () as row from audit_entries where position is null
      ) as waiting where id = unplaced
    `.execute(kysely);
    const limits = [
      ["user.unfrozen", 500, () => post(ann, `/v1/users/${user}/unfreeze`)],
      [
        "user.changed",
        500,
        (time: number) => post(ann, `/v1/users/${user}/change`, { mail: `a${time}@mill.example` }),
      ],
      ["activation.invited", 25_000, () => post(ann, `/v1/users/${user}/invitations`, {})],
    ] as const;
    try {
      for (const [kind, most, act] of limits) {
        await doBefore(kind, most);
        await post(bob, `/v1/users/${user}/freeze`);
        expect((await act(1)).status, kind).toBeLessThan(300);
        await place();
        expect((await post(bob, `/v1/users/${user}/freeze`)).status).toBeLessThan(500);
        expect((await act(2)).status, kind).toBe(429);
        await sql`delete from audit_entries where position >= 10000000`.execute(kysely);
      }
      expect((await post(ann, `/v1/users/${user}/devices/deactivate`)).status).toBe(200);
    } finally {
      await sql`delete from audit_entries where position >= 10000000`.execute(kysely);
    }
  });

  describe("whoever acts is looked at once the body is there, which may come long after they were asked who they are", () => {
    /** Sends the headers alone, and gives back what sends the body: by then the server knows who calls. */
    async function hold({ user, browser }: Person, path: string, body: object) {
      const payload = new PassThrough();
      const { cookies } = v.parse(v.object({ cookies: v.map(v.string(), v.string()) }), browser);
      const cookie = [...cookies].map((member) => member.join("=")).join();
      const origin = world.context.config.consoleOrigin;
      const headers = { origin, cookie, "content-type": "application/json" };
      world.clock.advance(1);
      const answer = servers.console.inject({ method: "POST", url: path, headers, payload });
      const used = world.context.database.kysely.selectFrom("console_sessions").select("used_at");
      const usedAt = async () => (await used.where("user_id", "=", user).executeTakeFirstOrThrow()).used_at;
      await expect.poll(usedAt).toEqual(world.clock.now());
      return async () => {
        payload.end(JSON.stringify(body));
        return (await answer).statusCode;
      };
    }

    async function companyOfTwo(): Promise<{
      company: CompanyId;
      thief: Person;
      other: Person;
      user: Person;
    }> {
      const company = await world.addCompany();
      const [thief, other] = [
        await addPerson(company, "administrator"),
        await addPerson(company, "administrator"),
      ];
      return { company, thief, other, user: await addPerson(company, "user") };
    }

    test("after the phone was deactivated nothing is invited to, proposed, confirmed or removed", async () => {
      const { company, thief, other, user } = await companyOfTwo();
      const [making, removed] = [await addPerson(company, "user"), await addPerson(company, "user")];
      const theirs = textIn(await post(other, `/v1/users/${making.user}/make-administrator`, {}), "proposal");
      const prepared = [
        await hold(thief, `/v1/users/${user.user}/invitations`, {}),
        await hold(thief, `/v1/users/${user.user}/make-administrator`, {}),
        await hold(thief, `/v1/proposals/${theirs}/confirm`, { compared: true }),
        await hold(thief, `/v1/users/${removed.user}/remove`, why),
      ];
      expect(await post(other, `/v1/devices/${thief.device}/deactivate`)).toMatchObject(allowed);
      for (const send of prepared) expect(await send()).toBe(401);
    });

    test("nor after signing out, or once a frozen or blocked phone is only marked as such", async () => {
      const { thief, user } = await companyOfTwo();
      const signedOut = await hold(thief, `/v1/users/${user.user}/invitations`, {});
      expect(await thief.browser.call({ path: "/v1/session/end" })).toMatchObject(allowed);
      expect(await signedOut()).toBe(401);
      for (const marks of [{ frozen: true }, { tries: triesAllowed }]) {
        const { thief: next, user: invited } = await companyOfTwo();
        const marked = await hold(next, `/v1/users/${invited.user}/invitations`, {});
        const devices = world.context.database.kysely.updateTable("devices");
        await devices.set(marks).where("id", "=", next.device).execute();
        expect(await marked(), JSON.stringify(marks)).toBe(401);
      }
    });

    test("nor by a portal that may act for them no longer", async () => {
      const { kysely } = world.context.database;
      const invite = async (end?: (portal: TestPortal, user: UserId) => Promise<unknown>) => {
        const { thief, user } = await companyOfTwo();
        const portal = await TestPortal.make(servers.signIn, world.context, { managesPeople: true });
        await signedInAt(world.context, { client: portal.id, user: thief.user, device: thief.device });
        const caller = await actingUser(world.context, portal.id, thief.user);
        await end?.(portal, thief.user);
        return inviteUserOf(world.context, caller, { user: user.user });
      };
      await expect(invite()).resolves.toHaveProperty("activation");
      const refused = { code: "sign_in_required" };
      await expect(
        invite((_portal, user) => kysely.deleteFrom("client_sign_ins").where("user_id", "=", user).execute()),
      ).rejects.toMatchObject(refused);
      for (const change of [{ manages_people: false }, { ended_at: world.clock.now() }])
        await expect(
          invite(({ id }) => kysely.updateTable("clients").set(change).where("id", "=", id).execute()),
        ).rejects.toMatchObject(refused);
    });

    test.skipIf(engine === "pglite")("and an end that is half written is waited for", async () => {
      const { thief, user } = await companyOfTwo();
      const { kysely } = world.context.database;
      const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      const send = await hold(thief, `/v1/users/${user.user}/make-administrator`, {});
      let status: number | undefined;
      let proposing: Promise<void> | undefined;
      await kysely.transaction().execute(async (transaction) => {
        const end = { status: "blocked", reason: "tries", by: "server", at: world.clock.now() } as const;
        await endDevice(transaction, { device: thief.device, ...end });
        proposing = send().then((answered) => {
          status = answered;
        });
        const isOver = async () => status !== undefined || (await waiting.execute(kysely)).rows.length > 0;
        await expect.poll(isOver, { timeout: 20_000 }).toBe(true);
      });
      await proposing;
      expect(status).toBe(401);
    });
  });
});
