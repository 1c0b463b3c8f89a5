/** A portal that acts for who has signed in at it (M19): for whom, for how long, and for nobody else. What the user may: people/matrix.test.ts. */
import type { UserId } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServers, type Servers } from "../http/build-server.ts";
import { createCompany } from "../people/companies.ts";
import { createUser } from "../people/users.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { consoleOf, copyDevice, portalOf } from "../testing/console-people.ts";
import { codeIn, SignInWorld } from "../testing/sign-in-world.ts";
import { listIn, TestConsole } from "../testing/test-console.ts";
import { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { actingUserHeader } from "./acting-user.ts";

const refused = { status: 401, body: { code: "sign_in_required" } };

describeEachEngine("a portal that manages people", (engine) => {
  let world: SignInWorld;
  let servers: Servers;
  let portal: TestPortal;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    servers = await buildServers(world.context);
    portal = await TestPortal.make(servers.signIn, world.context, { managesPeople: true });
    world.portal = portal;
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  /** Asks as this portal for this user. */
  async function ask(by: TestPortal, user: string | undefined, path = "/v1/devices") {
    await by.signIn();
    const headers = { authorization: by.authorization, [actingUserHeader]: user };
    return new TestConsole(servers.signIn, world.context).get(path, headers);
  }

  test("acts for a user from the sign-in on, and for no longer than the device stands", async () => {
    const { user } = world;
    expect(await ask(portal, user)).toMatchObject(refused);
    const shown = await world.showApproved();
    const { body: redeemed } = await shown.computer.redeem(shown.interaction, shown.request);
    // Confirmed and back in the browser, but the portal has not asked who it is.
    expect(await ask(portal, user)).toMatchObject(refused);
    const exchange = { code: codeIn(redeemed["return_to"]), code_verifier: shown.verifier };
    expect(await portal.call({ path: "/v1/sign-ins/exchange", body: exchange })).toMatchObject({
      status: 200,
    });
    const own = await ask(portal, user);
    expect(own).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
    expect(own.body).toMatchObject({ items: [{ id: world.phone.device, status: "active" }] });
    const other = await TestPortal.make(servers.signIn, world.context, { managesPeople: true });
    expect(await ask(other, user)).toMatchObject(refused);
    expect(await ask(portal, undefined)).toMatchObject({ status: 400 });
    expect(await ask(portal, "usr_1")).toMatchObject({ status: 400 });

    const acting = { headers: { authorization: portal.authorization, [actingUserHeader]: user } };
    const path = `/v1/devices/${world.phone.device}/deactivate`;
    const browser = new TestConsole(servers.signIn, world.context);
    const ended = await browser.call({ path, body: { reason: "lost" }, ...acting });
    expect(ended).toMatchObject({ status: 204 });
    expect(await ask(portal, user)).toMatchObject(refused);
    await world.context.sequencer.sequenceNow();
    await world.renewPhone();
    const { device } = world.phone;
    const console = await consoleOf(servers.console, world.context, {
      ...{ user, device, company: world.phones.company },
    });
    const [event] = listIn(await console.get("/v1/activity?kind=device.deactivated")).items;
    expect(event).toMatchObject({
      via: "portal",
      client: { id: portal.id, name: "Example portal" },
      by: { id: user },
    });
  });

  test("acts for nobody twelve hours later, who is stopped, of another company, or the operator's", async () => {
    const { context } = world;
    const company = await world.phones.addCompany();
    const limited = await TestPortal.make(servers.signIn, context, {
      companies: [company],
      managesPeople: true,
    });
    const template = world.phone.device;
    const someone = async (by: TestPortal, of = company): Promise<UserId> => {
      const user = await createUser(context, { company: of, name: "Uma User", role: "user" });
      const { device } = await copyDevice(context, template, { user, company: of });
      await portalOf(servers.signIn, context, { portal: by, user, device });
      return user;
    };
    const user = await someone(limited);
    expect(await ask(limited, user)).toMatchObject({ status: 200 });
    expect(await ask(limited, await someone(limited, world.phones.company))).toMatchObject(refused);
    const bank = await createCompany(context, { name: "Example Bank", kind: "operator" });
    const officer = await createUser(context, { company: bank, name: "Olga Ort", role: "officer" });
    const { device } = await copyDevice(context, template, { user: officer, company: bank });
    await portalOf(servers.signIn, context, { portal, user: officer, device });
    expect(await ask(portal, officer)).toMatchObject(refused);
    const { kysely } = context.database;
    for (const gone of ["frozen_at", "removed_at"] as const) {
      const other = await someone(portal);
      await kysely
        .updateTable("users")
        .set({ [gone]: context.clock.now() })
        .where("id", "=", other)
        .execute();
      expect(await ask(portal, other), gone).toMatchObject(refused);
    }
    const stopped = await someone(portal);
    await kysely
      .transaction()
      .execute((transaction) =>
        endSignedIn(transaction, { of: { users: [stopped] }, reason: "user-frozen", at: world.clock.now() }),
      );
    // Who was stopped signs in anew, also when they may go on.
    expect(await ask(portal, stopped)).toMatchObject(refused);
    const colleague = await someone(portal);
    const stop = (stopped_at: Date | null) => kysely.updateTable("companies").set({ stopped_at }).execute();
    await stop(context.clock.now());
    expect(await ask(portal, colleague)).toMatchObject(refused);
    await stop(null);
    expect(await ask(portal, colleague)).toMatchObject({ status: 200 });
    world.clock.advance(12 * 3600 - 1);
    expect(await ask(limited, user)).toMatchObject({ status: 200 });
    world.clock.advance(1);
    expect(await ask(limited, user)).toMatchObject(refused);
  });

  test("is one that the operator has registered for it; to another there is nothing", async () => {
    const plain = await TestPortal.make(servers.signIn, world.context);
    const { user } = world;
    const { device } = world.phone;
    await portalOf(servers.signIn, world.context, { portal: plain, user, device });
    expect(await ask(plain, user)).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await ask(plain, undefined)).toMatchObject({ status: 404, body: { code: "not_found" } });
    const nobody = new TestConsole(servers.signIn, world.context);
    const answer = await nobody.get("/v1/devices", { [actingUserHeader]: user });
    expect(answer).toMatchObject({ status: 401, body: { code: "client_refused" } });
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });
});
