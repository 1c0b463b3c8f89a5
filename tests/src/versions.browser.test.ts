/**
 * The phone app without a connection, through its updates, and when its version is withdrawn: a real server, a real Chromium with
 * the app's own service worker, and versions that are published one after the other.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allowApp, withdrawApp } from "@mtoken/server";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PhonePage } from "./browser/phone-page.ts";
import { PublishedApp } from "./browser/published-app.ts";
import { Watch } from "./browser/watch.ts";
import { launchProfile } from "./chromium.ts";
import { World } from "./main-job/world.ts";

const mpin = "739154";
const payment = {
  type: "payment",
  amount: "12.50",
  currency: "EUR",
  payee: { name: "Bakery Supplies", account: "NL91ABNA0417164300" },
} as const;

const folder = mkdtempSync(join(tmpdir(), "mtoken-versions-"));
let published: PublishedApp;
let world: World;
let browser: BrowserContext;
let watch: Watch;
let phone: PhonePage;
let invitation: Awaited<ReturnType<World["invite"]>>;

beforeAll(async () => {
  published = new PublishedApp(join(folder, "phone"));
  const pages = { phone: published.folder, signIn: join(folder, "none"), console: join(folder, "none") };
  world = await World.start(undefined, { pages });
  invitation = await world.invite();
  const screen = { viewport: { width: 390, height: 844 }, locale: "en-GB" };
  browser = await launchProfile(join(folder, "profile"), screen);
  browser.setDefaultTimeout(60_000);
  watch = new Watch([world.server.origins.server]);
  await watch.follow(browser, "phone");
  phone = new PhonePage(browser.pages()[0] ?? (await browser.newPage()), world.server.origins.server);
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What this page says it is. */
function versionOf({ page }: PhonePage): Promise<string> {
  return page.evaluate(() => document.querySelector('meta[name="version"]')?.getAttribute("content") ?? "");
}

/** Versions that the phone keeps, and every address in the caches. */
function keptBy({ page }: PhonePage): Promise<{ names: string[]; addresses: string[] }> {
  return page.evaluate(async () => {
    const all = await caches.keys();
    const names = all.filter((name) => name.startsWith("mtoken-app-"));
    const requests = await Promise.all(all.map(async (name) => (await caches.open(name)).keys()));
    return {
      names: names.map((name) => name.replace("mtoken-app-", "")),
      addresses: requests.flat().map(({ url }) => url),
    };
  });
}

/** The paths that this page is refused for want of a connection, from now on. */
function missedBy({ page }: PhonePage): ReadonlySet<string> {
  const paths = new Set<string>();
  page.on("console", (message) => {
    if (message.text().endsWith("net::ERR_INTERNET_DISCONNECTED"))
      paths.add(new URL(message.location().url).pathname);
  });
  return paths;
}

/** Waits until the worker of this version answers. */
async function hasWorker({ page }: PhonePage, version: string): Promise<void> {
  // One that has just been registered has nothing to update from before it is ready.
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update().then(() => undefined));
  const isThere = (name: string): Promise<boolean> =>
    page.evaluate(async (wanted) => {
      const { active, waiting, installing } = await navigator.serviceWorker.ready;
      const isSettled = waiting === null && installing === null && active?.state === "activated";
      return isSettled && (await caches.keys()).includes(wanted);
    }, name);
  await expect.poll(() => isThere(`mtoken-app-${version}`), { timeout: 30_000 }).toBe(true);
}

function withdraw(version: string): Promise<unknown> {
  const app = `mtoken-phone/${version}`;
  return withdrawApp(world.server.context, { app, reason: "a test", by: "command-line" });
}

test("keeps its own files of what an activation link opened, and nothing of the link", async () => {
  await phone.page.goto(invitation.link);
  await phone.activate(invitation, mpin);
  await phone.press("Continue");
  await phone.says("Nothing is waiting for you");
  await hasWorker(phone, published.version);
  const { names, addresses } = await keptBy(phone);
  expect(names).toEqual([published.version]);
  const { server } = world.server.origins;
  expect(addresses).toContain(`${server}/`);
  // The words come one file for each language: the one that is spoken is there.
  await expect.poll(async () => (await keptBy(phone)).addresses.join()).toContain("/assets/language-en-");
  const others = addresses
    .map((address) => address.slice(server.length))
    .filter((path) => !/^\/(assets\/[^/?#]+)?$/.test(path));
  expect(others.sort()).toEqual(["/icons/icon-180.png", "/icons/icon.svg", "/manifest.webmanifest"]);
  expect(watch.take()).toEqual([]);
});

test("starts without a connection and says so, by the address of a code that was scanned elsewhere, and goes on by itself", async () => {
  const missed = missedBy(phone);
  await browser.setOffline(true);
  await phone.page.goto(`${world.server.origins.server}/S/0123456789ABCDEFGHJKMNPQRS`);
  await phone.says("Enter your mPIN");
  await phone.page.getByText("No connection", { exact: true }).waitFor();
  expect(await phone.text()).toContain("then scan the code once more");
  await phone.unlock(mpin);
  await phone.page.getByRole("alert").getByText("No connection to the server.").waitFor();
  expect(await phone.page.getByText("No connection").count()).toBe(1);
  await phone.page.reload();
  await phone.page.getByText("No connection", { exact: true }).waitFor();
  await browser.setOffline(false);
  await phone.page.getByText("No connection", { exact: true }).waitFor({ state: "detached" });
  expect(new URL(phone.page.url()).pathname).toBe("/");
  expect((await keptBy(phone)).addresses.filter((address) => address.includes("/S/"))).toEqual([]);
  // What only the server can answer, and nothing of the app's own: not even the icon that browsers ask for.
  expect([...missed].sort()).toEqual(["/configuration.json", "/v1/handshakes"]);
  watch.take();
});

test("goes on with its version through an approval while a new one is fetched, and begins with that", async () => {
  const { version: before } = published;
  await phone.open();
  await phone.unlock(mpin);
  await world.portal.requestSignature({ user: invitation.user, content: payment });
  await phone.page.getByText("Bakery Supplies").click();
  await phone.says("Sign this payment");
  const after = published.publish("second");
  await hasWorker(phone, after);
  await phone.confirm();
  await phone.says("Enter your mPIN to sign");
  await phone.typeMpin(mpin, "Sign");
  await phone.says("Signed");
  expect(await versionOf(phone)).toBe(before);

  await phone.open();
  await phone.says("Enter your mPIN");
  expect(await versionOf(phone)).toBe(after);
  await expect.poll(async () => (await keptBy(phone)).names).toEqual([after]);
  expect(watch.take()).toEqual([]);
});

test("lets an older window go on beside a newer one, and keeps its files for so long", async () => {
  const { version: before } = published;
  const after = published.publish("third");
  await hasWorker(phone, after);
  const other = new PhonePage(await browser.newPage(), world.server.origins.server);
  await other.open();
  await other.says("The app is open elsewhere");
  expect([await versionOf(phone), await versionOf(other)]).toEqual([before, after]);
  await phone.unlock(mpin);
  await phone.says("Nothing is waiting for you");
  expect((await keptBy(phone)).names).toEqual([before, after]);

  await other.page.close();
  await phone.open();
  await phone.says("Enter your mPIN");
  expect(await versionOf(phone)).toBe(after);
  await expect.poll(async () => (await keptBy(phone)).names).toEqual([after]);
  expect(watch.take()).toEqual([]);
});

test("says why it is locked when its version is withdrawn while it is open, and is another one already", async () => {
  const { version: before } = published;
  await phone.unlock(mpin);
  await phone.says("Nothing is waiting for you");
  const after = published.publish("fourth");
  await withdraw(before);
  await phone.page.evaluate(() => dispatchEvent(new Event("pageshow")));
  await phone.page.getByText("The app was renewed").waitFor();
  expect(await versionOf(phone)).toBe(after);
  await hasWorker(phone, after);
  await phone.open();
  await phone.says("Enter your mPIN");
  expect(await phone.text()).not.toContain("The app was renewed");
});

test("takes no request from under its reader's eyes when its version is withdrawn, approves nothing, and comes back to it", async () => {
  const { version: before } = published;
  await phone.unlock(mpin);
  await world.portal.requestSignature({ user: invitation.user, content: { ...payment, amount: "21.00" } });
  await phone.page.getByText("21.00").click();
  await phone.says("Sign this payment");
  const after = published.publish("between");
  await withdraw(before);
  await phone.page.evaluate(() => dispatchEvent(new Event("pageshow")));
  await phone.says("This version was withdrawn");
  expect(await versionOf(phone)).toBe(before);
  expect(await phone.text()).not.toContain("21.00");

  await phone.press("Continue");
  await phone.page.getByText("The app was renewed").waitFor();
  expect(await versionOf(phone)).toBe(after);
  expect(await phone.page.evaluate(() => sessionStorage.getItem("mtoken-request"))).toBeNull();
  await phone.typeMpin(mpin, "Unlock");
  await phone.says("Sign this payment");
  expect(await phone.text()).toContain("21.00");
  await phone.confirm();
  await phone.says("Enter your mPIN to sign");
  await phone.typeMpin(mpin, "Sign");
  await phone.says("Signed");
  await hasWorker(phone, after);
  await phone.open();
  await phone.says("Enter your mPIN");
});

test("leaves a withdrawn version that its worker would keep for ever, for the one that the server has", async () => {
  const { version: before } = published;
  const after = published.publish("fifth", { worker: false });
  await phone.open();
  await phone.says("Enter your mPIN");
  expect(await versionOf(phone)).toBe(before);
  await withdraw(before);
  await phone.typeMpin(mpin, "Unlock");
  await expect.poll(() => versionOf(phone)).toBe(after);
  await phone.page.getByText("The app was renewed").waitFor();
  await phone.unlock(mpin);
  await phone.says("Nothing is waiting for you");
  expect((await keptBy(phone)).names).toEqual([]);
});

test("says that it is out of date where the server has no other version, and does not go round in circles", async () => {
  await withdraw(published.version);
  let loaded = 0;
  phone.page.on("load", () => (loaded += 1));
  await phone.open();
  await phone.says("This app is out of date");
  expect(await phone.text()).toContain(published.version);
  expect(loaded).toBe(2);
  await phone.press("Try again");
  await expect.poll(() => loaded).toBe(3);
  await phone.says("This app is out of date");

  await allowApp(world.server.context, { app: `mtoken-phone/${published.version}`, by: "command-line" });
  await phone.press("Try again");
  await phone.says("Enter your mPIN");
  expect(loaded).toBe(4);
});

test("says that the key is gone when the browser has cleared it, and leads to a new activation", async () => {
  const { server } = world.server.origins;
  await phone.page.goto(`${server}/health/live`);
  await phone.page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase("mtoken");
        deleting.onsuccess = resolve;
        deleting.onerror = reject;
      }),
  );
  await phone.open();
  await phone.says("Your key is gone from this phone");
  await phone.press("Start a new activation");
  await phone.says("Make this phone your key");
  // Nothing is missing any more.
  await phone.open();
  await phone.says("Make this phone your key");
});

test("asks whether the phone was activated before when all that it stored is gone, and only a sign of it is left", async () => {
  const { server } = world.server.origins;
  await phone.page.goto(`${server}/health/live`);
  const devtools = await browser.newCDPSession(phone.page);
  await devtools.send("Storage.clearDataForOrigin", { origin: server, storageTypes: "all" });
  await phone.open();
  await phone.says("Make this phone your key");
  const asked = phone.page.locator(".notice", { hasText: "Was this phone activated before?" });
  expect(await asked.count()).toBe(0);
  // It is asked for in a session alone, and browsers keep the answer apart from what a page stores.
  await devtools.send("Browser.setPermission", {
    ...{ permission: { name: "notifications" }, setting: "granted", origin: server },
  });
  await phone.open();
  await asked.waitFor();
  expect(await phone.text()).toContain("Ask your administrator for a new activation");
});
