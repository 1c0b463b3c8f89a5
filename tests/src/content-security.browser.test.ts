/**
 * Script at every input, and none of it lives: names, payees, references and texts that others chose, what is typed, pasted and
 * opened by address, scanned and stored, and answers of a server that has gone over. It is text where it is shown, and nothing was even tried:
 * no breach of the pages' policies is reported, which would say that it had got as far as that.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompanyId, Content, Payment, UserId } from "@mtoken/protocol";
import { exportPublicJwk, generateSigningKeyPair, totalsOf } from "@mtoken/protocol";
import { RelyingParty } from "@mtoken/relying-party";
import { createClient, createCompany, createUser, inviteUser } from "@mtoken/server";
import type { BrowserContext, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { bitmap } from "./browser/bitmap.ts";
import { Camera, printedCode } from "./browser/camera.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { copyVault, restoreVault } from "./browser/phone-storage.ts";
import { Watch } from "./browser/watch.ts";
import { launchProfile } from "./chromium.ts";
import { mpin, redirectUri, World } from "./main-job/world.ts";

const image = '<img src=x onerror="top.hit=1">';
const tag = '"><svg onload=top.hit=1><!--';
const script = "</script><script>top.hit=1</script>";
const template = `\${top.hit=1}{{constructor.constructor('top.hit=1')()}}`;
const link = "javascript:top.hit=1";
const hostile = [image, tag, script, template, link];
/** What none of them may have become. */
const elements =
  "img, svg[onload], script:not([src]), iframe, object, embed, [onerror], [onload], a[href^='javascript']";

const folder = mkdtempSync(join(tmpdir(), "mtoken-content-security-"));
const camera = new Camera(join(folder, "camera.y4m"));
let world: World;
let context: BrowserContext;
let phone: PhonePage;
let portal: RelyingParty;
let company: CompanyId;
let user: UserId;
let watch: Watch;

beforeAll(async () => {
  world = await World.start();
  const { server, signIn } = world.server.origins;
  company = await createCompany(world.server.context, { name: image });
  user = await createUser(world.server.context, { company, name: tag, role: "administrator" });
  portal = await hostilePortal();
  watch = new Watch([server, signIn]);
  const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  context = await launchProfile(join(folder, "profile"), { ...screen, locale: "en-GB", flags: camera.flags });
  context.setDefaultTimeout(20_000);
  await watch.follow(context, "phone");
  phone = new PhonePage(await context.newPage(), server);
});

afterAll(async () => {
  await context?.close();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await expectDead();
});

const elsewhere = "http://elsewhere.invalid";
/** What somebody would write into a page who could. */
const planted = [
  "<script>top.hit=1</script>",
  image,
  "<svg onload=top.hit=1></svg>",
  `<script src="${elsewhere}/a.js"></script>`,
  `<base href="${elsewhere}">`,
  "<style>p { color: red }</style>",
  '<p style="color: red"></p>',
  ...["img", "iframe", "video", "embed"].map((name) => `<${name} src="${elsewhere}/${name}"></${name}>`),
  `<object data="${elsewhere}/object"></object>`,
  `<form action="${elsewhere}/form" method="post"></form>`,
].join("");

/** What the browser reports of that and of `tryScripts`: each directive at its work, those that others stand in for too. */
const stopped = [
  `base-uri ${elsewhere}/`,
  `connect-src ${elsewhere}/beacon`,
  `connect-src ${elsewhere}/fetch`,
  `form-action ${elsewhere}/form`,
  // These three by default-src alone.
  `frame-src ${elsewhere}`,
  `media-src ${elsewhere}/video`,
  `object-src ${elsewhere}`,
  `img-src ${elsewhere}/img`,
  "require-trusted-types-for trusted-types-sink Element innerHTML",
  "require-trusted-types-for trusted-types-sink Element insertAdjacentHTML",
  "require-trusted-types-for trusted-types-sink Function",
  "require-trusted-types-for trusted-types-sink HTMLScriptElement textContent",
  "require-trusted-types-for trusted-types-sink Window setTimeout",
  "require-trusted-types-for trusted-types-sink Worker constructor",
  "script-src-attr inline",
  `script-src-elem ${elsewhere}/a.js`,
  "script-src-elem inline",
  "style-src-attr inline",
  "style-src-elem inline",
  "trusted-types trusted-types-policy planted",
].sort();

test.each(["server", "signIn"] as const)(
  "that got into a page is stopped by each directive of its policy: %s",
  async (origin) => {
    const address = `${world.server.origins[origin]}/${origin === "server" ? "" : "i/x"}`;
    const page = await context.newPage();
    await page.route(address, async (route) => {
      const answer = await route.fetch();
      const body = await answer.text();
      await route.fulfill({ response: answer, body: body.replace("<body>", () => `<body>${planted}`) });
    });
    await page.goto(address);
    await page.locator("h1").first().waitFor();
    await page.evaluate(tryScripts, elsewhere);
    expect(await page.evaluate(() => Reflect.get(top ?? {}, "hit"))).toBeUndefined();
    await page.close();
    const seen = watch.take().flatMap((line) => / policy violation: ([^|]*)/.exec(line)?.[1]?.trim() ?? []);
    expect([...new Set(seen)].sort()).toEqual(stopped);
  },
);

/** Runs in the page: what script could go on to do. Each is caught, and the page goes on. */
async function tryScripts(elsewhere: string): Promise<void> {
  const image = '<img src=x onerror="top.hit=1">';
  const attempts: (() => unknown)[] = [
    () => document.body.insertAdjacentHTML("beforeend", image),
    () => {
      document.body.appendChild(document.createElement("p")).innerHTML = image;
    },
    () => {
      document.body.appendChild(document.createElement("script")).textContent = "top.hit=1";
    },
    () => setTimeout("top.hit=1"),
    () => Function("top.hit=1")(),
    () => new Worker("blob:null"),
    () => Reflect.get(globalThis, "trustedTypes").createPolicy("planted", {}),
    () => document.forms[0]?.submit(),
    () => fetch(`${elsewhere}/fetch`),
    () => navigator.sendBeacon(`${elsewhere}/beacon`),
    () => {
      const leading = document.body.appendChild(document.createElement("a"));
      leading.href = "javascript:top.hit=1";
      leading.click();
    },
  ];
  // A task of its own: what the test itself calls may make code of texts.
  await new Promise((resolve) => setTimeout(resolve));
  for (const attempt of attempts) {
    try {
      await attempt();
    } catch {
      // The browser has stopped it.
    }
  }
  // A task later whatever was put off has been reported.
  await new Promise((resolve) => setTimeout(resolve));
}

test("in the address, before the phone knows anything", async () => {
  for (const path of ["/a#", "/r#", "/S/", "/s/", "/?", "/#"]) {
    for (const text of hostile) {
      await phone.page.goto(`${world.server.origins.server}${path}${encodeURIComponent(text)}`);
      await phone.page.locator(".screen:not(.starting):not(.loading) h1").waitFor();
      await expectDead();
    }
  }
});

test("in the configuration of a server that has gone over, before there is anything to hold it against", async () => {
  await withConfigurations(async () => {
    await phone.open();
    await phone.page.locator(".screen:not(.starting):not(.loading) h1").waitFor();
  });
});

test("pasted in place of a link, and typed in place of a registration code", async () => {
  await phone.open();
  await phone.press("I have a link");
  for (const text of hostile) {
    await phone.page.getByLabel("Activation link").fill(text);
    await phone.press("Continue");
    expect(await phone.alert()).toContain("not a whole activation link");
  }
  const invitation = await inviteUser(world.server.context, { user });
  await phone.page.getByLabel("Activation link").fill(invitation.link);
  await phone.press("Continue");
  await phone.says("Type your registration code");
  for (const text of hostile) {
    await phone.page.getByLabel("Registration code").fill(text);
    await phone.press("Continue");
    expect(await phone.alert()).not.toBe("");
    await expectDead();
  }
  await phone.activate(invitation, mpin);
});

test("as the names of user, company and portal, as payee, account and reference, and in a text", async () => {
  await phone.press("Continue");
  await phone.page.locator(".screen.home").waitFor();
  expect(await phone.text()).toContain(tag);
  expect(await phone.text()).toContain(image);

  await phone.press("This phone");
  await phone.says("This phone");
  expect(await phone.text()).toContain(tag);
  await phone.press("Deactivate this phone");
  await phone.press("Another reason");
  await phone.says("Deactivate this phone?");
  expect(await phone.text()).toContain(tag);
  await expectDead();
  for (const one of hostile) {
    await phone.page.getByLabel("Note (optional)").fill(one);
    await expectDead();
  }
  await phone.press("Keep it active");
  await phone.press("Back");

  const account = "DE89370400440532013000";
  const payment: Payment = {
    ...({ type: "payment", amount: "1.00", currency: "EUR", reference: script } as const),
    payee: { name: image, account },
  };
  const payments = [payment, { ...payment, payee: { name: tag, account }, reference: template }];
  const text = hostile.join("\n");
  const hash = { alg: "SHA-512", value: "A".repeat(86) } as const;
  const asked: [content: Content, row: string, texts: string[]][] = [
    [payment, "EUR 1.00", [image, script]],
    [
      { type: "batch", payments, count: 2, totals: totalsOf(payments) },
      "2 payments",
      [image, script, tag, template],
    ],
    [{ type: "document", name: link, hash, text }, link, hostile],
    [{ type: "statement", text }, image, hostile],
  ];
  for (const [content, row, texts] of asked) {
    await portal.requestSignature({ user, content });
    await openRequest(row);
    const shown = await phone.text();
    for (const one of [...texts, template]) expect(shown).toContain(one);
    await expectDead();
    await phone.press("Refuse");
    await phone.page.locator(".reason.changed-mind").click();
    await phone.press("Done");
  }
});

test("in the inbox, as the name of somebody else", async () => {
  const { context: server } = world.server;
  const other = await createUser(server, { company, name: script, role: "user" });
  const invitation = await inviteUser(server, { user: other });
  const { device } = await world.newPhone();
  await device.activate({ link: device.readLink(invitation.link), code: invitation.code, mpin });
  await phone.page.getByRole("button", { name: /^Inbox/ }).click();
  await phone.page.getByText(script).waitFor();
  await expectDead();
  await phone.press("Back");
});

test("in a code before the camera, and in pictures of codes that are chosen, pasted and dropped", async () => {
  const { server } = world.server.origins;
  const ways = [phone.give.bind(phone), phone.paste.bind(phone), phone.drop.bind(phone)];
  const texts = hostile.flatMap((one) => [one, `${server}/r#${one}`]);
  for (const [count, text] of texts.entries()) {
    const code = printedCode(text);
    await phone.openScanner();
    camera.lookAt(code);
    await expectRefused();
    camera.lookAway();
    await phone.press("Back");
    await phone.openScanner();
    await phone.page.locator(".viewfinder.running").waitFor();
    await ways[count % ways.length]?.("code.bmp", "image/bmp", bitmap(code, { scale: 6 }));
    await expectRefused();
    await phone.press("Back");
  }
});

async function expectRefused(): Promise<void> {
  await phone.page.locator(".notice[role=alert]").waitFor();
  await expectDead();
}

test("typed in place of a computer's code", async () => {
  await phone.page.locator(".screen.home").waitFor();
  await phone.press("Type a code");
  for (const text of hostile) {
    await phone.page.getByLabel("Code on the computer’s screen").fill(text);
    await phone.press("Continue");
    await expectDead();
  }
});

/** A computer's page that shows a sign-in's code. */
async function beginOnComputer() {
  const pending = await portal.beginSignIn(redirectUri);
  const page = await context.newPage();
  await page.goto(pending.uri);
  const typed = await page.getByText(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/).innerText();
  // The server itself says only what it knows computers by; somebody has got at its tables.
  const { kysely } = world.server.context.database;
  await kysely.updateTable("computers").set({ description: script }).execute();
  return { page, typed };
}

test("as what a computer says it is, and typed in place of its digits", async () => {
  const { page, typed } = await beginOnComputer();
  await phone.page.getByLabel("Code on the computer’s screen").fill(typed);
  await phone.press("Continue");
  await phone.says("Sign in to");
  expect(await phone.text()).toContain(script);
  await expectDead();
  for (const text of hostile) {
    await phone.typeDigits(text);
    await phone.confirm();
    expect(await phone.alert()).toBe("Type the two digits that the computer shows.");
    await expectDead();
  }
  const digits = await page.locator("main [data-digits]").getAttribute("data-digits");
  await phone.typeDigits(digits ?? "");
  await phone.confirm();
  await phone.press("Done");

  await page.route(`${redirectUri}*`, (route) => route.fulfill({ body: "signed in" }));
  await page.getByLabel(/^Remember this/).check();
  await page.getByRole("button", { name: /^Sign in as / }).click();
  await page.getByText("signed in").waitFor();
  await page.close();
  expect(watch.takeButRefusals().filter((line) => !line.includes(redirectUri))).toEqual([]);
});

test("as what a computer says it is that asks to be remembered, that is on the list, and that is taken off it", async () => {
  await phone.open();
  await phone.unlock(mpin);
  await phone.page.locator(".waiting-request").filter({ hasText: "Remember this computer?" }).click();
  await expectComputer("enrol-computer");
  await phone.press("Remember it");
  await phone.press("This phone");
  await phone.press("Show the list");
  await expectComputer("computers");
  await phone.page.locator(".told button").click();
  await expectComputer("remove-computer");
  await phone.press("Leave it as it is");
});

test("as what a computer says it is that has been known since a time", async () => {
  const { page, typed } = await beginOnComputer();
  await phone.open();
  await phone.unlock(mpin);
  await phone.press("Type a code");
  await phone.page.getByLabel("Code on the computer’s screen").fill(typed);
  await phone.press("Continue");
  await expectComputer("sign-in");
  expect(await phone.page.locator("[data-computer=known] p").innerText()).toMatch(/^Known to you since \d/);
  await page.close();
});

async function expectComputer(screen: string): Promise<void> {
  await phone.page.locator(`.screen.${screen}`).getByText(script).waitFor();
  await expectDead();
}

test("in what the phone keeps of choices, and typed and pasted in place of an mPIN", async () => {
  const chosen = hostile.map((text) => JSON.stringify({ appearance: text, language: text, push: text }));
  for (const kept of [...chosen, ...hostile]) {
    await phone.page.evaluate((text) => localStorage.setItem("mtoken-preferences", text), kept);
    await phone.open();
    await phone.says("Enter your mPIN");
    expect(await phone.page.locator("html").getAttribute("lang")).toBe("en");
    expect(await phone.page.locator("html").getAttribute("data-appearance")).toBeNull();
    await expectDead();
  }
  await phone.page.evaluate(() => localStorage.removeItem("mtoken-preferences"));

  await phone.open();
  await phone.says("Enter your mPIN");
  for (const text of hostile) {
    await phone.page.keyboard.type(text);
    await phone.page.evaluate(paste, text);
    await expectDead();
  }
  // Of all that only the digits counted, and of those no more than an mPIN has.
  expect(await phone.page.locator(".mpin-entry .said").innerText()).toMatch(/^\d/);
});

test("in what else the phone keeps beside its vault", async () => {
  const words = (text: string): string => JSON.stringify({ title: text, body: text, lang: text, dir: text });
  const places = ["mtoken-activated", "mtoken-reloaded", "mtoken-request", "mtoken-words"];
  for (const text of hostile) {
    for (const place of places) {
      for (const kept of [text, words(text)]) {
        await phone.page.evaluate(keepInstead, { place, kept });
        await phone.open();
        await phone.says("Enter your mPIN");
        await expectDead();
      }
    }
  }
  await phone.page.evaluate(() => caches.delete("mtoken-words"));
  await phone.open();
  await phone.unlock(mpin);
  await phone.page.locator(".screen.home").waitFor();
});

/** Runs in the page: each kind of storage that has such a place, with a text in it that the app never put there. */
async function keepInstead({ place, kept }: { place: string; kept: string }): Promise<void> {
  if (place === "mtoken-words") {
    const words = await caches.open(place);
    await words.put("/notification-words", new Response(kept));
  } else if (place === "mtoken-activated") localStorage.setItem(place, kept);
  else sessionStorage.setItem(place, kept);
}

test("in the answers of a server that has gone over", async () => {
  const answers: ((route: Route) => Promise<void>)[] = [
    (route) => route.fulfill({ status: 200, contentType: "text/html", body: `${image}${script}` }),
    (route) =>
      route.fulfill({
        status: 400,
        contentType: "application/problem+json",
        body: JSON.stringify({ type: link, title: image, code: script, detail: tag, status: 400 }),
      }),
    (route) =>
      route.fulfill({
        status: 200,
        contentType: "application/json",
        body: JSON.stringify({ result: image }),
      }),
  ];
  for (const answer of answers) {
    await phone.page.route("**/v1/**", answer);
    await phone.page.route("**/.well-known/**", answer);
    await phone.open();
    await phone.unlock(mpin);
    await phone.page.getByRole("alert").waitFor();
    await expectDead();
    await phone.page.unroute("**/v1/**");
    await phone.page.unroute("**/.well-known/**");
  }
  watch.take();
});

test("in the configuration of a server that has gone over", async () => {
  await withConfigurations(async () => {
    await phone.open();
    await phone.says("Enter your mPIN");
  });
});

/** Does it with each, and finds it dead each time. */
async function withConfigurations(work: () => Promise<void>): Promise<void> {
  const pins = ["A".repeat(43)];
  const configurations = [
    `${image}${script}`,
    ...hostile.flatMap((text) => [
      { origin: text, pins, withdrawn: [text] },
      { origin: world.server.origins.server, pins: [text], withdrawn: text },
    ]),
  ];
  for (const json of configurations) {
    await phone.page.route("**/configuration.json", (route) => route.fulfill({ json }));
    const answered = phone.page.waitForResponse("**/configuration.json");
    await work();
    await answered;
    await expectDead();
    await phone.page.unroute("**/configuration.json");
  }
}

test("as the portal's name on the sign-in page, and in its address", async () => {
  const pending = await portal.beginSignIn(redirectUri);
  const page = await context.newPage();
  await page.goto(pending.uri);
  await page.locator("svg.qr-code").waitFor();
  expect(await page.locator("body").innerText()).toContain(template);
  expect(await page.evaluate(() => Reflect.get(top ?? {}, "hit"))).toBeUndefined();
  for (const text of hostile) {
    await page.goto(
      `${world.server.origins.signIn}/i/${encodeURIComponent(text)}#${encodeURIComponent(text)}`,
    );
    await page.locator("h1").waitFor();
    expect(await page.locator(elements).count()).toBe(0);
    expect(await page.evaluate(() => Reflect.get(top ?? {}, "hit"))).toBeUndefined();
  }
  await page.close();
  expect(watch.takeButRefusals()).toEqual([]);
});

test("the browser leaves the app no power but camera, screen and passkeys", async () => {
  const powers = await phone.page.evaluate(() =>
    (Reflect.get(document, "featurePolicy") as { allowedFeatures(): string[] }).allowedFeatures(),
  );
  // Client hints are headers that a server would have to ask for.
  expect(powers.filter((power) => !power.startsWith("ch-")).sort()).toEqual([
    "camera",
    "display-capture",
    // Without it Chromium pauses the viewfinder. It is no power over anything but the page's own video.
    "media-playback-while-not-visible",
    "publickey-credentials-create",
    "publickey-credentials-get",
  ]);
});

test("as the note of a phone that is given up", async () => {
  // What comes next is about a phone that is activated.
  await copyVault(phone.page);
  await phone.open();
  await phone.unlock(mpin);
  await phone.press("This phone");
  await phone.press("Deactivate this phone");
  await phone.press("Another reason");
  await phone.page.getByLabel("Note (optional)").fill(hostile.join(" "));
  await phone.press("Deactivate this phone");
  await phone.says("This phone is deactivated");
  await expectDead();
  await restoreVault(phone.page);
});

test("in a record of the vault that somebody has got at", async () => {
  const known = { schema: 1, kind: "activated" };
  for (const text of hostile) {
    const server = { origin: text, pins: [text] };
    const owner = { user: text, company: text };
    const records = [
      text,
      { ...known, ...{ server, owner, certificate: text, status: text } },
      { ...known, kind: "activating", server, activation: text, step: { name: text } },
      { ...known, kind: "ended", reason: text, origin: text },
      { ...known, kind: text },
    ];
    for (const record of records) {
      await phone.page.evaluate(damageVault, record);
      await phone.open();
      await phone.page.locator(".screen:not(.starting):not(.loading) h1").waitFor();
      await expectDead();
    }
  }
});

/** Runs in the page: what it is given takes the place of the vault's record, or of members of it. */
function damageVault(given: string | object): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("mtoken", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("vault", "readwrite");
      const store = transaction.objectStore("vault");
      const reading = store.get("device");
      reading.onsuccess = () => {
        store.put(typeof given === "string" ? given : { ...reading.result, ...given }, "device");
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
      transaction.onabort = () => reject(transaction.error);
    };
  });
}

/** Nothing of it runs, nothing of it has become an element, and no policy had to stop it. */
async function expectDead(): Promise<void> {
  expect(await phone.page.evaluate(() => Reflect.get(top ?? {}, "hit"))).toBeUndefined();
  expect(await phone.page.locator(elements).count()).toBe(0);
  expect(watch.takeButRefusals()).toEqual([]);
}

/** Runs in the page. */
function paste(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  clipboardData.setData("text/html", text);
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}

async function openRequest(row: string): Promise<void> {
  await phone.page.locator(".screen.home").waitFor();
  await phone.page.locator(".waiting-request").filter({ hasText: row }).click();
  await phone.page.locator(".screen.signature").waitFor();
  await phone.readToEnd();
}

/** A portal whose operator is no friend. */
async function hostilePortal(): Promise<RelyingParty> {
  const { publicKey, privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const clientId = await createClient(world.server.context, {
    name: template,
    origin: new URL(redirectUri).origin,
    redirectUris: [redirectUri],
    jwks: { keys: [{ ...(await exportPublicJwk(publicKey)), alg: "PS512", use: "sig" }] },
  });
  return new RelyingParty({ issuer: world.server.origins.signIn, clientId, key: privateKey });
}
