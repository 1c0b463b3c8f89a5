/**
 * How fast the phone app is in a real Chromium on this machine, printed as JSON: `npm run bench` runs it and holds it
 * against the budgets. Started as a program of its own, since browsers and cameras belong to the tests.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDemonstration } from "@mtoken/cli/demonstration";
import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import { createClient } from "@mtoken/server";
import type { CDPSession } from "playwright-core";
import { Authenticator } from "../browser/authenticator.ts";
import { Camera, photographedCode, texture } from "../browser/camera.ts";
import { ComputerPage } from "../browser/computer-page.ts";
import { Darkroom } from "../browser/darkroom.ts";
import { PhonePage } from "../browser/phone-page.ts";
import { launchChromium, launchProfile } from "../chromium.ts";
import { freePorts } from "../free-ports.ts";

const mpin = "739154";
const { values: options } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const times = options.quick ? 1 : 5;
/** How much slower than this machine a phone is taken to be. */
const slowDown = 4;
const scanSeconds = options.quick ? 1 : 4;
/** As long as the sign-in page's, and of nobody whom the phone knows: it is refused as soon as it is read. */
const foreignCode = photographedCode(
  `HTTPS://SIGNIN.BANK.EXAMPLE/S/0123456789ABCDEFGHJKMNPQRS00${"Q".repeat(16)}`,
);

const folder = mkdtempSync(join(tmpdir(), "mtoken-speed-"));
const demonstration = await startDemonstration({ data: join(folder, "data"), port: await freePorts(4) });
const camera = new Camera(join(folder, "camera.y4m"));
const darkBrowser = await launchChromium();
const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-GB" };
const context = await launchProfile(join(folder, "phone"), { ...screen, flags: camera.flags });
try {
  const { serverOrigin } = demonstration.context.config;
  await context.addInitScript(noteMoments);
  const phone = new PhonePage(await context.newPage(), serverOrigin);
  const darkroom = new Darkroom(await darkBrowser.newPage());
  const computer = new ComputerPage(await darkBrowser.newPage(), {
    portal: demonstration.cast.portal,
    darkroom,
  });
  await computer.goToWelcome();
  const invitation = await computer.invite("Invite Anna and open her phone", { opensPhone: true });
  await phone.open();
  await phone.press("I have a link");
  await phone.page.getByLabel("Activation link").fill(invitation.link);
  await phone.press("Continue");
  await phone.activate(invitation, mpin);

  const devtools = await context.newCDPSession(phone.page);
  const firstLoad = await measureFirstLoad(phone, devtools);
  const start = await inTurn(() => measureStart(phone));
  const startSlowed = await slowed(devtools, () => inTurn(() => measureStart(phone)));
  const unlockUnslowed = await inTurn(() => measureUnlock(phone, (work) => work()));
  const unlock = await inTurn(() => measureUnlock(phone, (work) => slowed(devtools, work)));
  const unlockThroughout = await inTurn(() => slowed(devtools, () => measureUnlockInOneGo(phone)));
  const requestPayment = await readyPortal();
  const sign = await inTurn(() => measureSign(phone, { devtools, requestPayment }));
  const read = await inTurn(() => measureReading(phone));
  const readSlowed = await slowed(devtools, () => inTurn(() => measureReading(phone)));
  const frames = await measureFrames(phone);
  const framesSlowed = await slowed(devtools, () => measureFrames(phone));
  await turnPasskeyOn(phone);
  const passkey = await inTurn(() => measurePasskey(phone, devtools));
  console.log(
    JSON.stringify({
      ...firstLoad,
      startMilliseconds: median(start),
      startSlowedMilliseconds: median(startSlowed),
      unlockMilliseconds: median(unlock.map(ofSlowPhone)),
      unlockThroughoutMilliseconds: median(unlockThroughout.map(ofSlowPhone)),
      signMilliseconds: median(sign.map(ofSlowPhone)),
      unlockUnslowedMilliseconds: median(unlockUnslowed.map(({ page }) => page)),
      passkeySlowedMilliseconds: median(passkey),
      readMilliseconds: median(read.map(({ page }) => page)),
      readSlowedMilliseconds: median(readSlowed.map(ofSlowPhone)),
      ...frames,
      framesPerSecondSlowed: framesSlowed.framesPerSecond,
    }),
  );
} finally {
  await Promise.all([context.close(), darkBrowser.close()]);
  await demonstration.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Every byte that comes over the wire, headers included, from an empty cache: by a visit that touches nothing, and until the home
 * screen.
 */
async function measureFirstLoad(phone: PhonePage, devtools: CDPSession) {
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Network.setBypassServiceWorker", { bypass: true });
  await phone.open();
  await phone.says("Enter your mPIN");
  const firstLoadBytes = await bytesSoFar(phone);
  await phone.unlock(mpin);
  await phone.page.locator(".screen.home").waitFor();
  const homeBytes = await bytesSoFar(phone);
  // Argon2id's WebAssembly lies in its thread's script.
  const homeWithoutWasmBytes = homeBytes - (await bytesSoFar(phone, "/stretch-worker-"));
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: false });
  await devtools.send("Network.setBypassServiceWorker", { bypass: false });
  const putAsideBytes = await phone.page.evaluate(bytesPutAside);
  return { firstLoadBytes, homeBytes, homeWithoutWasmBytes, putAsideBytes };
}

/** All that the page has transferred from addresses with this in them, but for what the service worker fetches for itself. */
async function bytesSoFar(phone: PhonePage, within = ""): Promise<number> {
  await phone.page.waitForLoadState("networkidle");
  return phone.page.evaluate(
    (part) =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter(({ name }) => name.includes(part))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0),
    within,
  );
}

/** Runs in the page: what the service worker has fetched to be offline with, as the server compressed it, headers not included. */
async function bytesPutAside(): Promise<number> {
  await navigator.serviceWorker.ready;
  let sum = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const response of await cache.matchAll()) {
      sum += Number(response.headers.get("content-length") ?? Number.NaN);
    }
  }
  return sum;
}

/** From the beginning of a navigation to a key pad that takes digits, with everything in the browser's caches. */
async function measureStart(phone: PhonePage): Promise<number> {
  await phone.open();
  const usable = await phone.page.waitForFunction(() => Reflect.get(window, "noted")?.usable);
  return Number(await usable.jsonValue());
}

/** Milliseconds by the page's clock, and those of them that a worker was at work. */
interface Taken {
  page: number;
  worker: number;
}

/** Browsers slow the page's thread down and no worker's: what a worker took is multiplied here. */
function ofSlowPhone({ page, worker }: Taken): number {
  return page + (slowDown - 1) * worker;
}

/** Does work while the page's thread is slowed down. */
async function slowed<T>(devtools: CDPSession, work: () => Promise<T>): Promise<T> {
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
  const result = await work();
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  return result;
}

/** From the last key to the home screen; the digits are typed at full speed. */
async function measureUnlock(
  phone: PhonePage,
  atSpeed: (work: () => Promise<Taken>) => Promise<Taken>,
): Promise<Taken> {
  await phone.open();
  await phone.says("Enter your mPIN");
  for (const digit of mpin) await phone.press(digit);
  await phone.page.waitForLoadState("networkidle");
  return atSpeed(() => pressUntil(phone, "Unlock", "home"));
}

/** The same with nothing done beforehand that the last key would not wait for: the digits come all at once, on a phone that is slow already. */
async function measureUnlockInOneGo(phone: PhonePage): Promise<Taken> {
  await phone.open();
  await phone.says("Enter your mPIN");
  await phone.page.keyboard.type(mpin);
  return pressUntil(phone, "Unlock", "home");
}

/** A portal of its own; what it gives asks the one user for a payment. */
async function readyPortal(): Promise<() => Promise<unknown>> {
  const { context: server } = demonstration;
  const { publicKey, privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const origin = "http://localhost";
  const clientId = await createClient(server, {
    ...{ name: "Swift Bank", origin, redirectUris: [`${origin}/callback`] },
    jwks: { keys: [{ ...(await exportPublicJwk(publicKey)), alg: "PS512", use: "sig" }] },
  });
  const portal = new RelyingParty({ issuer: server.config.signInOrigin, clientId, key: privateKey });
  const { user_id: user } = await server.database.kysely
    .selectFrom("devices")
    .select("user_id")
    .executeTakeFirstOrThrow();
  const payee = { name: "Bakery Supplies", account: "NL91ABNA0417164300" };
  return () =>
    portal.requestSignature({
      ...{ user, content: { type: "payment", amount: "12.50", currency: "EUR", payee } },
    });
}

interface Signing {
  devtools: CDPSession;
  requestPayment(): Promise<unknown>;
}

/** From the last key to the word that it is signed: a handshake, the signature and its receipt. */
async function measureSign(phone: PhonePage, { devtools, requestPayment }: Signing): Promise<Taken> {
  await requestPayment();
  await phone.open();
  await phone.unlock(mpin);
  await phone.page.locator(".waiting-request").filter({ hasText: "Bakery Supplies" }).click();
  await phone.says("Sign this payment");
  await phone.confirm();
  await phone.says("Enter your mPIN to sign");
  for (const digit of mpin) await phone.press(digit);
  await phone.page.waitForLoadState("networkidle");
  const taken = await slowed(devtools, () => pressUntil(phone, "Sign", "decided"));
  await phone.press("Done");
  return taken;
}

async function turnPasskeyOn(phone: PhonePage): Promise<void> {
  await Authenticator.of(phone.page);
  await phone.open();
  await phone.unlock(mpin);
  await phone.press("This phone");
  await phone.offerPasskey();
  await phone.press("Turn on");
  await phone.says("Enter your mPIN to turn it on");
  await phone.typeMpin(mpin, "Turn on");
  await phone.says("This phone");
}

/** Its first touch is the press itself, so that messages 1 and 2 are within; what the press loads was loaded before. */
async function measurePasskey(phone: PhonePage, devtools: CDPSession): Promise<number> {
  await phone.open();
  await phone.says("Enter your mPIN");
  await phone.page.keyboard.press("Shift");
  await phone.page.waitForLoadState("networkidle");
  return (await slowed(devtools, () => pressUntil(phone, "Use fingerprint or face", "home"))).page;
}

async function pressUntil(phone: PhonePage, button: string, screen: "home" | "decided"): Promise<Taken> {
  await phone.page.evaluate(() => Reflect.get(window, "noted").reset());
  await phone.press(button);
  await phone.page.locator(`.screen.${screen}`).waitFor();
  const { pressed, worked, ...noted } = await phone.page.evaluate(() => Reflect.get(window, "noted"));
  return { page: noted[screen] - pressed, worker: worked };
}

/** From the camera's first picture, with a code in it, to the code's text. */
async function measureReading(phone: PhonePage): Promise<Taken> {
  camera.lookAt(foreignCode);
  await phone.page.evaluate(() => Reflect.get(window, "noted").reset());
  await phone.openScanner();
  await phone.page.waitForFunction(() => Reflect.get(window, "noted")?.read);
  const { read, running, workedUntilRead } = await phone.page.evaluate(() => Reflect.get(window, "noted"));
  camera.lookAway();
  await phone.press("Back");
  await phone.page.locator(".screen.home").waitFor();
  return { page: read - running, worker: workedUntilRead };
}

/** How often the page draws while the camera is looked through and nothing is found. */
async function measureFrames(phone: PhonePage) {
  camera.lookAt(texture());
  await phone.openScanner();
  await phone.page.locator(".viewfinder.running").waitFor();
  const gaps = await phone.page.evaluate(
    (seconds) =>
      new Promise<number[]>((resolve) => {
        const found: number[] = [];
        const begun = performance.now();
        let last = begun;
        const draw = (now: number): void => {
          found.push(now - last);
          last = now;
          if (now - begun > seconds * 1000) resolve(found.slice(2));
          else requestAnimationFrame(draw);
        };
        requestAnimationFrame(draw);
      }),
    scanSeconds,
  );
  camera.lookAway();
  await phone.press("Back");
  await phone.page.locator(".screen.home").waitFor();
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { framesPerSecond: (gaps.length / total) * 1000, frameMilliseconds: median(gaps) };
}

async function inTurn<T>(work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let time = 0; time < times; time += 1) results.push(await work());
  return results;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs in every page before its own scripts: notes when what was waited for is there, by the page's own clock. */
function noteMoments(): void {
  const unset = { running: 0, read: 0, pressed: 0, home: 0, decided: 0, worked: 0, workedUntilRead: 0 };
  const noted = { usable: 0, ...unset, reset: () => Object.assign(noted, unset) };
  Reflect.set(window, "noted", noted);
  const marks: [keyof typeof noted, string][] = [
    ["usable", '.screen.unlock .key:not([aria-disabled="true"])'],
    ["running", ".viewfinder.running"],
    ["read", "[role=alert]"],
    ["home", ".screen.home"],
    ["decided", ".screen.decided"],
  ];
  new MutationObserver(() => {
    for (const [name, selector] of marks) {
      if (noted[name] === 0 && document.querySelector(selector) !== null) {
        Object.assign(noted, { [name]: performance.now() });
        if (name === "read") noted.workedUntilRead = noted.worked;
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  addEventListener("click", () => Object.assign(noted, { pressed: performance.now() }), { capture: true });
  const Before = Worker;
  globalThis.Worker = class extends Before {
    constructor(...words: ConstructorParameters<typeof Worker>) {
      super(...words);
      let asked = 0;
      const post = this.postMessage.bind(this);
      Object.defineProperty(this, "postMessage", {
        value: (...message: Parameters<Worker["postMessage"]>) => {
          asked = performance.now();
          post(...message);
        },
      });
      this.addEventListener("message", () => {
        noted.worked += performance.now() - asked;
      });
    }
  };
}
