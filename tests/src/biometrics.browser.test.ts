/**
 * Fingerprint or face in a real browser, against a real server: Chromium's virtual authenticator makes a passkey with a PRF, which
 * unlocks and signs; and a user whom it does not recognise goes on with the mPIN. Locked again, in another language and appearance,
 * the phone keeps of all that only what docs/protocol.md §3 lists.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Content } from "@mtoken/protocol";
import { verifyEvidence } from "@mtoken/protocol";
import type { BrowserContext, CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Canary } from "./browser/canaries.ts";
import { foundInStorage, ofServer, ofText } from "./browser/canaries.ts";
import { expectOnlyListed, keptPreferences } from "./browser/locked-phone.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { launchProfile } from "./chromium.ts";
import { mpin, World } from "./main-job/world.ts";

const use = "Use fingerprint or face";
const account = "DE89370400440532013000";
const payee = "Nordic Steel";

let folder: string;
let world: World;
let browser: BrowserContext;
let phone: PhonePage;
let authenticator: { session: CDPSession; id: string };
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
  const page = browser.pages()[0] ?? (await browser.newPage());
  phone = new PhonePage(page, world.server.origins.server);
  const session = await browser.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId: id } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal" },
      ...{ hasResidentKey: true, hasUserVerification: true, hasPrf: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  authenticator = { session, id };
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether whoever is before the phone is the one that it knows. */
async function recognise(isUserVerified: boolean): Promise<void> {
  const { session, id: authenticatorId } = authenticator;
  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
}

async function lock(): Promise<void> {
  await phone.press("Sign out");
  await phone.says("Enter your mPIN");
}

test("a passkey is turned on with the mPIN, unlocks and signs, and gives way to the mPIN", {
  timeout: 180_000,
}, async () => {
  const { user, link, code } = await world.invite();
  await phone.page.goto(link);
  await phone.activate({ code }, mpin);
  await phone.press("Continue");
  await phone.says("Use your fingerprint or face?");
  await phone.press("Turn on");
  await phone.says("Type your mPIN to turn it on");
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
  await lock();
  await recognise(false);
  await phone.press(use);
  expect(await phone.alert()).toContain("The phone did not recognise you");
  await phone.unlock(mpin);
  await phone.page.getByRole("button", { name: "Scan a code" }).waitFor();
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
  await phone.press("Uitloggen");
  await phone.says("Voer uw mPIN in");

  await expectOnlyListed(phone, { keys: ["passkey"], elsewhere: ["localStorage mtoken-preferences"] });
  expect(await keptPreferences(phone)).toEqual({ appearance: "dark", language: "nl" });
  expect(outputs.length).toBeGreaterThan(0);
  const never = ofText("Ada Berg", "Northern Mills", "Example Bank", payee, account, mpin);
  const secrets = [...(await ofServer(world.server.context)), ...outputs.map(ofOutput)];
  expect(secrets.map(({ name }) => name)).toContain("a passkey's verifier");
  expect(await foundInStorage(page, [...never, ...secrets])).toEqual([]);
});

function ofOutput(output: string): Canary {
  return { name: "what the passkey gave", bytes: Buffer.from(output, "hex") };
}

/** Runs in the page: what a passkey gives is told to the test as well. */
function tellOutputs(): void {
  const { prfAtTest } = globalThis as unknown as { prfAtTest(output: string): Promise<void> };
  const { getClientExtensionResults } = PublicKeyCredential.prototype;
  PublicKeyCredential.prototype.getClientExtensionResults = function (this: PublicKeyCredential) {
    const results = getClientExtensionResults.call(this);
    const output = results.prf?.results?.first;
    if (output instanceof ArrayBuffer) {
      const bytes = [...new Uint8Array(output)];
      void prfAtTest(bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    }
    return results;
  };
}
