/** Signing in to the console with mtoken itself, and how long that holds. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Servers } from "../http/build-server.ts";
import { buildServers } from "../http/build-server.ts";
import { createCompany } from "../people/companies.ts";
import { deactivateDevice } from "../people/oversee-devices.ts";
import { createUser } from "../people/users.ts";
import { mpin } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { approvedReturn, signedInConsole, TestConsole } from "../testing/test-console.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { consoleCookie } from "./console-cookie.ts";

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
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: undefined },
      { "sec-fetch-site": "cross-site" },
    ]) {
      expect(await browser.call({ path: "/v1/session/end", headers })).toMatchObject({ status: 403 });
    }
    expect(await browser.get("/v1/me", { "sec-fetch-site": "cross-site" })).toMatchObject({ status: 403 });
    expect((await browser.get("/v1/me")).status).toBe(200);
  });

  test("ends with the device that opened it", async () => {
    const browser = await signedIn();
    const by = { kind: "command-line" } as const;
    await deactivateDevice(world.context, { device: world.phone.device, reason: "lost", by });
    expect(await browser.get("/v1/me")).toMatchObject({ status: 401, body: { code: "sign_in_required" } });
    await world.renewPhone();
    expect((await browser.get("/v1/me")).status).toBe(401);
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
