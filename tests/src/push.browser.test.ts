/**
 * Notifications on a phone, from the portal's request to what the phone's screen shows: the app asks in its place, the server
 * sends over a push service that keeps to its RFCs, and Chromium hands the message to the app's real service worker.
 * Chromium itself is subscribed nowhere, as there is no push service of its maker's here: the test's own stands in.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PushService } from "@mtoken/server/testing";
import type { BrowserContext, CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foundInStorage, ofServer, ofText } from "./browser/canaries.ts";
import { expectOnlyListed, keptPreferences } from "./browser/locked-phone.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { Watch } from "./browser/watch.ts";
import { launchProfile } from "./chromium.ts";
import { mpin, World } from "./main-job/world.ts";

const folder = mkdtempSync(join(tmpdir(), "mtoken-push-"));
const content = { type: "statement", text: "I have read the terms." } as const;
type Subscription = ReturnType<PushService["subscribe"]>;

let service: PushService;
let world: World;
let context: BrowserContext;
let phone: PhonePage;
let devtools: CDPSession;
let watch: Watch;
/** What the browser holds. */
let subscription: (Subscription & { key: string }) | null = null;

beforeAll(async () => {
  service = await PushService.start({ now: () => new Date() });
  const push = { enabled: true, contact: "mailto:operator@example.com", origins: [service.origin] };
  world = await World.start(undefined, { push });
  const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  context = await launchProfile(folder, { ...screen, locale: "en-GB" });
  context.setDefaultTimeout(90_000);
  const origin = world.server.origins.server;
  watch = new Watch([origin]);
  await watch.follow(context, "phone");
  await context.exposeFunction("subscribeAtTest", (key: string) => {
    subscription = { ...service.subscribe(key), key };
    return subscription;
  });
  await context.exposeFunction("subscriptionAtTest", () => subscription);
  await context.exposeFunction("unsubscribeAtTest", () => {
    subscription = null;
  });
  await context.addInitScript(standInForPushService);
  phone = new PhonePage(await context.newPage(), origin);
  devtools = await context.newCDPSession(phone.page);
  await permit("prompt");
}, 120_000);

afterAll(async () => {
  await context?.close();
  await world?.close();
  await service?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a phone is asked in its place, is woken when something waits, and says nothing more", {
  timeout: 240_000,
}, async () => {
  const { user, link, code } = await world.invite();
  await phone.open();
  await phone.press("I have a link");
  await phone.page.getByLabel("Activation link").fill(link);
  await phone.press("Continue");
  await phone.activate({ code }, mpin);
  await phone.press("Continue");

  await phone.page.getByRole("heading", { name: "Know at once when something waits" }).waitFor();
  expect(await phone.page.evaluate(() => Notification.permission)).toBe("default");
  await permit("granted");
  await phone.press("Allow notifications");
  await expect.poll(() => subscriptions(), { timeout: 30_000 }).toBe(1);
  await phone.page
    .getByRole("heading", { name: "Know at once when something waits" })
    .waitFor({ state: "detached" });

  await world.portal.requestSignature({ user, content });
  await expect.poll(() => received().length, { timeout: 30_000 }).toBe(1);
  expect(received()).toMatchObject([{ text: "waiting", topic: "request" }]);
  await phone.says("Waiting for you");

  const deliver = await workerOf(devtools, world.server.origins.server);
  for (const data of ["waiting", "", "anything else"]) await deliver(data);
  await expect
    .poll(() => notifications(), { timeout: 30_000 })
    .toEqual([
      { title: "Something waits for you", body: "Open the app to see it.", tag: "waiting", lang: "en" },
    ]);

  await phone.page.getByRole("button", { name: "Inbox 1 new" }).click();
  await phone.says("Inbox");
  await phone.page.getByText("A phone was activated for you").waitFor();
  await phone.press("Back");
  await phone.page.getByRole("button", { name: "Inbox", exact: true }).waitFor();

  await phone.press("Sign out");
  await phone.says("Enter your mPIN");
  await expectOnlyWordsAndWish();

  // Back at the app, the notification has done its work.
  await phone.page.reload();
  await phone.unlock(mpin);
  await expect.poll(() => notifications(), { timeout: 30_000 }).toEqual([]);
  expect(await subscriptions()).toBe(1);

  await phone.press("This phone");
  await choosesLanguage("nl");
  await expect.poll(() => keptWords().then((words) => words?.lang), { timeout: 30_000 }).toBe("nl");
  await deliver("waiting");
  await expect.poll(() => notifications(), { timeout: 30_000 }).toMatchObject([{ lang: "nl" }]);
  expect((await notifications())[0]?.title).not.toBe("Something waits for you");
  await choosesLanguage("en");
  await phone.press("Turn off");
  await phone.page.getByText("Off. You see what waits when you open the app.").waitFor();
  await expect.poll(() => subscriptions(), { timeout: 30_000 }).toBe(0);
  expect(subscription).toBeNull();
  await expectNoWords();

  await permit("denied");
  await phone.page.reload();
  await phone.unlock(mpin);
  await phone.press("This phone");
  await phone.page.getByText("blocks notifications of the app").waitFor();
  expect(await phone.page.getByRole("button", { name: "Turn on" }).count()).toBe(0);

  // Whoever has the phone next was never asked.
  await permit("granted");
  await phone.page.reload();
  await phone.unlock(mpin);
  await phone.press("This phone");
  await phone.press("Turn on");
  await expect.poll(() => keptWords(), { timeout: 30_000 }).toBeDefined();
  await expect.poll(() => subscriptions(), { timeout: 30_000 }).toBe(1);
  expect(await keptPreferences(phone)).toEqual({ language: "en", push: "on" });
  await phone.press("Deactivate this phone");
  await phone.press("I have another phone");
  await phone.says("Deactivate this phone?");
  await phone.press("Deactivate this phone");
  await phone.says("This phone is deactivated");
  await expect.poll(() => subscription, { timeout: 30_000 }).toBeNull();
  await expectNoWords();
  expect(await keptPreferences(phone)).toEqual({ language: "en" });
  expect(watch.take()).toEqual([]);
});

async function choosesLanguage(language: string): Promise<void> {
  const picker = phone.page.getByRole("combobox").filter({ has: phone.page.locator("option[value=nl]") });
  await picker.selectOption(language);
}

/** What the service worker has for its next notification. */
function keptWords(): Promise<{ title: string; body: string; lang: string; dir: string } | undefined> {
  const words = `${world.server.origins.server}/notification-words`;
  return phone.page.evaluate(async (address) => (await caches.match(address))?.json(), words);
}

async function expectNoWords(): Promise<void> {
  expect(await phone.page.evaluate(() => caches.keys())).not.toContain("mtoken-words");
}

/** The browser itself keeps the subscription; the page, that it is wanted, and what a notification says. */
async function expectOnlyWordsAndWish(): Promise<void> {
  const words = `${world.server.origins.server}/notification-words`;
  await expectOnlyListed(phone, {
    elsewhere: ["localStorage mtoken-preferences", `cache mtoken-words ${words}`],
  });
  expect(await keptPreferences(phone)).toEqual({ push: "on" });
  expect(await keptWords()).toEqual({
    ...{ title: "Something waits for you", body: "Open the app to see it." },
    ...{ lang: "en", dir: "ltr" },
  });
  const { endpoint = "", p256dh = "", auth = "" } = subscription ?? {};
  const never = ofText(
    "Ada Berg",
    "Northern Mills",
    "Example Bank",
    content.text,
    mpin,
    endpoint,
    p256dh,
    auth,
  );
  const found = await foundInStorage(phone.page, [...never, ...(await ofServer(world.server.context))]);
  expect(found).toEqual([]);
}

function received() {
  return subscription === null ? [] : service.messagesOf(subscription);
}

async function subscriptions(): Promise<number> {
  const { kysely } = world.server.context.database;
  return (await kysely.selectFrom("push_subscriptions").select("id").execute()).length;
}

function notifications() {
  return phone.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
  });
}

async function permit(setting: "prompt" | "granted" | "denied"): Promise<void> {
  const { origin } = new URL(world.server.origins.server);
  await devtools.send("Browser.setPermission", { permission: { name: "notifications" }, setting, origin });
}

/** Hands messages to the worker as Chromium does when its push service has brought them. */
async function workerOf(session: CDPSession, origin: string): Promise<(data: string) => Promise<void>> {
  const found = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations.filter(({ isDeleted }) => !isDeleted);
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await found;
  return async (data) => {
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
  };
}

/** Runs in the page: what the browser's own push service would give. */
function standInForPushService(): void {
  interface Given {
    endpoint: string;
    p256dh: string;
    auth: string;
    key: string;
  }
  const test = globalThis as unknown as {
    subscribeAtTest(key: string): Promise<Given>;
    subscriptionAtTest(): Promise<Given | null>;
    unsubscribeAtTest(): Promise<void>;
  };
  const wrap = ({ endpoint, p256dh, auth, key }: Given) => {
    const base64 = key.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return {
      endpoint,
      options: { applicationServerKey: bytes.buffer },
      toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
      async unsubscribe() {
        await test.unsubscribeAtTest();
        return true;
      },
    };
  };
  Object.assign(PushManager.prototype, {
    async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
      return wrap(await test.subscribeAtTest(applicationServerKey));
    },
    async getSubscription() {
      const present = await test.subscriptionAtTest();
      return present && wrap(present);
    },
  });
}
