/**
 * The device in a real Chromium: its vault in IndexedDB outlives the browser, its keys can't be taken out, Argon2id
 * runs under the phone app's content security policy, and what it sends tells nothing of the phone.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchProfile } from "./chromium.ts";
import { mpin, World } from "./main-job/world.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

let world: World;
let scripts: Map<string, string>;
const profile = mkdtempSync(join(tmpdir(), "mtoken-profile-"));
let context: BrowserContext | undefined;

beforeAll(async () => {
  [world, scripts] = await Promise.all([World.start(), bundle()]);
});

afterAll(async () => {
  await context?.close();
  await world?.close();
  rmSync(profile, { recursive: true, force: true });
});

test("keeps its keys in IndexedDB across restarts of the browser, and gives them to nobody", async () => {
  const { link, code } = await world.invite();
  const first = await openPage();
  expect(await call(first, "open", [...world.server.context.identity.pins()])).toBe("empty");
  expect(await call(first, "activate", link, code, mpin)).toMatch(/^unlocked ([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
  expect(await call(first, "exportKeys")).toEqual([
    "private InvalidAccessError",
    "secret InvalidAccessError",
  ]);

  const second = await openPage();
  expect(await call(second, "open", [])).toBe("locked");
  expect(await call(second, "unlock", "730518")).toBe("wrong_mpin");
  expect(await call(second, "unlock", mpin)).toBe("unlocked");
  expect(await call(second, "exportKeys")).toEqual([
    "private InvalidAccessError",
    "secret InvalidAccessError",
  ]);
});

test("sends the server nothing of the phone but what its browser says of itself and can't leave out", async () => {
  const received: IncomingHttpHeaders[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.url?.startsWith("/v1/")) received.push(request.headers);
  };
  subscribe("http.server.request.start", note);
  const page = await openPage();
  expect(await call(page, "open", [])).toBe("locked");
  expect(await call(page, "unlock", mpin)).toBe("unlocked");
  unsubscribe("http.server.request.start", note);

  expect(received.length).toBeGreaterThan(1);
  const names = new Set(received.flatMap((headers) => Object.keys(headers)));
  // Who sends: the connection, the page's origin, the browser's make.
  const known = /^(host|connection|content-(type|length)|accept(-encoding)?|origin|user-agent|sec-.*)$/;
  const none = ["accept-language", "cache-control", "pragma"];
  expect([...names].filter((name) => !known.test(name)).sort()).toEqual(none);
  for (const headers of received) expect(headers["accept-language"]).toBe("*");
});

/** A page on the server's own origin, under the phone app's policy, with nothing but the device in it. */
async function openPage(): Promise<Page> {
  const { server: origin } = world.server.origins;
  await context?.close();
  context = await launchProfile(profile, { locale: "nl-BE" });
  await context.route(`${origin}/test/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.replace("/test/", "");
    const script = scripts.get(name);
    const headers = { "content-security-policy": policy };
    const page = { contentType: "text/html", headers, body: "<!doctype html><title>A phone</title>" };
    await route.fulfill(
      script === undefined ? page : { contentType: "text/javascript", headers, body: script },
    );
  });
  const page = await context.newPage();
  await page.goto(`${origin}/test/`);
  return page;
}

/** As a text, since a function would reach the page as the test runner has rewritten it. */
function call(page: Page, name: string, ...values: unknown[]): Promise<unknown> {
  const words = values.map((value) => JSON.stringify(value)).join(", ");
  return page.evaluate(`import("/test/phone.js").then((phone) => phone.${name}(${words}))`);
}

/** The device as scripts for browsers; Argon2id is one of its own, loaded when an mPIN is typed. */
async function bundle(): Promise<Map<string, string>> {
  const entry = join(import.meta.dirname, "main-job/browser-phone.ts");
  const built = await build({
    configFile: false,
    logLevel: "warn",
    build: { write: false, minify: false, lib: { entry, formats: ["es"], fileName: "phone" } },
  });
  const outputs = Array.isArray(built) ? built.flatMap(({ output }) => output) : [];
  return new Map(
    outputs.flatMap((output) => (output.type === "chunk" ? [[output.fileName, output.code]] : [])),
  );
}
