/**
 * The device in a real Chromium: its vault in IndexedDB outlives the browser, its keys can't be taken out, and
 * Argon2id runs under the phone app's content security policy.
 */
import { mkdtempSync, rmSync } from "node:fs";
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

  await context?.close();
  const second = await openPage();
  expect(await call(second, "open", [])).toBe("locked");
  expect(await call(second, "unlock", "730518")).toBe("wrong_mpin");
  expect(await call(second, "unlock", mpin)).toBe("unlocked");
  expect(await call(second, "exportKeys")).toEqual([
    "private InvalidAccessError",
    "secret InvalidAccessError",
  ]);
});

/** A page on the server's own origin, under the phone app's policy, with nothing but the device in it. */
async function openPage(): Promise<Page> {
  const { server: origin } = world.server.origins;
  context = await launchProfile(profile);
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
