/**
 * One desktop screen for everything, as `npm start` shows the product to a newcomer: the phone's window has no camera, and
 * scans the sign-in page "from this screen". Chromium is told which tab the person would choose.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningDemonstration } from "@mtoken/cli/demonstration";
import { startDemonstration } from "@mtoken/cli/demonstration";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ComputerPage } from "./browser/computer-page.ts";
import { Darkroom } from "./browser/darkroom.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { launchProfile } from "./chromium.ts";
import { freePorts } from "./free-ports.ts";
import { useTemplate } from "./use-template.ts";

const mpin = "739154";
const patience = 90_000;

let folder: string;
let demonstration: RunningDemonstration;
let browser: BrowserContext;
let computer: ComputerPage;
let phone: PhonePage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mtoken-one-screen-"));
  const data = join(folder, "data");
  useTemplate(data);
  demonstration = await startDemonstration({ data, port: await freePorts(3) });
  // The sign-in page's window is named after its heading. A fake picker would choose the whole screen instead.
  browser = await launchProfile(join(folder, "profile"), {
    locale: "en-GB",
    flags: ["--auto-select-tab-capture-source-by-title=Sign in to Example Bank"],
  });
  browser.setDefaultTimeout(patience);
  const darkroom = new Darkroom(await browser.newPage());
  const portal = demonstration.cast.portal;
  computer = new ComputerPage(await browser.newPage(), { portal, darkroom });
  phone = new PhonePage(await browser.newPage(), demonstration.context.config.serverOrigin);
});

afterAll(async () => {
  await browser?.close();
  await demonstration?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the phone's window reads the sign-in page's code off the screen, and signs the other window in", {
  timeout: 180_000,
}, async () => {
  await computer.goToWelcome();
  const invitation = await computer.invite("Invite Anna and open her phone", { opensPhone: true });
  await phone.open();
  await phone.press("I have a link");
  await phone.page.getByLabel("Activation link").fill(invitation.link);
  await phone.press("Continue");
  await phone.activate(invitation, mpin);
  await phone.press("Continue");

  await computer.beginSignIn();
  await phone.openScanner();
  await phone.press("Scan from this screen");
  await phone.says("Sign in to");
  // What was shared for the scan is shared no longer.
  expect(await phone.page.locator("video").count()).toBe(0);
  await phone.typeDigits(await computer.digits());
  await phone.confirm();
  await phone.says("Confirmed");
  await computer.says("Sign in as Anna Jansen?");
  await computer.press("Continue");
  await computer.says("Northwind Bakery");
});
