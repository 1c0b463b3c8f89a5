/**
 * The main job with nothing left out but the pixels: the real device against the real server over HTTP, on both
 * databases. A phone is activated, signs a browser in and signs a payment; it refuses, is blocked, is deactivated.
 */
import { Computer } from "@mtoken/cli/computer";
import { fetchTransport, MemoryVault, type Session, type Transport } from "@mtoken/device";
import type { Content } from "@mtoken/protocol";
import { fromProblem, readReturnCode, verifyEvidence } from "@mtoken/protocol";
import {
  approveDeviceOf,
  createCompany,
  deactivateDeviceOf,
  listUsers,
  operatorAtCommandLine,
  readConfig,
  verifyAudit,
} from "@mtoken/server";
import { startCluster } from "@mtoken/server/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HeldPhone } from "./main-job/world.ts";
import { mpin, redirectUri, World } from "./main-job/world.ts";

const wrongMpin = "730518";
const payment: Content = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
  reference: "Invoice 118",
};

const postgres = await startCluster();
if (postgres === undefined) console.warn("SKIPPED on PostgreSQL: this machine has none.");

afterAll(async () => {
  await postgres?.stop();
});

describe.skipIf(postgres === undefined)("the main job on PostgreSQL", () => {
  // With the group that a server takes by itself, and as many threads.
  const { srpBits, srpThreads } = readConfig({});
  mainJob(async () => World.start(await postgres?.createDatabase("main_job"), { srpBits, srpThreads }));
});

describe("the main job on PGlite", () => {
  mainJob(() => World.start());
});

function mainJob(start: () => Promise<World>): void {
  let world: World;
  let phone: HeldPhone;

  beforeAll(async () => {
    world = await start();
    phone = await world.activePhone();
  });

  afterAll(async () => {
    await world?.close();
  });

  /** A session, opened anew where the last test's has ended. */
  async function session(of: HeldPhone = phone): Promise<Session> {
    return of.device.session ?? of.device.unlock(mpin);
  }

  async function standingOf({ user }: HeldPhone): Promise<string | undefined> {
    const users = await listUsers(world.server.context);
    return users.find(({ id }) => id === user)?.devices.at(-1)?.status;
  }

  async function signatureOn(of: HeldPhone) {
    const { request } = await world.portal.requestSignature({ user: of.user, content: payment });
    return { request, opened: await (await session(of)).claim({ request }) };
  }

  test("activates a phone, and the console shows the same fingerprint", async () => {
    expect(phone.device.session?.profile).toMatchObject({ company: { name: "Northern Mills" } });
    const users = await listUsers(world.server.context);
    const device = users.find(({ id }) => id === phone.user)?.devices[0];
    expect(device).toMatchObject({ status: "active", fingerprint: await phone.device.fingerprint() });
  });

  test("says how many attempts a registration code has left, and takes the right one", async () => {
    const { link, code } = await world.invite();
    const { code: otherCode } = await world.invite();
    const { device } = await world.newPhone();
    const read = device.readLink(link);
    await expect(device.activate({ link: read, code: otherCode, mpin })).rejects.toMatchObject({
      code: "wrong_registration_code",
      attemptsLeft: 4,
    });
    expect((await device.activate({ link: read, code, mpin })).status).toBe("active");
  });

  test("strands nobody whose answers are lost while activating", async () => {
    const { link, code } = await world.invite();
    const { storage } = await world.newPhone();
    let losing: RegExp | undefined;
    const transport = fetchTransport({ origin: world.server.origins.server });
    const lossy: Transport = {
      ...transport,
      post: async (path, body, type) => {
        const answer = await transport.post(path, body, type);
        if (losing?.test(path)) throw new Error("the answer was lost");
        return answer;
      },
    };
    /** The app, started anew after a crash. */
    const restart = () => world.openDevice({ storage, transport: lossy });

    const first = await restart();
    losing = /^\/v1\/activations\//;
    await expect(first.activate({ link: first.readLink(link), code, mpin })).rejects.toMatchObject({
      code: "offline",
    });
    for (const step of [losing, /^\/v1\/handshakes$/, /^\/v1\/handshakes\//, /^\/v1\/calls$/]) {
      losing = step;
      await expect((await restart()).resume({ mpin })).rejects.toMatchObject({ code: "offline" });
    }
    losing = undefined;
    const last = await restart();
    expect((await last.resume({ mpin })).status).toBe("active");
    expect(last.session?.profile?.user.name).toBe("Ada Berg");
  });

  test("signs a browser in by its QR code, with the digits that only this browser shows", async () => {
    const pending = await world.portal.beginSignIn(redirectUri);
    const browser = await beginAt(pending.uri);
    const opened = await (await session()).claim({ qr: await browser.qrText() });
    expect(opened.envelope).toMatchObject({
      kind: "sign-in",
      relying_party: { name: "Example Bank" },
      origin: "http://localhost",
      computer: { known_since: null },
      digits: true,
    });
    const { digits } = await browser.state("claimed");
    const decided = await (await session()).approve(opened, { digits: digits ?? "" });
    expect(decided.status).toBe("approved");
    expect(await browser.state("approved")).toMatchObject({ user_name: "Ada Berg" });
    const signedIn = await world.portal.completeSignIn(pending, await browser.redeem());
    expect(signedIn).toMatchObject({ user: { id: phone.user, name: "Ada Berg" } });
    browser.leave();
  });

  test("signs a browser in by a typed code", async () => {
    const pending = await world.portal.beginSignIn(redirectUri);
    const browser = await beginAt(pending.uri);
    const { typed_code } = await browser.state("waiting");
    const opened = await (await session()).claim({ code: typed_code?.toLowerCase() ?? "" });
    const { digits } = await browser.state("claimed");
    await (await session()).approve(opened, { digits: digits ?? "" });
    expect(await world.portal.completeSignIn(pending, await browser.redeem())).toBeDefined();
    browser.leave();
  });

  test("signs the browser of the same device in by a link, and no browser that has no return code", async () => {
    const pending = await world.portal.beginSignIn(redirectUri);
    const browser = await beginAt(pending.uri);
    const { link } = await browser.state("waiting");
    const opened = await (await session()).claim({ link });
    expect(opened.envelope).toMatchObject({ same_device: true, digits: false });
    const { returnTo = "" } = await (await session()).approve(opened);
    expect(await browser.state("approved")).toMatchObject({ same_device: true });
    await expect(browser.redeem()).rejects.toMatchObject({ code: "return_code_refused" });
    const back = await browser.redeem(readReturnCode(new URL(returnTo).hash));
    expect(await world.portal.completeSignIn(pending, back)).toMatchObject({ user: { id: phone.user } });
    browser.leave();
  });

  test("refuses a sign-in with wrong digits, and one that the user refuses", async () => {
    const pending = await world.portal.beginSignIn(redirectUri);
    const browser = await beginAt(pending.uri);
    const opened = await (await session()).claim({ qr: await browser.qrText() });
    await browser.state("claimed");
    await expect((await session()).approve(opened, { digits: "00" })).rejects.toMatchObject({
      code: "wrong_digits",
    });
    await browser.state("refused");
    await expect(browser.redeem()).rejects.toMatchObject({ code: "redemption_refused" });
    browser.leave();

    const next = await beginAt((await world.portal.beginSignIn(redirectUri)).uri);
    const other = await (await session()).claim({ qr: await next.qrText() });
    expect((await (await session()).refuse(other, "changed-mind")).status).toBe("refused");
    await next.state("refused");
    next.leave();
  });

  test("signs a payment with a fresh mPIN, and the evidence stands without the server", async () => {
    const { request, opened } = await signatureOn(phone);
    expect(opened.envelope.content).toEqual(payment);
    const { status, receipt } = await (await session()).sign(opened, mpin);
    expect(status).toBe("approved");
    const evidence = await world.portal.evidence(request);
    const verified = await verifyEvidence({ evidence, jwks: world.server.context.identity.jwks() });
    expect(verified).toMatchObject({ ok: true, envelope: { content: payment }, receipt });
    expect(await world.portal.request(request)).toMatchObject({ status: "approved" });
  });

  test("lists what waits for approval, and refuses a payment with its reason", async () => {
    const { request } = await world.portal.requestSignature({ user: phone.user, content: payment });
    const [waiting] = await (await session()).list();
    expect(waiting).toMatchObject({ request, kind: "signature" });
    const opened = await (await session()).claim({ request });
    expect((await (await session()).refuse(opened, "wrong-content")).status).toBe("refused");
    expect(await world.portal.request(request)).toMatchObject({ status: "refused", reason: "wrong-content" });
  });

  test("takes no approval of a payment in the session alone, nor one request twice", async () => {
    const { request, opened } = await signatureOn(phone);
    await (await session()).sign(opened, mpin);
    await expect((await session()).sign(opened, mpin)).rejects.toMatchObject({ code: "request_closed" });
    expect(await world.portal.request(request)).toMatchObject({ status: "approved" });
  });

  test("logs out on both sides", async () => {
    const open = await session();
    await open.end();
    expect(phone.device.state).toEqual({ kind: "locked" });
    await expect(open.list()).rejects.toMatchObject({ code: "session_ended" });
  });

  test("blocks after five wrong mPINs, some at unlocking and some at signing, and wipes the phone", async () => {
    const own = await world.activePhone();
    const { opened } = await signatureOn(own);
    const open = await session(own);
    await expect(open.sign(opened, wrongMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 4 });
    await expect(open.sign(opened, wrongMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 3 });
    await open.end();
    await expect(own.device.unlock(wrongMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 2 });
    await expect(own.device.unlock(wrongMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 1 });
    const before = await own.storage.read();
    await expect(own.device.unlock(wrongMpin)).rejects.toMatchObject({ code: "blocked" });
    expect(own.device.state).toEqual({ kind: "blocked" });
    expect((await own.storage.read())?.kind).toBe("ended");
    expect(await standingOf(own)).toBe("blocked");

    // A thief who copied the phone before has the right mPIN now, and nothing that it opens.
    if (before === undefined) throw new TypeError("the vault was empty");
    const storage = new MemoryVault();
    await storage.write(before);
    const device = await world.openDevice({ storage });
    await expect(device.unlock(mpin)).rejects.toMatchObject({ code: "blocked" });
    expect((await storage.read())?.kind).toBe("ended");
  });

  test("is deactivated by an administrator: the session ends at once, the next unlocking wipes", async () => {
    const own = await world.activePhone();
    const { opened } = await signatureOn(own);
    const open = await session(own);
    const record = await own.storage.read();
    if (record?.kind !== "activated") throw new TypeError("not activated");
    const { device } = record.keys;
    await deactivateDeviceOf(world.server.context, operatorAtCommandLine, { device, reason: "lost" });
    await expect(open.list()).rejects.toMatchObject({ code: "session_ended" });
    await expect(open.sign(opened, mpin)).rejects.toMatchObject({ code: "session_ended" });
    expect(own.device.state).toEqual({ kind: "locked" });
    await expect(own.device.unlock(mpin)).rejects.toMatchObject({ code: "deactivated" });
    expect((await own.storage.read())?.kind).toBe("ended");
  });

  test("is deactivated by its user in the app, and the server knows", async () => {
    const own = await world.activePhone();
    await (await session(own)).deactivate({ reason: "replaced" });
    expect(own.device.state).toEqual({ kind: "deactivated" });
    expect((await own.storage.read())?.kind).toBe("ended");
    expect(await standingOf(own)).toBe("deactivated");
  });

  test("waits for the administrator's approval where the company wants it", async () => {
    const { context } = world.server;
    const company = await createCompany(context, { name: "Careful Ltd", policy: { approval: true } });
    const { user, link, code } = await world.invite(company);
    const { device, storage } = await world.newPhone();
    const { status, fingerprint } = await device.activate({ link: device.readLink(link), code, mpin });
    expect(status).toBe("awaiting-approval");
    const own = { user, device, storage };
    const waiting = await device.unlock(mpin);
    expect(await waiting.status()).toBe("awaiting-approval");
    await expect(waiting.list()).rejects.toMatchObject({ code: "not_allowed" });
    const record = await storage.read();
    if (record?.kind !== "activated") throw new TypeError("not activated");
    await approveDeviceOf(context, operatorAtCommandLine, { device: record.keys.device, fingerprint });
    expect(await waiting.status()).toBe("active");
    expect(device.state).toEqual({ kind: "locked" });
    const { opened } = await signatureOn(own);
    expect((await (await session(own)).sign(opened, mpin)).status).toBe("approved");
  });

  test("answers junk with one coded problem, and charges nobody", async () => {
    const { server: origin } = world.server.origins;
    for (const [path, body] of [
      ["/v1/handshakes", "junk"],
      ["/v1/calls", "a.b.c.d.e"],
      ["/v1/activations/act_00000000000000000000000000", "junk"],
    ]) {
      const headers = { "content-type": "application/jose" };
      const response = await fetch(`${origin}${path}`, { method: "POST", headers, body: body ?? "" });
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      expect(fromProblem(await response.json())).toBeDefined();
    }
    await session();
    expect(phone.device.triesLeft).toBe(5);
  });

  test("leaves an audit log that verifies", async () => {
    expect(await verifyAudit(world.server.context)).toMatchObject({ ok: true });
  });
}

/** A browser that arrives where the portal sent it, and begins. */
async function beginAt(uri: string): Promise<Computer> {
  const browser = await Computer.visit(uri);
  await browser.begin();
  return browser;
}
