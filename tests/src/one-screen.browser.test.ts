/**
 * One desktop screen for everything, as `npm start` shows the product to a newcomer: the phone's window has no camera, and
 * scans the sign-in page "from this screen". Chromium is told which tab the person would choose.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningDemonstration } from "@mtoken/cli/demonstration";
import { startDemonstration } from "@mtoken/cli/demonstration";
import { languages } from "@mtoken/language";
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ComputerPage } from "./browser/computer-page.ts";
import { Darkroom } from "./browser/darkroom.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { Watch } from "./browser/watch.ts";
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
let watch: Watch;
/** How often the app has asked the browser to keep what it stored. */
let askedToKeep = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mtoken-one-screen-"));
  const data = join(folder, "data");
  useTemplate(data);
  demonstration = await startDemonstration({ data, port: await freePorts(4) });
  // The sign-in page's window is named after its heading. A fake picker would choose the whole screen instead.
  browser = await launchProfile(join(folder, "profile"), {
    locale: "en-GB",
    flags: ["--auto-select-tab-capture-source-by-title=Sign in to Example Bank"],
  });
  browser.setDefaultTimeout(patience);
  await browser.exposeFunction("noteAskedToKeep", () => {
    askedToKeep += 1;
  });
  await browser.addInitScript(refuseToKeep);
  const { serverOrigin, signInOrigin } = demonstration.context.config;
  watch = new Watch([serverOrigin, signInOrigin, demonstration.cast.portal]);
  await watch.follow(browser, "screen");
  const darkroom = new Darkroom(await browser.newPage());
  const portal = demonstration.cast.portal;
  computer = new ComputerPage(await browser.newPage(), { portal, darkroom });
  phone = new PhonePage(await browser.newPage(), serverOrigin);
});

afterAll(async () => {
  await browser?.close();
  await demonstration?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(watch.take()).toEqual([]);
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
  expect(askedToKeep).toBe(0);
  await phone.activate(invitation, mpin);
  await phone.press("Continue");
  // There is something to keep from now on. That the browser refuses, and badly, changes nothing else.
  await expect.poll(() => askedToKeep).toBe(1);

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
  await computer.press("Sign in as Anna Jansen");
  await computer.says("Northwind Bakery");

  // From the home screen browsers grant it more readily, so each unlocking asks again.
  await phone.page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, "standalone", { value: true }),
  );
  await phone.open();
  await phone.unlock(mpin);
  await phone.page.locator(".screen.home").waitFor();
  await expect.poll(() => askedToKeep).toBe(2);
});

test("the browser finds the app fit to be installed, in each language, and each of its pictures as large as it says (M6)", async () => {
  const devtools = await browser.newCDPSession(phone.page);
  const { url } = await devtools.send("Page.getAppManifest");
  expect(await devtools.send("Page.getInstallabilityErrors")).toEqual({ installabilityErrors: [] });
  const manifest: BuiltManifest = await phone.page.evaluate(
    async (address) => (await fetch(address)).json(),
    url,
  );
  const all = Object.keys(languages).sort();
  const named = manifest.shortcuts.map(({ name_localized }) => name_localized);
  for (const texts of [manifest.description_localized, ...named])
    expect(Object.keys(texts).sort()).toEqual(all);
  const shortcuts = manifest.shortcuts.flatMap(({ icons }) => icons);
  const pictures = [...manifest.icons, ...manifest.screenshots, ...shortcuts];
  expect(pictures.length).toBeGreaterThan(shortcuts.length + 4);
  for (const { src, sizes, type } of pictures) {
    const answer = await browser.request.get(new URL(src, url).href);
    expect([answer.status(), answer.headers()["content-type"]], src).toEqual([200, type]);
    expect(type === "image/png" ? sizeOfPng(await answer.body()) : "any", src).toBe(sizes);
  }
});

interface BuiltManifest {
  description_localized: object;
  icons: Picture[];
  screenshots: Picture[];
  shortcuts: { name_localized: object; icons: Picture[] }[];
}

interface Picture {
  src: string;
  sizes: string;
  type: string;
}

/** As its header says. */
function sizeOfPng(png: Buffer): string {
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

/** Runs in every page, before its scripts. */
function refuseToKeep(): void {
  // A blank page stores nothing.
  if (!("StorageManager" in globalThis)) return;
  const note = (): unknown => (globalThis as { noteAskedToKeep?: () => unknown }).noteAskedToKeep?.();
  Object.assign(StorageManager.prototype, {
    persisted: async () => false,
    persist: async () => {
      await note();
      throw new TypeError("not now");
    },
  });
}
