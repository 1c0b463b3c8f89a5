/** Signing in to the console with mtoken itself, and how long that holds. */
import type { RequestId, UserId } from "@mtoken/protocol";
import { hashToken, mpinChangeBinding } from "@mtoken/protocol";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { later } from "../clock.ts";
import type { Servers } from "../http/build-server.ts";
import { buildServers } from "../http/build-server.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { revokeComputerOf } from "../people/computer-acts.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { unfreezeUserOf } from "../people/freeze-acts.ts";
import { createUser } from "../people/users.ts";
import { mpin } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { approvedReturn, signedInConsole, TestConsole } from "../testing/test-console.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { TestPortal } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { consoleCookie, hashOfSecret, newSecret } from "./console-cookie.ts";
import { insertSession } from "./store.ts";

describeEachEngine("the console's session", (engine) => {
  let world: SignInWorld;
  let servers: Servers;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    servers = await buildServers(world.context);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  function newConsole(): TestConsole {
    return new TestConsole(servers.console, world.context);
  }

  /** What ends with a user's device or standing takes nothing from the tests after it. */
  async function asSomebodyElse(): Promise<UserId> {
    const user = await world.phones.addUser();
    world.phone = await world.phones.activePhone({ user });
    return user;
  }

  function signedIn(): Promise<TestConsole> {
    return signedInConsole(world, servers.console);
  }

  test("says who is signed in, after the phone has confirmed", async () => {
    const browser = newConsole();
    const back = await browser.comeBack(await approvedReturn(world, browser));
    expect(back).toMatchObject({ status: 303, headers: { location: "/c/signed-in" } });
    expect(back.headers["set-cookie"]).toContainEqual(
      expect.stringMatching(/^__Host-mtoken-console=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    );
    const me = await browser.get("/v1/me");
    expect(me).toMatchObject({
      status: 200,
      body: {
        user: { id: world.user },
        role: "user",
        company: { kind: "client" },
        device: world.phone.device,
      },
    });
  });

  test("of who acts on others takes a factor anew: an app that lies there unlocked opens nothing", async () => {
    const { context } = world;
    const user = await createUser(context, {
      company: world.phones.company,
      name: "Ann",
      role: "administrator",
    });
    world.phone = await world.phones.activePhone({ user });
    const computer = await world.newComputer();
    const portal = await TestPortal.make(world.app, context, { managesPeople: true });
    for (const begun of [newConsole().begin(), portal.beginSignIn().then(({ interaction }) => interaction)]) {
      const { body } = await computer.begin(await begun);
      const request = body["request"] as RequestId;
      const { envelope, session } = await world.claim(request);
      expect(decodeJwt(envelope)).toMatchObject({ fresh_factor: "any" });
      const { digits } = await world.row(request);
      const answer = { digits };
      const decided = world.decide({ request, envelope, session, answer });
      await expect(decided).rejects.toMatchObject({ code: "fresh_factor_required" });
      const binding = await hashToken(envelope);
      const channel = await world.phone.unlock(mpin, { purpose: "approve", binding });
      expect((await world.decide({ request, envelope, session: channel, answer })).status).toBe("approved");
    }
    await asSomebodyElse();
  });

  test("is nobody's before, and nobody's with a made up cookie", async () => {
    const browser = newConsole();
    const refused = { status: 401, body: { code: "sign_in_required" } };
    expect(await browser.get("/v1/me")).toMatchObject(refused);
    browser.cookies.set(consoleCookie.name, "A".repeat(43));
    expect(await browser.get("/v1/me")).toMatchObject(refused);
  });

  test("signs no browser in that did not begin", async () => {
    const attacker = newConsole();
    const returnTo = await approvedReturn(world, attacker);
    const victim = newConsole();
    await victim.begin();
    expect(await victim.comeBack(returnTo)).toMatchObject({
      headers: { location: "/c/sign-in?outcome=refused" },
    });
    expect(victim.cookies.has(consoleCookie.name)).toBe(false);
    // Nor one without any beginning.
    expect(await newConsole().comeBack(returnTo)).toMatchObject({
      headers: { location: "/c/sign-in?outcome=refused" },
    });
  });

  test("takes a code once", async () => {
    const browser = newConsole();
    const returnTo = await approvedReturn(world, browser);
    const cookies = new Map(browser.cookies);
    await browser.comeBack(returnTo);
    const second = newConsole();
    for (const [name, value] of cookies) second.cookies.set(name, value);
    await second.comeBack(returnTo);
    expect(second.cookies.has(consoleCookie.name)).toBe(false);
  });

  test("says that somebody went back without", async () => {
    const browser = newConsole();
    await browser.begin();
    expect(await browser.get("/callback?error=access_denied&state=x")).toMatchObject({
      headers: { location: "/c/sign-in?outcome=cancelled" },
    });
  });

  test("ends when somebody signs out, and its cookie is worth nothing then", async () => {
    const browser = await signedIn();
    const cookie = browser.cookies.get(consoleCookie.name);
    expect(await browser.call({ path: "/v1/session/end" })).toMatchObject({ status: 204 });
    expect(browser.cookies.has(consoleCookie.name)).toBe(false);
    browser.cookies.set(consoleCookie.name, String(cookie));
    expect(await browser.get("/v1/me")).toMatchObject({ status: 401 });
  });

  test("ends after a quarter of an hour without a call, and not before", async () => {
    const browser = await signedIn();
    world.clock.advance(14 * 60);
    expect((await browser.get("/v1/me")).status).toBe(200);
    world.clock.advance(14 * 60);
    expect((await browser.get("/v1/me")).status).toBe(200);
    world.clock.advance(15 * 60);
    expect((await browser.get("/v1/me")).status).toBe(401);
  });

  test("ends all the same where its page asks by itself how things stand, and whatever it calls that", async () => {
    const browser = await signedIn();
    const polls = { "mtoken-poll": "1" };
    for (let minute = 0; minute < 14; minute += 1) {
      world.clock.advance(60);
      expect((await browser.get("/v1/me", polls)).status).toBe(200);
    }
    world.clock.advance(60);
    expect((await browser.get("/v1/me", polls)).status).toBe(401);
    expect((await browser.get("/v1/me")).status).toBe(401);

    // What changes something was done by somebody, and is looked at as such.
    const busy = await signedIn();
    const { user } = world;
    for (let times = 0; times < 2; times += 1) {
      world.clock.advance(10 * 60);
      const body = { language: "nl" };
      const answer = await busy.call({ path: `/v1/users/${user}/change`, body, headers: polls });
      expect(answer.status).not.toBe(401);
    }
    expect((await busy.get("/v1/me")).status).toBe(200);
  });

  test("ends after eight hours, however busy it is kept", async () => {
    const browser = await signedIn();
    for (let minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
      world.clock.advance(10 * 60);
      expect((await browser.get("/v1/me")).status).toBe(200);
    }
    world.clock.advance(10 * 60);
    expect((await browser.get("/v1/me")).status).toBe(401);
  });

  test("takes no change from another page", async () => {
    const browser = await signedIn();
    // Another origin of the same site is another page, and so is what somebody typed into the address.
    const elsewhere = ["cross-site", "same-site", "none"].map((site) => ({ "sec-fetch-site": site }));
    for (const headers of [{ origin: "https://evil.example" }, { origin: undefined }, ...elsewhere]) {
      expect(await browser.call({ path: "/v1/session/end", headers })).toMatchObject({ status: 403 });
    }
    for (const headers of elsewhere)
      expect(await browser.get("/v1/me", headers)).toMatchObject({ status: 403 });
    expect((await browser.get("/v1/me")).status).toBe(200);
  });

  test("ends with the device that opened it", async () => {
    const browser = await signedIn();
    const { device } = world.phone;
    await deactivateDeviceOf(world.context, operatorAtCommandLine, { device, reason: "lost" });
    expect(await browser.get("/v1/me")).toMatchObject({ status: 401, body: { code: "sign_in_required" } });
    await world.renewPhone();
    expect((await browser.get("/v1/me")).status).toBe(401);
  });

  test("ends with the trust in its computer, whoever takes it back, and in no other", async () => {
    const user = await asSomebodyElse();
    const computers = [await world.newComputer(), await world.newComputer()] as const;
    const other = await signedIn();
    for (const computer of computers) {
      const browser = await signedInConsole(world, servers.console, computer);
      await world.phones.makeKnown({ computer: computer.id }, { user });
      if (computer === computers[0]) {
        const session = await world.phone.unlock(mpin);
        await world.phone.call(session, "computer.revoke", { computer: computer.id });
      } else {
        const revoked = { user, computer: computer.id, reason: "lost" } as const;
        await revokeComputerOf(world.context, operatorAtCommandLine, revoked);
      }
      expect(await browser.get("/v1/me")).toMatchObject({ status: 401 });
    }
    expect((await other.get("/v1/me")).status).toBe(200);
  });

  test("ends as soon as its computer and a copy of it were both used", async () => {
    const user = await asSomebodyElse();
    const computer = await world.newComputer();
    const browser = await signedInConsole(world, servers.console, computer);
    await world.phones.makeKnown({ computer: computer.id }, { user });
    const copy = computer.copy();
    await world.redeemed(copy);
    expect((await browser.get("/v1/me")).status).toBe(200);
    world.clock.advance(60);
    await world.redeemed(copy);
    await computer.begin(await newConsole().begin());
    expect((await browser.get("/v1/me")).status).toBe(401);
  });

  test("is not opened by a sign-in whose computer was revoked since", async () => {
    const user = await asSomebodyElse();
    const computer = await world.newComputer();
    const browser = newConsole();
    const returnTo = await approvedReturn(world, browser, computer);
    await world.phones.makeKnown({ computer: computer.id }, { user });
    const revoked = { user, computer: computer.id, reason: "lost" } as const;
    await revokeComputerOf(world.context, operatorAtCommandLine, revoked);
    await browser.comeBack(returnTo);
    expect(browser.cookies.has(consoleCookie.name)).toBe(false);
  });

  test("is not opened by a sign-in whose user was frozen since, and ends when they are", async () => {
    const earlier = await signedIn();
    const browser = newConsole();
    const returnTo = await approvedReturn(world, browser);
    const session = await world.phone.unlock(mpin);
    await world.phone.call(session, "user.freeze", {});
    expect((await earlier.get("/v1/me")).status).toBe(401);
    await browser.comeBack(returnTo);
    expect(browser.cookies.has(consoleCookie.name)).toBe(false);
  });

  test("that a freeze has ended stays ended when the user is let go on", async () => {
    const user = await asSomebodyElse();
    const browser = await signedIn();
    await world.phone.call(await world.phone.unlock(mpin), "user.freeze", {});
    await unfreezeUserOf(world.context, operatorAtCommandLine, { user, reason: "mistake" });
    expect((await browser.get("/v1/me")).status).toBe(401);
    expect((await (await signedIn()).get("/v1/me")).status).toBe(200);
  });

  test("ends when the mPIN is changed, and is opened by no sign-in that was approved before", async () => {
    await asSomebodyElse();
    const [open, exchanging, redeeming] = [await signedIn(), newConsole(), newConsole()];
    const returnTo = await approvedReturn(world, exchanging);
    const interaction = await redeeming.begin();
    const computer = await world.newComputer();
    const { body } = await computer.begin(interaction);
    const request = body["request"] as RequestId;
    await world.approve(request);
    const { phone } = world;
    const change = await phone.changeTo("908172");
    const binding = await mpinChangeBinding(change);
    await phone.call(await phone.unlock(mpin, { purpose: "change", binding }), "mpin.change", change);
    expect((await open.get("/v1/me")).status).toBe(401);
    await exchanging.comeBack(returnTo);
    expect(exchanging.cookies.has(consoleCookie.name)).toBe(false);
    expect((await world.row(request)).status).toBe("withdrawn");
    expect((await computer.redeem(interaction, request)).body).not.toHaveProperty("return_to");
  });

  test("takes the place of the one that the browser had", async () => {
    await asSomebodyElse();
    const browser = await signedIn();
    const before = String(browser.cookies.get(consoleCookie.name));
    await browser.comeBack(await approvedReturn(world, browser));
    expect((await browser.get("/v1/me")).status).toBe(200);
    const copy = newConsole();
    copy.cookies.set(consoleCookie.name, before);
    expect((await copy.get("/v1/me")).status).toBe(401);
  });

  test("asks for the state of its own beginning, and leaves the code as it is for whoever has it", async () => {
    const browser = newConsole();
    const returnTo = await approvedReturn(world, browser);
    const cookies = new Map(browser.cookies);
    const wrong = new URL(returnTo);
    wrong.searchParams.set("state", "A".repeat(86));
    await browser.comeBack(String(wrong));
    expect(browser.cookies.has(consoleCookie.name)).toBe(false);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    await browser.comeBack(returnTo);
    expect((await browser.get("/v1/me")).status).toBe(200);
  });

  describe("each check by itself", () => {
    async function setDevice(values: { tries?: number; frozen?: boolean }): Promise<void> {
      const { kysely } = world.context.database;
      await kysely.updateTable("devices").set(values).where("id", "=", world.phone.device).execute();
    }

    test("serves nobody whose mPIN has no try left, written down as blocked or not", async () => {
      await asSomebodyElse();
      const browser = await signedIn();
      await setDevice({ tries: 5 });
      expect((await browser.get("/v1/me")).status).toBe(401);
      await setDevice({ tries: 4 });
      expect((await browser.get("/v1/me")).status).toBe(200);
    });

    test("deletes a device's sessions with the device", async () => {
      await asSomebodyElse();
      await signedIn();
      const { device } = world.phone;
      await deactivateDeviceOf(world.context, operatorAtCommandLine, { device, reason: "lost" });
      const { kysely } = world.context.database;
      const of = kysely.selectFrom("console_sessions").select("hash").where("device_id", "=", device);
      expect(await of.execute()).toEqual([]);
    });

    test("opens nothing for a device that was frozen, blocked or deactivated since the code was exchanged", async () => {
      await asSomebodyElse();
      const { request } = await world.redeemed();
      const at = world.clock.now();
      const open = () =>
        world.context.database.kysely.transaction().execute((transaction) => {
          const hash = hashOfSecret(newSecret());
          return insertSession(transaction, { hash, request, at, expiresAt: later(at, 60) });
        });
      const { device } = world.phone;
      expect(await open()).toMatchObject({ device_id: device });
      await setDevice({ frozen: true });
      expect(await open()).toBeUndefined();
      await setDevice({ frozen: false, tries: 5 });
      expect(await open()).toBeUndefined();
      await setDevice({ tries: 0 });
      const { kysely } = world.context.database;
      const end = (ended_at: Date | null) =>
        kysely.updateTable("requests").set({ ended_at }).where("id", "=", request).execute();
      await end(at);
      expect(await open()).toBeUndefined();
      await end(null);
      expect(await open()).toMatchObject({ device_id: device });
      await deactivateDeviceOf(world.context, operatorAtCommandLine, { device, reason: "lost" });
      expect(await open()).toBeUndefined();
    });
  });

  test("is for the operator's people, who can sign in nowhere else", async () => {
    const { context, phones } = world;
    const company = await createCompany(context, { name: "Example Bank", kind: "operator" });
    const user = await createUser(context, { company, name: "Olga Officer", role: "officer" });
    const clientPhone: TestPhone = world.phone;
    world.phone = await phones.activePhone({ user });
    try {
      const browser = await signedIn();
      expect((await browser.get("/v1/me")).body).toMatchObject({
        role: "officer",
        company: { kind: "operator" },
      });
      const { request } = await world.show();
      await expect(world.approve(request)).rejects.toMatchObject({ code: "company_refused" });
      const signature = { user, content: { type: "statement", text: "I agree." } };
      expect((await world.portal.call({ path: "/v1/signatures", body: signature })).status).toBe(404);
    } finally {
      world.phone = clientPhone;
    }
  });
});
