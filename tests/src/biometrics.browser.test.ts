/**
 * Fingerprint or face in a real browser, against a real server: Chromium's virtual authenticator makes a passkey with a PRF, which
 * unlocks and signs; and a user whom it does not recognise goes on with the mPIN, as does who has one that changed, that was removed, that
 * the company forbids or that can't keep a secret. Locked again, in another language and appearance,
 * the phone keeps of all that only what docs/protocol.md §3 lists, and has no key of it in its memory.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Content } from "@mtoken/protocol";
import { verifyEvidence } from "@mtoken/protocol";
import { changePolicy, deactivateDeviceOf, operatorAtCommandLine } from "@mtoken/server";
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Authenticator } from "./browser/authenticator.ts";
import type { Canary } from "./browser/canaries.ts";
import { foundInStorage, ofServer, ofText } from "./browser/canaries.ts";
import { expectOnlyListed, keptPreferences } from "./browser/locked-phone.ts";
import { foundInMemory, signingKeysInMemory, watchBuffers } from "./browser/memory.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { keptBy } from "./browser/phone-storage.ts";
import { Watch } from "./browser/watch.ts";
import { launchProfile } from "./chromium.ts";
import { mpin, World } from "./main-job/world.ts";

const use = "Use fingerprint or face";
const account = "DE89370400440532013000";
const payee = "Nordic Steel";

let folder: string;
let world: World;
let browser: BrowserContext;
let phone: PhonePage;
let authenticator: Authenticator;
let watch: Watch;
/** What the passkey has given the page, in hexadecimal. */
const outputs: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mtoken-biometrics-"));
  world = await World.start();
  const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-GB" };
  browser = await launchProfile(join(folder, "profile"), screen);
  browser.setDefaultTimeout(90_000);
  await browser.exposeFunction("prfAtTest", (output: string) => void outputs.push(output));
  await browser.addInitScript(tellOutputs);
  await watchBuffers(browser);
  watch = new Watch([world.server.origins.server]);
  await watch.follow(browser, "phone");
  const page = browser.pages()[0] ?? (await browser.newPage());
  phone = new PhonePage(page, world.server.origins.server, "keyboard");
  authenticator = await Authenticator.of(page);
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(watch.takeButRefusals()).toEqual([]);
});

async function isHome(): Promise<void> {
  await phone.page.getByRole("button", { name: "Scan a code" }).waitFor();
}

/** From the unlocked phone. */
async function turnOn(): Promise<void> {
  await phone.press("This phone");
  await phone.offerPasskey();
  await phone.press("Turn on");
}

async function passkeyTries(): Promise<number | undefined> {
  const { kysely } = world.server.context.database;
  const row = await kysely.selectFrom("biometric_factors").select("tries").executeTakeFirst();
  return row?.tries;
}

/** The mPIN is the only way left, and works. */
async function unlockByMpinAlone(): Promise<void> {
  expect(await phone.page.getByRole("button", { name: use }).count()).toBe(0);
  await phone.unlock(mpin);
  await isHome();
}

async function lock(): Promise<void> {
  await phone.press("Sign out");
  await phone.says("Enter your mPIN");
}

test("a passkey is turned on with the mPIN, unlocks and signs", {
  timeout: 180_000,
}, async () => {
  const { user, link, code } = await world.invite();
  await phone.page.goto(link);
  await phone.activate({ code }, mpin);
  await phone.press("Continue");
  await phone.says("Use your fingerprint or face?");
  await phone.press("Turn on");
  await phone.says("Enter your mPIN to turn it on");
  await phone.typeMpin(mpin, "Turn on");
  await phone.page.getByRole("button", { name: "Scan a code" }).waitFor();

  await lock();
  const content: Content = {
    ...({ type: "payment", amount: "1234.50", currency: "EUR" } as const),
    payee: { name: payee, account },
  };
  const { request } = await world.portal.requestSignature({ user, content });
  await phone.press(use);
  await phone.page
    .getByRole("button", { name: /Nordic Steel/ })
    .filter({ hasText: "Sign this payment" })
    .click();
  await phone.says("Sign this payment");
  await phone.confirm();
  await phone.press("Sign with fingerprint or face");
  await phone.says("Signed");
  const evidence = await world.portal.evidence(request);
  const verified = await verifyEvidence({ evidence, jwks: world.server.context.identity.jwks() });
  expect(verified).toMatchObject({ ok: true, receipt: { factor: "biometric" } });

  await phone.press("Done");
});

test("wrong mPINs are told after unlocking by passkey, too, and once", { timeout: 60_000 }, async () => {
  await lock();
  await phone.unlock("284617");
  await phone.page.getByRole("alert").getByText("4 tries left").waitFor();
  await phone.press(use);
  await phone.page.getByText("The mPIN was wrong once since you last unlocked").waitFor();
  await lock();
  await phone.press(use);
  await isHome();
  expect(await phone.text()).not.toContain("The mPIN was wrong");
});

test("a company that forbids it has the server refuse the passkey at once, and the app offers it no more", {
  timeout: 60_000,
}, async () => {
  const { context } = world.server;
  await changePolicy(context, operatorAtCommandLine, {
    company: world.company,
    changes: { biometrics: false },
  });
  await lock();
  await phone.press(use);
  expect(await phone.alert()).toContain("Your company does not allow fingerprint or face. Use your mPIN.");
  expect(await passkeyTries()).toBe(0);
  await unlockByMpinAlone();
  await phone.press("This phone");
  await phone.page.getByText("Your company allows only the mPIN.").waitFor();
  // That of the notifications.
  expect(await phone.page.getByRole("button", { name: /^Turn o/ }).count()).toBe(1);

  await changePolicy(context, operatorAtCommandLine, {
    company: world.company,
    changes: { biometrics: true },
  });
  await phone.press("Sign out");
  await phone.page.reload();
  await phone.press(use);
  await isHome();
});

test("a passkey that has changed proves nothing, and one that was removed is offered no more: both ask for the mPIN", {
  timeout: 60_000,
}, async () => {
  await lock();
  await phone.page.evaluate(() => void Object.assign(globalThis, { changedAtTest: true }));
  await phone.press(use);
  expect(await phone.alert()).toContain("The server did not take this phone’s proof, and nothing was done.");
  expect(await passkeyTries()).toBe(1);
  await phone.unlock(mpin);
  await isHome();

  await world.server.context.database.kysely.deleteFrom("biometric_factors").execute();
  await lock();
  await phone.press(use);
  expect(await phone.alert()).toContain("Fingerprint or face is off for this phone. Use your mPIN");
  await unlockByMpinAlone();
  await phone.page.reload();
});

test("an authenticator without PRF is told as one that won’t do, and nothing is turned on", {
  timeout: 60_000,
}, async () => {
  await authenticator.remove();
  authenticator = await Authenticator.of(phone.page, { hasPrf: false });
  await unlockByMpinAlone();
  await turnOn();
  expect(await phone.alert()).toContain("This phone or browser can’t do that safely enough.");
  expect(await phone.page.getByRole("button", { name: "Turn on" }).count()).toBe(0);
  await phone.press("Continue");
  await phone.says("This phone");
  await phone.page.getByText("This phone or browser can’t do that safely enough.").waitFor();
  expect(await passkeyTries()).toBeUndefined();

  await authenticator.remove();
  authenticator = await Authenticator.of(phone.page);
  await phone.press("Sign out");
  await unlockByMpinAlone();
  await turnOn();
  await phone.says("Enter your mPIN to turn it on");
  await phone.typeMpin(mpin, "Turn on");
  await phone.page.getByRole("button", { name: "Turn off", exact: true }).first().click();
  await phone.says("Turn off fingerprint or face?");
  await phone.press("Turn off");
  await phone.page.getByText("Off: only your mPIN unlocks the app and signs.").waitFor();
  expect(await passkeyTries()).toBeUndefined();
  await phone.offerPasskey();
  await phone.press("Turn on");
  await phone.says("Enter your mPIN to turn it on");
  await phone.typeMpin(mpin, "Turn on");
  await phone.page.getByText("On: it unlocks the app and signs").waitFor();
  expect(await passkeyTries()).toBe(0);
  await phone.page.getByRole("button", { name: "Back" }).click();
  await isHome();
});

// Chromium's authenticator knows nobody from then on.
test("whom the phone does not recognise goes on with the mPIN", { timeout: 60_000 }, async () => {
  await lock();
  await authenticator.recognise(false);
  await phone.press(use);
  expect(await phone.alert()).toContain("The phone did not recognise you");
  await phone.unlock(mpin);
  await isHome();
});

test("locked again, the phone keeps nothing of it but the passkey's name and salt, and what the user chose", {
  timeout: 60_000,
}, async () => {
  const { page } = phone;
  await phone.press("This phone");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.locator("html[data-appearance=dark]").waitFor();
  await page.locator(".language select").selectOption("nl");
  await page.locator("html[lang=nl]").waitFor();
  // What is looked for in vain below is found as long as the phone is open.
  const ofSession = await ofServer(world.server.context);
  expect((await foundInMemory(page, ofSession)).join()).toContain("keys of a session");
  expect(await signingKeysInMemory(page)).toBeGreaterThan(0);
  await phone.press("Uitloggen");
  await phone.says("Voer uw mPIN in");

  await expectOnlyListed(phone, { keys: ["passkey"], elsewhere: ["localStorage mtoken-preferences"] });
  expect(await keptPreferences(phone)).toEqual({ appearance: "dark", language: "nl" });
  expect(outputs.length).toBeGreaterThan(0);
  const never = ofText("Ada Berg", "Northern Mills", "Example Bank", payee, account, mpin);
  const secrets = [...ofSession, ...outputs.map(ofOutput)];
  expect(secrets.map(({ name }) => name)).toContain("a passkey's verifier");
  expect(await foundInStorage(page, [...never, ...secrets])).toEqual([]);
  // What is at work may hold on to something for a moment; what is done, to nothing.
  await expect.poll(() => foundInMemory(page, [...never, ...secrets]), { timeout: 30_000 }).toEqual([]);
  await expect.poll(() => signingKeysInMemory(page), { timeout: 30_000 }).toBe(0);
});

test("deactivated by others while it is open, it says so and has no private key left, in its storage or in its memory", {
  timeout: 60_000,
}, async () => {
  const { page } = phone;
  await phone.typeMpin(mpin, "Openen");
  await phone.press("Deze telefoon");
  await page.locator(".language select").selectOption("en");
  await page.locator("html[lang=en]").waitFor();
  const { context } = world.server;
  const { id: device } = await context.database.kysely
    .selectFrom("devices")
    .select("id")
    .where("status", "=", "active")
    .executeTakeFirstOrThrow();
  await deactivateDeviceOf(context, operatorAtCommandLine, { device, reason: "lost" });
  // Nobody touches it: its own next question finds the session ended.
  await phone.says("This phone is deactivated");
  const ended = { schema: 1, kind: "ended", reason: "deactivated", origin: world.server.origins.server };
  expect(await keptBy(page)).toMatchObject({ records: [ended], keys: [], bytes: [] });
  await expect.poll(() => signingKeysInMemory(page), { timeout: 30_000 }).toBe(0);
});

function ofOutput(output: string): Canary {
  return { name: "what the passkey gave", bytes: Buffer.from(output, "hex") };
}

/** Runs in the page: what a passkey gives is told to the test as well, or is another's. */
function tellOutputs(): void {
  const atTest = globalThis as unknown as {
    prfAtTest(output: string): Promise<void>;
    changedAtTest?: boolean;
  };
  const { getClientExtensionResults } = PublicKeyCredential.prototype;
  PublicKeyCredential.prototype.getClientExtensionResults = function (this: PublicKeyCredential) {
    const results = getClientExtensionResults.call(this);
    const output = results.prf?.results?.first;
    if (output instanceof ArrayBuffer) {
      const view = new Uint8Array(output);
      if (atTest.changedAtTest) view.reverse();
      const bytes = [...view];
      void atTest.prfAtTest(bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    }
    return results;
  };
}
