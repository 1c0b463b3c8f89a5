/** From code to user: once, in time, and only for who began (RFC 6749 §4.1, RFC 7636). */
import { hashToken } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { saveComputer } from "../computer/store.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { challengeOf, portalOrigin, redirectUri } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";

describeEachEngine("a sign-in at the relying party", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());

  const refused = { status: 403, body: { code: "redemption_refused" } };

  it("ends with who it was, how strongly, and when", async () => {
    const { code, verifier, request } = await world.redeemed();
    const { status, body } = await world.portal.exchange(code, verifier);
    expect(status).toBe(200);
    const { decided_at } = await world.row(request);
    expect(body).toEqual({
      request,
      user: { id: world.user, name: "Ada Example" },
      company: { id: expect.stringMatching(/^cmp_/), name: "Example Trading" },
      acr: "urn:mtoken:sca",
      amr: ["pop", "pin", "mfa"],
      auth_time: Math.floor(Number(decided_at?.getTime()) / 1000),
    });
  });

  it("says so when the computer was one that the user knows", async () => {
    const computer = await world.newComputer();
    const at = world.clock.now();
    const { kysely } = world.context.database;
    await kysely.transaction().execute(async (transaction) => {
      await saveComputer(transaction, {
        id: computer.id,
        key: computer.publicKey,
        description: "Chrome on Linux",
        at,
      });
    });
    await world.phones.makeKnown({ computer: computer.id });
    const { code, verifier } = await world.redeemed(computer);
    expect((await world.portal.exchange(code, verifier)).body["acr"]).toBe("urn:mtoken:sca:known-computer");
  });

  it("takes the code once, also at the same moment", async () => {
    const { code, verifier } = await world.redeemed();
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.portal.exchange(code, verifier)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403]);
    expect(await world.portal.exchange(code, verifier)).toMatchObject(refused);
  });

  it("takes no code with another verifier, and the code is gone after the try", async () => {
    const { code, verifier } = await world.redeemed();
    const other = await world.redeemed();
    expect(await world.portal.exchange(code, other.verifier)).toMatchObject(refused);
    expect(await world.portal.exchange(code, verifier)).toMatchObject(refused);
  });

  it("takes no challenge for its verifier", async () => {
    const { code, verifier } = await world.redeemed();
    expect(await world.portal.exchange(code, challengeOf(verifier))).toMatchObject(refused);
  });

  it("takes no code of another relying party, and leaves it to who began", async () => {
    const { code, verifier } = await world.redeemed();
    const thief = await world.otherPortal();
    expect(await thief.exchange(code, verifier)).toMatchObject(refused);
    expect((await world.portal.exchange(code, verifier)).status).toBe(200);
  });

  it("takes the code for a minute", async () => {
    const inTime = await world.redeemed();
    world.clock.advance(59);
    expect((await world.portal.exchange(inTime.code, inTime.verifier)).status).toBe(200);
    const late = await world.redeemed();
    world.clock.advance(60);
    expect(await world.portal.exchange(late.code, late.verifier)).toMatchObject(refused);
  });

  it("takes no code once the device has ended", async () => {
    const { code, verifier } = await world.redeemed();
    await world.renewPhone();
    expect(await world.portal.exchange(code, verifier)).toMatchObject(refused);
  });

  it("takes no code that it never gave", async () => {
    const { verifier } = await world.redeemed();
    expect(await world.portal.exchange("A".repeat(43), verifier)).toMatchObject(refused);
    expect((await world.portal.exchange("", verifier)).status).toBe(400);
    expect((await world.portal.exchange("A".repeat(43), "short")).status).toBe(400);
  });

  it("believes the known computer only from an envelope that the server signed", async () => {
    const { code, verifier, request } = await world.redeemed();
    const { envelope } = await world.row(request);
    const [header, payload, signature] = String(envelope).split(".");
    const claims = JSON.parse(Buffer.from(String(payload), "base64url").toString());
    claims.computer.known_since = claims.iat;
    const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
    expect(await hashToken(forged)).not.toBe(await hashToken(String(envelope)));
    await world.context.database.kysely
      .updateTable("requests")
      .set({ envelope: forged })
      .where("id", "=", request)
      .execute();
    expect((await world.portal.exchange(code, verifier)).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ["another path", `${portalOrigin}/callback/`],
    ["another spelling", `${portalOrigin}/./callback`],
    ["more in the query", `${redirectUri}?x=1`],
    ["a fragment", `${redirectUri}#x`],
    ["another host", "https://portal.example.evil.example/callback"],
    ["a user name before the host", "https://portal.example@evil.example/callback"],
    ["another scheme", "http://portal.example/callback"],
    ["capital letters", "https://PORTAL.example/callback"],
    ["an escaped letter", `${portalOrigin}/%63allback`],
  ])("begins with no redirect address of %s", async (_name, wrong) => {
    const body = { redirect_uri: wrong, state: "s", code_challenge: challengeOf("v".repeat(43)) };
    const answer = await world.portal.call({ path: "/v1/sign-ins", body });
    expect([answer.status, answer.body["code"]]).toEqual([400, "redirect_refused"]);
  });

  it("begins with everything or not at all", async () => {
    const whole = { redirect_uri: redirectUri, state: "s", code_challenge: challengeOf("v".repeat(43)) };
    expect((await world.portal.call({ path: "/v1/sign-ins", body: whole })).status).toBe(201);
    for (const name of Object.keys(whole)) {
      const body = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
      expect([name, (await world.portal.call({ path: "/v1/sign-ins", body })).status]).toEqual([name, 400]);
    }
    for (const change of [{ code_challenge: "plain" }, { state: "" }, { state: "a b" }, { more: 1 }]) {
      expect((await world.portal.call({ path: "/v1/sign-ins", body: { ...whole, ...change } })).status).toBe(
        400,
      );
    }
    const nobody = { path: "/v1/sign-ins", body: whole, authorization: undefined };
    expect((await world.portal.call(nobody)).status).toBe(401);
  });

  it("is another relying party's own affair only with its own addresses", async () => {
    const other = await world.otherPortal({ origin: "https://other.example" });
    const body = { redirect_uri: redirectUri, state: "s", code_challenge: challengeOf("v".repeat(43)) };
    expect((await other.call({ path: "/v1/sign-ins", body })).body["code"]).toBe("redirect_refused");
  });
});
