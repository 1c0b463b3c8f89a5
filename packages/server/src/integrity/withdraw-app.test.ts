/** A version of the app that the operator has withdrawn opens nothing, and nothing else happens to its devices. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { operatorAtCommandLine } from "../people/caller.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { digestOf } from "../testing/read-tables.ts";
import { codeOf, type TestPhone } from "../testing/test-phone.ts";
import { describeEachEngine, openTestServer } from "../testing/use-server.ts";
import { allowApp, listApps, withdrawApp } from "./withdraw-app.ts";

const by = "command-line";
const reason = "it shows amounts without their currency";
let count = 0;

describeEachEngine("a withdrawn app", (engine) => {
  let world: PhoneWorld;
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());

  /** An activated phone with an app that no other one has. */
  async function phoneOfItsOwn(): Promise<TestPhone> {
    const phone = await world.activePhone({ user: await world.addUser() });
    count += 1;
    phone.app = `phone/1.0.${count}`;
    return phone;
  }

  function withdraw({ app }: TestPhone): Promise<{ ended: number }> {
    return withdrawApp(world.context, { app, reason, by });
  }

  async function insertOnly({ app }: Pick<TestPhone, "app">): Promise<void> {
    const row = { app, reason, withdrawn_at: world.clock.now() };
    await world.context.database.kysely.insertInto("withdrawn_apps").values(row).execute();
  }

  async function listed(app: string) {
    return (await listApps(world.context)).find((known) => known.app === app);
  }

  async function entriesOf(app: string): Promise<string[]> {
    const rows = await world.context.database.kysely.selectFrom("audit_entries").select("entry").execute();
    return rows.map(({ entry }) => entry).filter((entry) => entry.includes(`"${app}"`));
  }

  it("is refused whatever it wants to open, and changes nothing by asking", async () => {
    const phone = await phoneOfItsOwn();
    await phone.unlock(mpin);
    await withdraw(phone);
    const before = await digestOf(world.context);
    expect(await codeOf(phone.begin())).toBe("app_withdrawn");
    expect(await codeOf(phone.begin({ purpose: "approve", binding: "A".repeat(86) }))).toBe("app_withdrawn");
    expect(await digestOf(world.context)).toEqual(before);
    // Another version on the same phone goes on as if nothing had been.
    phone.app = "phone/2.0.0";
    expect((await phone.unlock(mpin)).message4.tries_left).toBe(5);
  });

  it("loses what it has open, and no other does", async () => {
    const [phone, other] = [await phoneOfItsOwn(), await phoneOfItsOwn()];
    const [session, standing] = [await phone.unlock(mpin), await other.unlock(mpin)];
    const channel = await phone.unlock(mpin, { purpose: "approve", binding: "A".repeat(86) });
    const underWay = await phone.begin();
    expect(await withdraw(phone)).toEqual({ ended: 2 });
    for (const open of [session, channel])
      expect(await codeOf(phone.call(open, "status", {}))).toBe("session_ended");
    expect(await codeOf(phone.prove(underWay, mpin))).toBe("handshake_refused");
    expect((await other.call(standing, "status", {})).status).toBe("active");
  });

  it("loses it although its phone has knocked with another version since, and that one keeps what it opens", async () => {
    const phone = await phoneOfItsOwn();
    const session = await phone.unlock(mpin);
    const { app } = phone;
    phone.app = "phone/2.0.0";
    const counted = await phone.unlock(mpin, { purpose: "approve", binding: "A".repeat(86) });
    expect(await withdrawApp(world.context, { app, reason, by })).toEqual({ ended: 1 });
    expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    // Not ended by its version: it takes another call than this one.
    expect(await codeOf(phone.call(counted, "status", {}))).toBe("not_allowed");
  });

  it("is refused by the version that opened what it has, also in the very moment of its withdrawal", async () => {
    const phone = await phoneOfItsOwn();
    const session = await phone.unlock(mpin);
    const { app } = phone;
    phone.app = "phone/2.0.0";
    await phone.begin();
    await insertOnly({ app });
    expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
  });

  it("gets no tries back for a proof that was under way, since nothing in the log would say so", async () => {
    const phone = await phoneOfItsOwn();
    const opened = await phone.begin();
    await insertOnly(phone);
    expect(await codeOf(phone.prove(opened, mpin))).toBe("app_withdrawn");
    const { kysely } = world.context.database;
    const device = kysely.selectFrom("devices").select("tries").where("id", "=", phone.device);
    expect(await device.executeTakeFirst()).toEqual({ tries: 1 });
  });

  it.each(["mPIN", "passkey"])(
    "gets no session by a handshake that was opened while it was withdrawn, by %s",
    async (factor) => {
      const phone = await phoneOfItsOwn();
      const passkey = await phone.enrol(mpin);
      const opened = factor === "mPIN" ? await phone.begin() : await phone.beginBy(passkey);
      await insertOnly(phone);
      const proven = factor === "mPIN" ? phone.prove(opened, mpin) : phone.provePasskey(opened);
      expect(await codeOf(proven)).toBe("app_withdrawn");
      const rows = await world.context.database.kysely.selectFrom("sessions").select("id").execute();
      expect(rows.map((row) => row.id)).not.toContain(opened.offered.handshake);
    },
  );

  it("has a session that was opened in the very moment of the withdrawal end with its next call", async () => {
    const [phone, other] = [await phoneOfItsOwn(), await phoneOfItsOwn()];
    const [session, standing] = [await phone.unlock(mpin), await other.unlock(mpin)];
    const channel = await phone.unlock(mpin, { purpose: "approve", binding: "A".repeat(86) });
    await insertOnly(phone);
    for (const open of [session, channel])
      expect(await codeOf(phone.call(open, "status", {}))).toBe("session_ended");
    expect((await other.call(standing, "status", {})).status).toBe("active");
  });

  it("is told to nobody but the device itself, and after whether the device has ended", async () => {
    const phone = await phoneOfItsOwn();
    await withdraw(phone);
    const stranger = await phoneOfItsOwn();
    const { token } = await stranger.message1(
      { purpose: "session" },
      { device: phone.device, app: phone.app },
    );
    expect(await codeOf(stranger.post("/v1/handshakes", token))).toBe("handshake_refused");
    const end = { device: phone.device, reason: "lost" } as const;
    await deactivateDeviceOf(world.context, operatorAtCommandLine, end);
    expect(await codeOf(phone.begin())).toBe("deactivated");
  });

  it("is listed with how many live devices used it last, and why it was withdrawn", async () => {
    const phone = await phoneOfItsOwn();
    const second = await world.activePhone({ user: await world.addUser() });
    second.app = phone.app;
    await phone.begin();
    await second.begin();
    expect(await listed(phone.app)).toEqual({ app: phone.app, devices: 2 });
    const end = { device: second.device, reason: "lost" } as const;
    await deactivateDeviceOf(world.context, operatorAtCommandLine, end);
    await withdraw(phone);
    const withdrawn = { at: world.clock.now().toISOString(), reason };
    expect(await listed(phone.app)).toEqual({ app: phone.app, devices: 1, withdrawn });
    phone.app = `${phone.app}-next`;
    await phone.unlock(mpin);
    expect(await listed(phone.app)).toEqual({ app: phone.app, devices: 1 });
  });

  it("is withdrawn once and allowed once, each an entry of the log", async () => {
    const phone = await phoneOfItsOwn();
    await expect(allowApp(world.context, { app: phone.app, by })).rejects.toThrow("is not withdrawn");
    await withdraw(phone);
    await expect(withdraw(phone)).rejects.toThrow("is withdrawn already");
    await allowApp(world.context, { app: phone.app, by });
    await phone.unlock(mpin);
    expect((await entriesOf(phone.app)).map((entry) => JSON.parse(entry))).toEqual([
      { at: world.clock.now().toISOString(), kind: "app.withdrawn", app: phone.app, reason, by, ended: 0 },
      { at: world.clock.now().toISOString(), kind: "app.allowed", app: phone.app, by },
    ]);
  });

  it("learns of it at its start, from the configuration", async () => {
    const server = await openTestServer(engine);
    const app = "phone/1.0.0";
    const withdrawn = async () =>
      (await server.phone.inject({ url: "/configuration.json" })).json().withdrawn;
    await withdrawApp(server.context, { app, reason, by });
    expect(await withdrawn()).toEqual([app]);
    await allowApp(server.context, { app, by });
    expect(await withdrawn()).toEqual([]);
    await server.close();
  });
});
