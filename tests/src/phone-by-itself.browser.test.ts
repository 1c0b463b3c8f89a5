/**
 * What the phone's page does by itself, with a browser and without a server: the torch, pictures that are given, what the hand
 * feels, the way to the home screen, the appearance. Where no browser on a computer has a part, it is stood in for at the
 * browser's own interface, and nowhere else.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bitmap } from "./browser/bitmap.ts";
import { printedCode } from "./browser/camera.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { launchChromium } from "./chromium.ts";
import { picturedApps } from "./gallery/apps.ts";
import { Preview } from "./gallery/preview.ts";

const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-GB" };
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

let browser: Browser;
let preview: Preview;
const opened: BrowserContext[] = [];

beforeAll(async () => {
  const app = picturedApps.find(({ name }) => name === "phone");
  if (app === undefined) throw new TypeError("the phone has no preview");
  browser = await launchChromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
  preview = await Preview.open(app, browser, { scale: 1, touch: true });
});

afterAll(async () => {
  for (const context of opened) await context.close();
  await preview?.close();
  await browser?.close();
});

/** The app itself, on a phone of its own. */
async function openApp(more: BrowserContextOptions = {}, before?: () => void): Promise<PhonePage> {
  const context = await browser.newContext({ ...screen, ...more });
  opened.push(context);
  context.setDefaultTimeout(60_000);
  if (before !== undefined) await context.addInitScript(before);
  const phone = new PhonePage(await context.newPage(), new URL("/", preview.page.url()).href);
  await phone.open();
  await phone.says("Make this phone your key");
  return phone;
}

/** What a stand-in has noted in the page. */
function noted(page: Page): Promise<unknown> {
  return page.evaluate(() => Reflect.get(globalThis, "noted"));
}

test("the torch is offered where the camera has one, and is switched on and off", async () => {
  const phone = await openApp({}, standInForTorch);
  await phone.press("Scan the QR code");
  const torch = phone.page.locator("button.torch");
  await phone.press("Torch on");
  await phone.page.getByRole("button", { name: "Torch off", pressed: true }).waitFor();
  await phone.press("Torch off");
  await phone.page.getByRole("button", { name: "Torch on", pressed: false }).waitFor();
  expect(await noted(phone.page)).toEqual([[{ torch: true }], [{ torch: false }]]);

  // Another app may have it: it stays as it is.
  await phone.page.evaluate(() => Reflect.set(globalThis, "refusesTorch", true));
  await torch.click();
  await expect.poll(() => noted(phone.page)).toHaveLength(3);
  expect(await torch.getAttribute("aria-pressed")).toBe("false");
});

test("a picture is taken from a file, from the clipboard and from what is dropped, and the hand feels each", async () => {
  const phone = await openApp({}, standInForVibration);
  const code = (text: string): Buffer => bitmap(printedCode(text), { scale: 6 });
  await phone.press("Scan the QR code");
  await phone.page.locator(".viewfinder.running").waitFor();
  // Without a torch none is offered.
  expect(await phone.page.locator("button.torch").count()).toBe(0);

  const ways = [phone.give.bind(phone), phone.paste.bind(phone), phone.drop.bind(phone)];
  for (const [count, give] of ways.entries()) {
    await give(
      "wall.bmp",
      "image/bmp",
      bitmap({ width: 8, height: 8, light: new Uint8Array(64) }, { scale: 9 }),
    );
    await phone.page.getByText("There is no code in this picture.").waitFor();
    await give("code.bmp", "image/bmp", code(`of somebody else, ${count}`));
    await expect.poll(() => noted(phone.page)).toHaveLength(count + 1);
    await phone.page.getByText("There is no code in this picture.").waitFor({ state: "detached" });
    await phone.page.locator(".viewfinder.running:not(.read)").waitFor();
  }
  expect(await noted(phone.page)).toEqual([[20], [20], [20]]);

  // Who asks for less motion feels nothing either.
  await phone.press("Back");
  await phone.press("Scan the QR code");
  await phone.page.locator(".viewfinder.running").waitFor();
  await phone.page.emulateMedia({ reducedMotion: "reduce" });
  await phone.give("code.bmp", "image/bmp", code("of somebody else, again"));
  expect(await phone.alert()).toContain("This is not one of our codes.");
  expect(await noted(phone.page)).toHaveLength(3);
});

test("the browser's offer to install the app is kept for its place, and good once", async () => {
  const { page } = await openApp();
  expect(await page.locator(".install").count()).toBe(0);
  const wasKept = await page.evaluate(() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    const asked: string[] = [];
    Object.assign(globalThis, { noted: asked });
    Object.assign(offer, { prompt: async () => void asked.push("asked") });
    return !dispatchEvent(offer);
  });
  expect(wasKept).toBe(true);
  const install = page.getByRole("button", { name: "Install the app" });
  await install.click();
  await install.waitFor({ state: "detached" });
  expect(await noted(page)).toEqual(["asked"]);
});

test("an iPhone is told the steps in Safari's menu, and none once the app is on its home screen", async () => {
  const phone = await openApp({ userAgent: iphone });
  expect(await phone.text()).toContain("Tap Share in Safari Choose “Add to Home Screen” Open mtoken");
  const installed = await openApp({ userAgent: iphone }, () =>
    Object.defineProperty(Navigator.prototype, "standalone", { value: true }),
  );
  expect(await installed.page.locator(".install").count()).toBe(0);
  // It may have been in use there, and have lost all that it stored: what others find folded is asked openly.
  const asked = [phone, installed].map(({ page }) =>
    page.locator(".notice", { hasText: "Was this phone activated before?" }).count(),
  );
  expect(await Promise.all(asked)).toEqual([0, 1]);
});

test("dark that was chosen is there at once, with the colour around the page, and at the next start", async () => {
  const phone = await openApp({ colorScheme: "light" });
  const { page } = phone;
  const colours = (): Promise<unknown> =>
    page.evaluate(() => ({
      ground: getComputedStyle(document.documentElement).backgroundColor,
      around: [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")]
        .filter(({ media }) => media === "all" || matchMedia(media).matches)
        .map(({ content }) => content),
    }));
  const light = { ground: "rgb(246, 245, 241)", around: ["#f6f5f1"] };
  const dark = { ground: "rgb(18, 22, 21)", around: ["#121615"] };
  expect(await colours()).toEqual(light);

  const choose = async (name: string): Promise<void> => {
    await page.goto(new URL("/preview.html?state=settings", page.url()).href);
    await page.getByRole("radio", { name }).check({ force: true });
  };
  await choose("Dark");
  expect(await colours()).toEqual({ ...dark, around: [] });
  await phone.open();
  await phone.says("Make this phone your key");
  expect(await colours()).toEqual(dark);

  await choose("Light");
  await page.emulateMedia({ colorScheme: "dark" });
  await phone.open();
  await phone.says("Make this phone your key");
  expect(await colours()).toEqual(light);
  await choose("Automatic");
  await phone.open();
  await phone.says("Make this phone your key");
  expect(await colours()).toEqual(dark);
});

test("who has mToken only finds the way to scan on the home screen, and neither a list nor word of one (M17)", async () => {
  const { page } = preview;
  const shown = async (state: string): Promise<string> => {
    await page.goto(new URL(`/preview.html?state=${state}`, page.url()).href);
    return (await page.locator(".screen.home main").innerText()).replace(/\s+/g, " ");
  };
  expect(await shown("home-empty")).toContain("Nothing is waiting for you");
  const only = await shown("home-mtoken-only");
  expect(only).toContain("Ready Scan the code that your computer shows, to sign in there or to sign. Inbox");
  expect(only).not.toMatch(/waiting|appears here/);
  expect(await page.locator(".waiting, .waiting-request").count()).toBe(0);
});

/** Runs in the page, before its scripts: the fake camera gets a torch. */
function standInForTorch(): void {
  const asked: unknown[] = [];
  Object.assign(globalThis, { noted: asked });
  const track = MediaStreamTrack.prototype;
  const capabilities = track.getCapabilities;
  track.getCapabilities = function () {
    return Object.assign(capabilities.call(this), { torch: true });
  };
  track.applyConstraints = async (constraints) => {
    asked.push(constraints?.advanced);
    if (Reflect.has(globalThis, "refusesTorch")) throw new OverconstrainedError("torch");
  };
}

/** Runs in the page, before its scripts: a computer has nothing that shakes. */
function standInForVibration(): void {
  const felt: unknown[] = [];
  Object.assign(globalThis, { noted: felt });
  Object.defineProperty(Navigator.prototype, "vibrate", {
    value: (pattern: unknown) => felt.push(pattern) > 0,
  });
}
