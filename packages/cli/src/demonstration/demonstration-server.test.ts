import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RelyingParty } from "@mtoken/relying-party";
import type { OpenContext } from "@mtoken/server";
import { createPepper, openContext, readConfig } from "@mtoken/server";
import type { FastifyInstance, InjectOptions } from "fastify";
import { importPKCS8 } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { castOf } from "./cast.ts";
import { demonstrationServer } from "./demonstration-server.ts";
import { MailSink } from "./mail-sink.ts";
import { PaymentBook } from "./payment-book.ts";
import { PortalSessions } from "./portal-sessions.ts";

const origin = "http://localhost:8702";
const own = { host: "localhost:8702", origin };
let opened: OpenContext;
let app: FastifyInstance;
let mails: MailSink;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "mtoken-demonstration-"));
  const config = readConfig(
    {},
    { dataDirectory: "memory", pepperFile: join(folder, "pepper"), logLevel: "silent" },
  );
  await createPepper(config);
  opened = await openContext(config);
  const { context } = opened;
  mails = await MailSink.start();
  const cast = await castOf(context, { folder, portal: origin });
  // Nobody listens at the issuer's address here: that is what a server looks like that is down.
  const issuer = "http://localhost:1";
  const key = await importPKCS8(cast.clientKey, "PS512");
  app = await demonstrationServer({
    ...{ cast, context, origin, folder: "data/demonstration" },
    mails,
    sessions: new PortalSessions(),
    payments: await PaymentBook.open(join(folder, "payments.json")),
    mtoken: new RelyingParty({ issuer, clientId: cast.client, key }),
  });
}, 60_000);

afterAll(async () => {
  await app.close();
  await mails.close();
  await opened.close();
});

async function ask(options: InjectOptions) {
  const response = await app.inject({ headers: own, ...options });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}

describe("the demonstration's pages", () => {
  it("tell how everybody stands", async () => {
    const { status, body } = await ask({ url: "/api/cast" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      portal: `${origin}/portal`,
      folder: "data/demonstration",
      browser: "signed-out",
      signedInOnce: false,
      payments: [],
      users: [
        { name: "Bram Visser", person: "administrator", devices: [] },
        { name: "Anna Jansen", person: "user", frozenAt: null, devices: [] },
        { name: "Olivia Marchetti", person: "officer", role: "officer", company: { name: "Example Bank" } },
        { name: "Tomasz Zieliński", person: "secondOfficer", role: "officer" },
        { name: "Hugo Lindqvist", person: "helpdesk", role: "helpdesk" },
        { name: "Arjan Steenbergen", person: "auditor", role: "auditor" },
      ],
    });
  });

  it("make an invitation, link and code together, since one person plays everybody", async () => {
    const { body } = await ask({ method: "POST", url: "/api/invitations", payload: { person: "user" } });
    expect(body).toEqual({
      link: expect.stringMatching(/^http:\/\/localhost:8700\/a#\w{26}\.\w{26}$/),
      code: expect.stringMatching(/^\w{5}-\w{5}$/),
      expiresAt: expect.any(Number),
    });
  });

  it.each(["administrator", "officer", "secondOfficer", "helpdesk", "auditor"])(
    "invite the %s as well",
    async (person) => {
      const { body } = await ask({ method: "POST", url: "/api/invitations", payload: { person } });
      expect(body).toMatchObject({ link: expect.any(String), code: expect.any(String) });
    },
  );

  it("have no phone to deactivate before there is one", async () => {
    const refused = await ask({ method: "POST", url: "/api/deactivations", payload: { person: "user" } });
    expect(refused).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it("forbid code and frames from anywhere else", async () => {
    const { headers } = await ask({ url: "/api/cast" });
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  });
});

it("is not started on what another version of it left", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mtoken-demonstration-"));
  await writeFile(join(folder, "demonstration.json"), JSON.stringify({ portal: origin }));
  await expect(castOf(opened.context, { folder, portal: origin })).rejects.toThrow("another version");
});

describe("the mailbox", () => {
  /** What a mail program says, word by word. */
  async function deliver(lines: string[]): Promise<void> {
    const socket = connect(mails.config.port, "127.0.0.1");
    const said = ["EHLO localhost", "MAIL FROM:<a@example.com>", "RCPT TO:<anna@northwind.example>", "DATA"];
    for (const words of [...said, [...lines, "."].join("\r\n")]) {
      await once(socket, "data");
      socket.write(`${words}\r\n`);
    }
    await once(socket, "data");
    socket.end("QUIT\r\n");
  }

  it("lists the mails that came, and shows their HTML without scripts, an origin or anything from elsewhere", async () => {
    expect((await ask({ url: "/api/mails" })).body).toEqual([]);
    const html = "<html><head></head><body><script>alert(1)</script><b>A phone</b></body></html>";
    await deliver(["Subject: Northwind Bakery: new", "Content-Type: text/html", "", html]);
    const { body } = await ask({ url: "/api/mails" });
    expect(body).toMatchObject([{ to: "anna@northwind.example", subject: "Northwind Bakery: new" }]);
    const shown = await app.inject({ headers: own, url: `/api/mails/${body[0].id}/html` });
    expect(shown.headers["content-type"]).toContain("text/html");
    expect(shown.body).toContain("<b>A phone</b>");
    const policy = String(shown.headers["content-security-policy"]);
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';/);
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  });

  it("has nothing at other ids", async () => {
    const url = "/api/mails/00000000-0000-4000-8000-000000000000/html";
    expect(await ask({ url })).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await ask({ url: "/api/mails/x/html" })).toMatchObject({ status: 400 });
  });
});

describe("another site's page", () => {
  it("is answered nothing under a name of its own that points here", async () => {
    const refused = await ask({ url: "/api/cast", headers: { host: "evil.example:8702" } });
    expect(refused).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it.each([
    ...["/api/invitations", "/api/deactivations", "/api/payments", "/api/sign-in", "/api/sign-out"],
    "/api/devices/deactivate",
  ])("can't post to %s", async (url) => {
    const headers = { ...own, origin: "https://evil.example" };
    const refused = await ask({ method: "POST", url, headers, payload: { person: "user" } });
    expect(refused).toMatchObject({ status: 403, body: { code: "not_allowed" } });
  });
});

describe("the portal", () => {
  it("answers what its page asks by itself with nothing but that nobody is signed in", async () => {
    const { status, body } = await ask({ url: "/api/overview" });
    expect({ status, body }).toEqual({ status: 200, body: { status: "signed-out" } });
  });

  it.each(["/api/accounts", "/api/payments/req_00000000000000000000000001/evidence"])(
    "shows nothing of %s to who is signed out",
    async (url) => {
      expect(await ask({ url })).toMatchObject({ status: 401, body: { code: "session_ended" } });
    },
  );

  it("says that it can't sign anybody in while the server does not answer", async () => {
    const refused = await ask({ method: "POST", url: "/api/sign-in", payload: {} });
    expect(refused).toMatchObject({ status: 503, body: { code: "unavailable" } });
  });

  it("lets nobody in who comes back without having begun here", async () => {
    const response = await app.inject({ url: "/callback?code=x&state=y&iss=z", headers: own });
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe("/portal?notice=begin-anew");
    expect(response.cookies).toEqual([]);
  });

  it.each([
    ["{", "application/json", 400, "malformed_message"],
    ["<a/>", "text/xml", 415, "unsupported_media_type"],
    [`"${"x".repeat(20_000)}"`, "application/json", 413, "message_too_large"],
    [`{"person":"nobody"}`, "application/json", 400, "malformed_message"],
  ])("answers what it can't read with a code", async (payload, type, status, code) => {
    const headers = { ...own, "content-type": type };
    const refused = await ask({ method: "POST", url: "/api/invitations", headers, payload });
    expect(refused).toMatchObject({ status, body: { code } });
  });

  it("has nothing at other addresses", async () => {
    expect(await ask({ url: "/nothing" })).toMatchObject({ status: 404, body: { code: "not_found" } });
  });

  it("leads a person from there to the welcome page, and never a call", async () => {
    const headers = { host: own.host, accept: "text/html" };
    const led = await app.inject({ url: "/nothing", headers });
    expect(led.statusCode).toBe(303);
    expect(led.headers.location).toBe("/");
    expect((await app.inject({ url: "/api/nothing", headers })).statusCode).toBe(404);
    const named = await app.inject({ url: "/nothing", headers: { ...headers, host: "evil.example:8702" } });
    expect(named.statusCode).toBe(404);
  });

  it("answers who asks for the head of a page", async () => {
    const head = await app.inject({ method: "HEAD", url: "/", headers: { host: own.host } });
    expect(head.statusCode).toBe(200);
  });
});
