/** What every answer forbids, and what each page may. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import { afterAll, describe, expect, test } from "vitest";
import type { Config } from "../config.ts";
import { openTestServer, useServer } from "../testing/use-server.ts";
import { noPermissions } from "./page-headers.ts";
import { securityHeaders } from "./security-headers.ts";

/** All that an answer tells browsers to forbid, word by word. */
const everyAnswers = {
  "content-security-policy": "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "permissions-policy": noPermissions,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "DENY",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
};

function makePages(): { root: string; pages: Config["pages"] } {
  const root = mkdtempSync(join(tmpdir(), "mtoken-pages-"));
  for (const name of ["phone", "sign-in", "console"]) {
    mkdirSync(join(root, name, "assets"), { recursive: true });
    writeFileSync(join(root, name, "index.html"), `<!doctype html><title>${name}</title>`);
    writeFileSync(join(root, name, "assets", "index-DwfK_9i7.js"), "1");
    writeFileSync(join(root, name, "assets", "index-DwfK_9i7.js.br"), "smaller");
    writeFileSync(join(root, name, "assets", "reader-DwfK_9i7.wasm"), "1");
    writeFileSync(join(root, name, "assets", "older-DwfK_9i7.js"), "1");
    writeFileSync(join(root, name, "manifest.webmanifest"), "{}");
  }
  return {
    root,
    pages: { phone: join(root, "phone"), signIn: join(root, "sign-in"), console: join(root, "console") },
  };
}

describe("security headers", () => {
  const { root, pages } = makePages();
  const server = useServer("pglite", { pages });
  afterAll(() => rmSync(root, { recursive: true }));

  const interaction = "/i/int_0123456789abcdefghjkmnpqrs";

  test.each<InjectOptions>([
    { url: "/health/live" },
    { url: "/health/ready" },
    { url: "/openapi.json" },
    { url: "/nowhere" },
    { url: "/health/live", method: "DELETE" },
    { url: "/v1/calls", method: "POST", payload: {} },
    { url: "/v1/calls", method: "POST", payload: "{", headers: { "content-type": "application/json" } },
    { url: "/v1/interactions/int_0123456789abcdefghjkmnpqrs" },
    { url: "/v1/interactions/int_0123456789abcdefghjkmnpqrs/events" },
    { url: "/v1/token", method: "POST", payload: "x".repeat(2_000_000) },
  ])("are the same on every answer: $method $url", async (asked) => {
    for (const app of [server.phone, server.signIn, server.console]) {
      const { headers } = await app.inject(asked);
      expect(headers).toMatchObject(everyAnswers);
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers["strict-transport-security"]).toBeUndefined();
    }
  });

  test("are one more where the server is reached by TLS", () => {
    expect(securityHeaders({ serverOrigin: "http://localhost:1" })).toEqual(everyAnswers);
    expect(securityHeaders({ serverOrigin: "https://mtoken.example" })).toEqual({
      ...everyAnswers,
      "strict-transport-security": "max-age=31536000",
    });
  });

  test("allow the API nothing at all", async () => {
    for (const app of [server.phone, server.signIn, server.console]) {
      const { headers } = await app.inject({ url: "/health/live" });
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
      );
      expect(headers["permissions-policy"]).toContain("camera=()");
      expect(headers["permissions-policy"]).toContain("publickey-credentials-get=()");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["x-powered-by"]).toBeUndefined();
      expect(headers["server"]).toBeUndefined();
    }
  });

  test.each(["/", "/a", "/r", "/S/ABC", "/s/abc"])(
    "allow the phone's page at %s its camera, screen and WebAssembly",
    async (url) => {
      const answer = await server.phone.inject({ url });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain("<title>phone");
      const policy = String(answer.headers["content-security-policy"]);
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe-inline");
      expect(answer.headers["permissions-policy"]).toContain("camera=(self), ");
      expect(answer.headers["permissions-policy"]).toContain("display-capture=(self)");
      expect(answer.headers["permissions-policy"]).toContain("publickey-credentials-get=(self)");
      expect(answer.headers["permissions-policy"]).toContain("microphone=()");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    },
  );

  test("allow the sign-in page neither", async () => {
    const answer = await server.signIn.inject({ url: interaction });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain("<title>sign-in");
    expect(answer.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(answer.headers["permissions-policy"]).toContain("camera=()");
    expect(answer.headers["cache-control"]).toBe("no-cache");
  });

  test("allow it no more at its origin's own address, where only a person is shown a page", async () => {
    const shown = await server.signIn.inject({ url: "/", headers: { accept: "text/html,*/*;q=0.8" } });
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain("<title>sign-in");
    const page = await server.signIn.inject({ url: interaction });
    expect(shown.headers["content-security-policy"]).toBe(page.headers["content-security-policy"]);
    const refused = await server.signIn.inject({ url: "/", headers: { accept: "*/*" } });
    expect(refused.statusCode).toBe(404);
    expect(refused.headers["content-type"]).toContain("application/problem+json");
  });

  test("let hashed assets be kept for ever, under the page's own policy", async () => {
    for (const [app, page] of [
      [server.phone, "/"],
      [server.signIn, interaction],
    ] as const) {
      const asset = await app.inject({ url: "/assets/index-DwfK_9i7.js" });
      expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      const { headers } = await app.inject({ url: page });
      expect(asset.headers["content-security-policy"]).toBe(headers["content-security-policy"]);
    }
    const wasm = await server.phone.inject({ url: "/assets/reader-DwfK_9i7.wasm" });
    expect(wasm.headers["content-type"]).toBe("application/wasm");
    const manifest = await server.phone.inject({ url: "/manifest.webmanifest" });
    expect(manifest.headers["content-type"]).toContain("application/manifest+json");
    expect(manifest.headers["cache-control"]).toBe("no-cache");
  });

  test("are the same on what a browser gets compressed, which is for ever what it is too", async () => {
    const url = "/assets/index-DwfK_9i7.js";
    const plain = await server.phone.inject({ url });
    expect(plain.body).toBe("1");
    const asset = await server.phone.inject({ url, headers: { "accept-encoding": "gzip, br" } });
    expect(asset.body).toBe("smaller");
    expect(asset.headers["content-encoding"]).toBe("br");
    expect(asset.headers["vary"]).toBe("accept-encoding");
    for (const name of ["content-type", "content-security-policy", "cache-control"])
      expect(asset.headers[name], name).toBe(plain.headers[name]);
    expect((await server.phone.inject({ url: `${url}.br` })).statusCode).toBe(404);
  });

  test("have no page's file that is gone since the server began", async () => {
    const url = "/assets/older-DwfK_9i7.js";
    expect((await server.phone.inject({ url })).statusCode).toBe(200);
    rmSync(join(pages.phone, url));
    const answer = await server.phone.inject({ url });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: "not_found" });
    // Nothing of the file's own headers: a browser would keep the refusal for ever.
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test("keep each origin's pages and calls to itself", async () => {
    expect((await server.phone.inject({ url: interaction })).statusCode).toBe(404);
    expect((await server.signIn.inject({ url: "/" })).statusCode).toBe(404);
    expect((await server.signIn.inject({ url: "/configuration.json" })).statusCode).toBe(404);
    expect((await server.signIn.inject({ method: "POST", url: "/v1/calls" })).statusCode).toBe(404);
    expect((await server.phone.inject({ method: "POST", url: "/v1/token" })).statusCode).toBe(404);
  });

  test.each([
    "/../../package.json",
    "/%2e%2e/%2e%2e/package.json",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/.git/config",
  ])("serve nothing outside of the pages: %s", async (url) => {
    expect((await server.phone.inject({ url })).statusCode).toBeGreaterThanOrEqual(400);
  });

  test("carry the server's origin and pins to the phone", async () => {
    const answer = await server.phone.inject({ url: "/configuration.json" });
    expect(answer.json()).toEqual({
      origin: server.context.config.serverOrigin,
      pins: server.context.identity.jwks().keys.map(({ kid }) => kid),
      withdrawn: [],
    });
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test("tell whom to call at any hour, where the operator has set it, before anybody is signed in", async () => {
    expect((await server.console.inject({ url: "/v1/desk" })).json()).toEqual({ phone: null });
    const deskPhone = "+31 20 555 01 23";
    const staffed = await openTestServer("pglite", { deskPhone });
    const answer = await staffed.phone.inject({ url: "/configuration.json" });
    expect(answer.json()).toMatchObject({ desk_phone: deskPhone });
    expect((await staffed.console.inject({ url: "/v1/desk" })).json()).toEqual({ phone: deskPhone });
    await staffed.close();
  });

  test("say what to do when the pages are not built", async () => {
    const unbuilt = await openTestServer("pglite", {
      pages: { phone: "/nowhere", signIn: "/nowhere", console: "/nowhere" },
    });
    for (const [app, url] of [
      [unbuilt.phone, "/"],
      [unbuilt.signIn, interaction],
      [unbuilt.console, "/c/users"],
    ] as const) {
      const answer = await app.inject({ url });
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain("npm run build");
    }
    await unbuilt.close();
  });
});
