/**
 * The portal's client against a real server, and against servers that answer what they must not: tokens, sign-ins that
 * come back wrong, signatures that are asked for, withdrawn and proven, and every refusal by its code.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Computer } from "@mtoken/cli/computer";
import type { Content, Evidence, RequestId } from "@mtoken/protocol";
import { generateSigningKeyPair, ProtocolError } from "@mtoken/protocol";
import { RelyingParty, RelyingPartyError } from "@mtoken/relying-party";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signInAt } from "./main-job/sign-in-at.ts";
import type { HeldPhone } from "./main-job/world.ts";
import { mpin, redirectUri, World } from "./main-job/world.ts";

const payment: Content = {
  type: "payment",
  amount: "99.95",
  currency: "EUR",
  payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
};

let world: World;
let phone: HeldPhone;

beforeAll(async () => {
  world = await World.start();
  phone = await world.activePhone();
});
afterAll(() => world?.close());

function tokens() {
  return world.server.context.database.kysely.selectFrom("access_tokens").selectAll().execute();
}

/** A payment that the user has signed. */
async function signed(): Promise<RequestId> {
  const { request } = await world.portal.requestSignature({ user: phone.user, content: payment });
  const session = phone.device.session ?? (await phone.device.unlock(mpin));
  await session.sign(await session.claim({ request }), mpin);
  return request;
}

describe("access", () => {
  test("is asked for once for many calls, and anew when the server no longer takes it", async () => {
    const { context } = world.server;
    const before = (await tokens()).length;
    await Promise.all([world.portal.beginSignIn(redirectUri), world.portal.beginSignIn(redirectUri)]);
    const first = await tokens();
    expect(first.length - before).toBeLessThanOrEqual(2);
    await world.portal.beginSignIn(redirectUri);
    expect(await tokens()).toHaveLength(first.length);

    await context.database.kysely.deleteFrom("access_tokens").execute();
    await expect(world.portal.beginSignIn(redirectUri)).rejects.toMatchObject({ code: "client_refused" });
    await expect(world.portal.beginSignIn(redirectUri)).resolves.toMatchObject({
      interaction: expect.any(String),
    });
    expect(await tokens()).toHaveLength(1);
  });

  test("is refused to another key, in OAuth's words", async () => {
    const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const issuer = world.server.origins.signIn;
    const [{ id: clientId }] = await registered();
    const impostor = new RelyingParty({ issuer, clientId, key: privateKey });
    await expect(impostor.beginSignIn(redirectUri)).rejects.toThrow(/401 \(invalid_client\)/);
  });

  async function registered() {
    const { kysely } = world.server.context.database;
    return [await kysely.selectFrom("clients").select("id").executeTakeFirstOrThrow()] as const;
  }
});

describe("a sign-in", () => {
  test("ends with who has signed in, and a code is good for one exchange", async () => {
    const pending = await world.portal.beginSignIn(redirectUri);
    expect(new URL(pending.uri).origin).toBe(world.server.origins.signIn);
    const computer = await Computer.visit(pending.uri);
    await computer.begin();
    const session = phone.device.session ?? (await phone.device.unlock(mpin));
    const opened = await session.claim({ qr: await computer.qrText() });
    const { digits } = await computer.state("claimed");
    await session.approve(opened, digits === null ? {} : { digits });
    await computer.state("approved");
    const returned = await computer.redeem();
    computer.leave();

    const other = { ...pending, codeVerifier: (await world.portal.beginSignIn(redirectUri)).codeVerifier };
    await expect(world.portal.completeSignIn({ ...pending, state: "another's" }, returned)).rejects.toThrow(
      TypeError,
    );
    const elsewhere = new URL(returned);
    elsewhere.searchParams.set("iss", "https://other.example.com");
    await expect(world.portal.completeSignIn(pending, elsewhere)).rejects.toThrow(TypeError);
    expect(await world.portal.completeSignIn(pending, returned)).toMatchObject({
      request: opened.envelope.request,
      user: { id: phone.user, name: "Ada Berg" },
      company: { id: world.company, name: "Northern Mills" },
      acr: "urn:mtoken:sca",
      amr: ["pop", "pin", "mfa"],
    });
    for (const again of [pending, other]) {
      await expect(world.portal.completeSignIn(again, returned)).rejects.toMatchObject({
        code: "redemption_refused",
      });
    }
  });

  test("that its user cancelled comes back as nobody", async () => {
    const pending = await world.portal.beginSignIn(redirectUri);
    const { state } = pending;
    const iss = world.server.origins.signIn;
    const returned = new URL(`${redirectUri}?${new URLSearchParams({ error: "access_denied", state, iss })}`);
    expect(await world.portal.completeSignIn(pending, returned)).toBeUndefined();
  });

  test("is not begun for an address that is not registered", async () => {
    await expect(world.portal.beginSignIn(`${redirectUri}/other`)).rejects.toMatchObject({
      code: "redirect_refused",
    });
  });
});

describe("a signature", () => {
  test("waits as long as it was asked to, with the way back that it was given, and can be withdrawn once", async () => {
    const before = Math.floor(Date.now() / 1000);
    const asked = await world.portal.requestSignature({
      ...{ user: phone.user, content: payment, expiresIn: 90 },
      ...{ redirectUri, state: "basket-7" },
    });
    expect(asked.status).toBe("waiting");
    expect(asked.expires_at - before).toBeGreaterThanOrEqual(90);
    expect(asked.expires_at - before).toBeLessThan(120);
    expect(await world.portal.request(asked.request)).toMatchObject({ kind: "signature", status: "waiting" });
    expect(await world.portal.withdraw(asked.request)).toMatchObject({ status: "withdrawn" });
    await expect(world.portal.withdraw(asked.request)).rejects.toBeInstanceOf(ProtocolError);
    await expect(world.portal.evidence(asked.request)).rejects.toMatchObject({ code: "evidence_not_ready" });
  });

  test("is refused with the member that is at fault, and for a user whom nobody knows", async () => {
    const content: Content = {
      ...payment,
      payee: { name: "Nordic\u202eSteel", account: "DE89370400440532013000" },
    };
    const refused = world.portal.requestSignature({ user: phone.user, content });
    await expect(refused).rejects.toMatchObject({ code: "content_refused", details: { path: "payee.name" } });
    const user = "usr_00000000000000000000000000" as HeldPhone["user"];
    await expect(world.portal.requestSignature({ user, content: payment })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is told by its status and its evidence", async () => {
    const request = await signed();
    expect(await world.portal.request(request)).toMatchObject({
      status: "approved",
      decided_at: expect.any(Number),
    });
    expect(await world.portal.evidence(request)).toMatchObject({ format: "mtoken-evidence-1" });
  });
});

describe("a sign-in that is followed", () => {
  test("is told to be over when its user deactivates the phone in the portal, which then may do no more for them", async () => {
    const own = await world.activePhone();
    const { request, user } = await signInAt(world.portal, own);
    const acting = world.portal.actingFor(user.id);
    const { items } = await acting.devices({ user: user.id, status: "active" });
    expect(items).toMatchObject([{ status: "active", user: { id: own.user } }]);
    const [device] = items;
    if (device === undefined) throw new Error("There is no device");

    const over = world.portal.endOfSignIn(request);
    await expect(acting.deactivateDevice(device.id, { reason: "lost" })).resolves.toBeUndefined();
    expect(await over).toEqual({ at: expect.any(Number), reason: "device-deactivated" });
    // Told to who asks late, too.
    expect(await world.portal.endOfSignIn(request)).toMatchObject({ reason: "device-deactivated" });

    const before = (await tokens()).length;
    await expect(acting.devices()).rejects.toMatchObject({ code: "sign_in_required" });
    await expect(acting.devices()).rejects.toMatchObject({ code: "sign_in_required" });
    expect(await tokens()).toHaveLength(before);
  });

  test("is told to be over when its user is stopped", async () => {
    const own = await world.activePhone();
    const { request, user } = await signInAt(world.portal, own);
    const acting = world.portal.actingFor(user.id);
    expect(await acting.user(user.id)).toMatchObject({ id: user.id, frozen: null });
    const over = world.portal.endOfSignIn(request);
    await acting.freeze(user.id, { reason: "suspicious", note: "A text message asked for my mPIN" });
    expect(await over).toMatchObject({ reason: "user-frozen" });
  });

  test("shows its user their computers, mails and past, and nobody else's", async () => {
    const own = await world.activePhone();
    const { user } = await signInAt(world.portal, own);
    const acting = world.portal.actingFor(user.id);
    expect(await acting.users()).toMatchObject({ items: [{ id: user.id }], next: null });
    expect(await acting.computers({ user: user.id })).toEqual({ items: [], next: null });
    await world.server.context.sequencer.sequenceNow();
    expect((await acting.activity({ user: user.id, limit: "1" })).items).toHaveLength(1);
    // Inviting is for who oversees the company.
    await expect(acting.invitations(user.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(acting.user(phone.user)).rejects.toMatchObject({ code: "not_found" });
    await expect(acting.deactivateDevicesOf(phone.user, { reason: "lost" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(acting.unfreeze(user.id, { reason: "mistake" })).rejects.toBeInstanceOf(ProtocolError);
    expect(await acting.deactivateDevicesOf(user.id, { reason: "replaced" })).toEqual({ devices: 1 });
  });

  test("of nobody is over without a reason, and another client's is none", async () => {
    const { request } = await world.portal.requestSignature({ user: phone.user, content: payment });
    const states = world.portal.follow(request);
    expect(await states.next()).toMatchObject({ value: { status: "waiting" } });
    await world.portal.withdraw(request);
    expect(await states.next()).toMatchObject({ value: { status: "withdrawn" } });
    expect(await states.next()).toEqual({ done: true, value: undefined });
    expect(await world.portal.endOfSignIn(request)).toBeUndefined();
    await expect(
      world.portal.endOfSignIn("req_00000000000000000000000000" as RequestId),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is followed for no longer than its portal wants", async () => {
    const { request } = await world.portal.requestSignature({ user: phone.user, content: payment });
    const gone = new AbortController();
    const states = world.portal.follow(request, gone);
    await states.next();
    const next = states.next();
    gone.abort(new Error("The portal's session has ended"));
    await expect(next).rejects.toThrow("The portal's session has ended");
  });
});

describe("a server that is not what it should be", () => {
  let server: Server;
  let answer: (path: string) => { status: number; type?: string; body: string };
  let isTokenSound = true;
  let portal: RelyingParty;
  let evidence: Evidence;

  beforeAll(async () => {
    evidence = await world.portal.evidence(await signed());
    server = createServer(({ url = "" }, response) => {
      const token = JSON.stringify({
        access_token: isTokenSound ? "t".repeat(43) : null,
        token_type: "Bearer",
        expires_in: 600,
      });
      const { status, type, body } =
        url === "/v1/token" ? { status: 200, type: undefined, body: token } : answer(url);
      response
        .writeHead(status, { "content-type": type ?? "application/json", location: "/elsewhere" })
        .end(body);
    });
    await new Promise<void>((listening) => server.listen(0, "localhost", listening));
    const { port } = server.address() as AddressInfo;
    const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const clientId = "cli_00000000000000000000000000";
    portal = new RelyingParty({ issuer: `http://localhost:${port}`, clientId, key: privateKey });
  });
  afterAll(() => server?.close());

  test("is not believed when its evidence is about another request", async () => {
    answer = () => ({ status: 200, body: JSON.stringify(evidence) });
    const { request } = await world.portal.requestSignature({ user: phone.user, content: payment });
    await expect(portal.evidence(request)).rejects.toThrow(
      `The evidence for ${request} is about another request.`,
    );
  });

  test.each([
    ["JSON of another form", { status: 200, body: "{}" }],
    ["no JSON", { status: 200, type: "text/html", body: "<!doctype html>" }],
    ["a redirection", { status: 302, body: "" }],
    ["an error of some proxy's", { status: 502, type: "text/html", body: "Bad Gateway" }],
  ])("fails as a RelyingPartyError when it answers %s", async (_what, told) => {
    answer = () => told;
    await expect(portal.beginSignIn(redirectUri)).rejects.toBeInstanceOf(RelyingPartyError);
  });

  test("fails as a RelyingPartyError when what it gives for a token is none", async () => {
    const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const { port } = server.address() as AddressInfo;
    const clientId = "cli_00000000000000000000000000";
    const fresh = new RelyingParty({ issuer: `http://localhost:${port}`, clientId, key: privateKey });
    isTokenSound = false;
    await expect(fresh.beginSignIn(redirectUri)).rejects.toBeInstanceOf(RelyingPartyError);
    isTokenSound = true;
  });

  test("keeps the code of a refusal", async () => {
    const problem = { type: "about:blank", title: "x", status: 429, code: "rate_limited", detail: "x" };
    answer = () => ({ status: 429, type: "application/problem+json", body: JSON.stringify(problem) });
    await expect(portal.beginSignIn(redirectUri)).rejects.toMatchObject({ code: "rate_limited" });
  });

  test("is told by name when it can't be reached", async () => {
    const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const clientId = "cli_00000000000000000000000000";
    const nobody = new RelyingParty({ issuer: "http://localhost:1", clientId, key: privateKey });
    await expect(nobody.beginSignIn(redirectUri)).rejects.toThrow("http://localhost:1 can't be reached.");
  });
});
