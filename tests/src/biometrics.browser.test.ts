/**
 * Fingerprint or face in a real browser, against a real server: Chromium's virtual authenticator makes a passkey with a PRF, which
 * unlocks and signs; and a user whom it does not recognise goes on with the mPIN.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Content } from "@mtoken/protocol";
import { verifyEvidence } from "@mtoken/protocol";
import type { BrowserContext, CDPSession } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PhonePage } from "./browser/phone-page.ts";
import { launchProfile } from "./chromium.ts";
import { mpin, World } from "./main-job/world.ts";

const use = "Use fingerprint or face";

let folder: string;
let world: World;
let browser: BrowserContext;
let phone: PhonePage;
let authenticator: { session: CDPSession; id: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mtoken-biometrics-"));
  world = await World.start();
  const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-GB" };
  browser = await launchProfile(join(folder, "profile"), screen);
  browser.setDefaultTimeout(90_000);
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
    payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
  };
  const { request } = await world.portal.requestSignature({ user, content });
  await phone.press(use);
  await phone.page.getByRole("button", { name: /Nordic Steel/ }).click();
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
