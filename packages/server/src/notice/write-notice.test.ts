/** Who is told of what, and that a notice is there exactly when what it tells of is. */
import type { CompanyId, ComputerId, DeviceId, UserId } from "@mtoken/protocol";
import { fingerprintOf, mpinChangeBinding } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endDevice } from "../device/end-device.ts";
import { withdrawApp } from "../integrity/withdraw-app.ts";
import { type Caller, operatorAtCommandLine } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { approveDeviceOf, deactivateDeviceOf } from "../people/device-acts.ts";
import { unfreezeUserOf } from "../people/freeze-acts.ts";
import { createUser } from "../people/users.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { mostADay } from "./limit-notices.ts";
import { writeNotice } from "./write-notice.ts";

const wrong = "111222";

describeEachEngine("notices", (engine) => {
  let world: PhoneWorld;
  let bank: CompanyId;
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    bank = await createCompany(world.context, { name: "Alarmed Bank", kind: "operator" });
  }, 60_000);
  afterAll(() => world.close());

  interface Told {
    kind: string;
    about: UserId | null;
    data: object;
  }

  async function toldTo(user: UserId): Promise<Told[]> {
    const rows = await world.context.database.kysely
      .selectFrom("notices")
      .select(["kind", "about_id", "data"])
      .where("user_id", "=", user)
      .orderBy("at")
      .execute();
    return rows.map(({ kind, about_id, data }) => ({ kind, about: about_id, data }));
  }

  function inTheConsole(user: UserId, company: CompanyId, role: "user" | "administrator"): Caller {
    return { user, company, role, organization: "client", via: "console" };
  }

  /** A company with an administrator, and a user with an active phone. */
  async function setting(policy: { approval?: boolean } = {}) {
    const company = await world.addCompany(policy);
    const user = await world.addUser({ company });
    return { company, user, administrator: await addAdministrator(company) };
  }

  function addAdministrator(company: CompanyId): Promise<UserId> {
    return createUser(world.context, { company, name: "Ben Example", role: "administrator" });
  }

  test("tell user and administrators of a new device, and nobody else", async () => {
    const { company, user, administrator } = await setting();
    const [colleague, stranger] = [await world.addUser({ company }), await addAdministrator(world.company)];
    const { device } = await world.activePhone({ user });
    const data = { device };
    expect(await toldTo(user)).toEqual([{ kind: "device.activated", about: null, data }]);
    expect(await toldTo(administrator)).toEqual([{ kind: "device.activated", about: user, data }]);
    expect(await toldTo(colleague)).toEqual([]);
    expect(await toldTo(stranger)).toEqual([]);
  });

  test("tell once whom it is about, also when that is an administrator", async () => {
    const { administrator } = await setting();
    const { device } = await world.activePhone({ user: administrator });
    expect(await toldTo(administrator)).toEqual([
      { kind: "device.activated", about: null, data: { device } },
    ]);
  });

  test("tell the bank's desk of an alarm about whom no other administrator could help, and of no other", async () => {
    const desk = (role: "officer" | "helpdesk" | "auditor") =>
      createUser(world.context, { company: bank, name: `Pat ${role}`, role });
    const [officer, helpdesk, auditor] = [
      await desk("officer"),
      await desk("helpdesk"),
      await desk("auditor"),
    ];
    const { company, user, administrator } = await setting();
    const freeze = async (whom: UserId) => {
      const phone = await world.activePhone({ user: whom });
      await phone.call(await phone.unlock(mpin), "user.freeze", {});
      world.clock.advance(1);
      return { kind: "user.frozen", about: whom };
    };
    // Without a phone nobody signs in to help.
    const first = await freeze(user);
    for (const reader of [officer, helpdesk]) expect(await toldTo(reader)).toMatchObject([first]);
    await world.activePhone({ user: administrator });
    await freeze(await world.addUser({ company }));
    expect(await toldTo(helpdesk)).toHaveLength(1);
    const second = await freeze(administrator);
    for (const reader of [officer, helpdesk]) expect(await toldTo(reader)).toMatchObject([first, second]);
    expect(await toldTo(auditor)).toEqual([]);
    // Whoever is frozen helps nobody else either.
    const third = await freeze(await world.addUser({ company }));
    expect(await toldTo(helpdesk)).toMatchObject([first, second, third]);
    await world.activePhone({ user: await addAdministrator(company) });
    await freeze(await world.addUser({ company }));
    expect(await toldTo(helpdesk)).toHaveLength(3);
  });

  test("tell officers of a computer that waits and that no other administrator could approve, and nobody who may not either", async () => {
    const desk = (role: "officer" | "helpdesk" | "auditor") =>
      createUser(world.context, { company: bank, name: `Kim ${role}`, role });
    const [officer, helpdesk, auditor] = [
      await desk("officer"),
      await desk("helpdesk"),
      await desk("auditor"),
    ];
    const { company, user, administrator } = await setting();
    await world.activePhone({ user: administrator });
    const wait = async (whom: UserId) => {
      const data = { computer: `cpt_${"A".repeat(43)}` as ComputerId, description: "Chrome on Windows" };
      const notice = { kind: "computer.waiting", data, user: whom, company, at: world.clock.now() } as const;
      await world.context.database.kysely
        .transaction()
        .execute((transaction) => writeNotice(transaction, notice));
      return { kind: "computer.waiting", about: whom };
    };
    await wait(user);
    expect(await toldTo(officer)).toEqual([]);
    const alone = await wait(administrator);
    expect(await toldTo(officer)).toMatchObject([alone]);
    await world.activePhone({ user: await addAdministrator(company) });
    await wait(administrator);
    expect(await toldTo(officer)).toMatchObject([alone]);
    for (const reader of [helpdesk, auditor]) expect(await toldTo(reader)).toEqual([]);
  });

  test("tell user and administrators that somebody who was frozen may go on", async () => {
    const { user, administrator } = await setting();
    const phone = await world.activePhone({ user });
    await phone.call(await phone.unlock(mpin), "user.freeze", {});
    world.clock.advance(1);
    await unfreezeUserOf(world.context, operatorAtCommandLine, { user, reason: "mistake" });
    expect((await toldTo(user)).at(-1)).toEqual({ kind: "user.unfrozen", about: null, data: {} });
    expect((await toldTo(administrator)).at(-1)).toEqual({ kind: "user.unfrozen", about: user, data: {} });
  });

  test("tell everybody whose phone uses a version that it is withdrawn, once, and nobody else", async () => {
    const { company, user, administrator } = await setting();
    const app = "phone/1.0.0-told";
    const opens = async (of: UserId, opened: string) => {
      const phone = await world.activePhone({ user: of });
      phone.app = opened;
      await phone.unlock(mpin);
      return phone.device;
    };
    const colleague = await world.addUser({ company });
    const device = await opens(user, app);
    const another = await opens(await world.addUser(), app);
    await opens(colleague, "phone/1.0.1");
    world.clock.advance(1);
    const withdraw = () => withdrawApp(world.context, { app, reason: "faulty", by: "command-line" });
    await withdraw();
    await expect(withdraw()).rejects.toThrow("is withdrawn already");
    const { kysely } = world.context.database;
    const told = await kysely
      .selectFrom("notices")
      .select(["user_id", "company_id", "about_id", "data"])
      .where("kind", "=", "app.withdrawn")
      .execute();
    expect(told).toHaveLength(2);
    const row = { company_id: company, user_id: user, about_id: null, data: { device } };
    expect(told).toEqual(
      expect.arrayContaining([row, expect.objectContaining({ data: { device: another } })]),
    );
    expect((await toldTo(administrator)).map(({ kind }) => kind)).not.toContain("app.withdrawn");
  });

  test.each(["biometrics.added", "mpin.changed"] as const)(
    "of %s are ten a day for each phone, and whoever does it once more is refused until a day has passed",
    async (kind) => {
      const { user, company } = await setting();
      let phone = await world.activePhone({ user });
      const { kysely } = world.context.database;
      const at = world.clock.now();
      const write = (of: DeviceId) =>
        kysely.transaction().execute(async (transaction) => {
          for (let count = 0; count < mostADay; count += 1)
            await writeNotice(transaction, { kind, data: { device: of }, user, company, at });
        });
      // Those of the phone before this one are its own.
      await write(phone.device);
      phone = await world.activePhone({ user });
      const act = async () => {
        if (kind === "biometrics.added") {
          const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
          return codeOf(phone.call(await phone.channelToEnrol(enrolment, mpin), "factor.enrol", enrolment));
        }
        const change = await phone.changeTo("802461");
        const binding = await mpinChangeBinding(change);
        const channel = await phone.unlock(mpin, { purpose: "change", binding });
        return codeOf(phone.call(channel, "mpin.change", change));
      };
      expect(await act()).toBe("accepted");
      phone = await world.activePhone({ user });
      await write(phone.device);
      expect(await act()).toBe("rate_limited");
      expect((await toldTo(user)).filter((told) => told.kind === kind)).toHaveLength(2 * mostADay + 1);
      world.clock.advance(86_400);
      expect(await act()).toBe("accepted");
    },
  );

  test("tell of a device that was replaced, and of the one that waits for approval", async () => {
    const { company, user, administrator } = await setting({ approval: true });
    const activate = async () => {
      const phone = await world.newPhone();
      const { certificate } = await phone.setUp({ ...(await world.invite({ user })), mpin });
      world.clock.advance(1);
      const fingerprint = await fingerprintOf(certificate);
      await approveDeviceOf(world.context, inTheConsole(administrator, company, "administrator"), {
        ...{ device: phone.device, fingerprint },
      });
      world.clock.advance(1);
      return phone.device;
    };
    const [first, second] = [await activate(), await activate()];
    const told = await toldTo(administrator);
    expect(told.slice(0, 3).map(({ kind, data }) => ({ kind, data }))).toEqual([
      { kind: "device.awaiting-approval", data: { device: first } },
      { kind: "device.activated", data: { device: first } },
      { kind: "device.awaiting-approval", data: { device: second } },
    ]);
    expect(told.slice(3)).toEqual(
      expect.arrayContaining([
        { kind: "device.deactivated", about: user, data: { device: first, cause: "replaced" } },
        { kind: "device.activated", about: user, data: { device: second } },
      ]),
    );
  });

  test.each<[string, (people: Awaited<ReturnType<typeof setting>>) => Caller]>([
    ["user", ({ user, company }) => inTheConsole(user, company, "user")],
    ["administrator", ({ administrator, company }) => inTheConsole(administrator, company, "administrator")],
    ["operator", () => operatorAtCommandLine],
  ])("say that a device was deactivated by: %s", async (cause, callerOf) => {
    const people = await setting();
    const { user, administrator } = people;
    const { device } = await world.activePhone({ user });
    world.clock.advance(1);
    await deactivateDeviceOf(world.context, callerOf(people), { device, reason: "replaced" });
    const expected = { kind: "device.deactivated", data: { device, cause } };
    expect((await toldTo(user)).at(-1)).toEqual({ ...expected, about: null });
    expect((await toldTo(administrator)).at(-1)).toEqual({ ...expected, about: user });
  });

  test("tell of wrong mPINs from the third on, and of the block also the administrators", async () => {
    const { user, administrator } = await setting();
    const phone = await world.activePhone({ user });
    const { device } = phone;
    for (let wrongs = 0; wrongs < 5; wrongs += 1) {
      world.clock.advance(1);
      expect(await codeOf(phone.unlock(wrong))).not.toBe("accepted");
    }
    expect((await toldTo(user)).slice(1)).toEqual([
      { kind: "mpin.wrong", about: null, data: { device, tries_left: 2 } },
      { kind: "mpin.wrong", about: null, data: { device, tries_left: 1 } },
      { kind: "device.blocked", about: null, data: { device } },
    ]);
    expect((await toldTo(administrator)).slice(1)).toEqual([
      { kind: "device.blocked", about: user, data: { device } },
    ]);
  });

  test("tell the user alone that the mPIN was changed", async () => {
    const { user, administrator } = await setting();
    const phone = await world.activePhone({ user });
    world.clock.advance(1);
    const change = await phone.changeTo("682047");
    const binding = await mpinChangeBinding(change);
    await phone.call(await phone.unlock(mpin, { purpose: "change", binding }), "mpin.change", change);
    const changed = { kind: "mpin.changed", about: null, data: { device: phone.device } };
    expect((await toldTo(user)).at(-1)).toEqual(changed);
    expect(await toldTo(administrator)).toHaveLength(1);
  });

  test("are not there when what they tell of was undone", async () => {
    const { user } = await setting();
    const { device } = await world.activePhone({ user });
    const { kysely } = world.context.database;
    const undone = kysely.transaction().execute(async (transaction) => {
      const at = world.clock.now();
      await endDevice(transaction, { device, status: "blocked", reason: "test", by: "rule", at });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await toldTo(user)).toHaveLength(1);
  });
});
