/**
 * A page that relays the live code: an attacker has begun a sign-in in a browser of their own, and a page elsewhere shows the victim its
 * code while it is fresh. What each policy for unknown computers makes of it (docs/protocol.md §7), the attacker's browser, the relaying
 * page and the victim's own browser being real ones.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Device } from "@mtoken/device";
import type { UnknownComputers } from "@mtoken/protocol/people";
import { createUser, inviteUser } from "@mtoken/server";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PhonePage } from "./browser/phone-page.ts";
import { launchProfile } from "./chromium.ts";
import { type HeldPhone, mpin, redirectUri, World } from "./main-job/world.ts";

let folder: string;
let world: World;
let victim: HeldPhone;
let own: BrowserContext;
let attackers: BrowserContext;
let lure: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mtoken-relay-"));
  world = await World.start();
  victim = await world.activePhone();
  const screen = { locale: "en-GB", viewport: { width: 1280, height: 800 } };
  own = await launchProfile(join(folder, "own"), screen);
  attackers = await launchProfile(join(folder, "attackers"), screen);
  for (const browser of [own, attackers]) browser.setDefaultTimeout(60_000);
  lure = await own.newPage();
  await lure.setContent("<h1>You have won</h1><p id=code></p>");
}, 120_000);

afterAll(async () => {
  await Promise.all([own, attackers].map((browser) => browser?.close()));
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function policy(unknown: UnknownComputers): Promise<void> {
  const { kysely } = world.server.context.database;
  const company = kysely.selectFrom("companies").select("policy").where("id", "=", world.company);
  const { policy: before } = await company.executeTakeFirstOrThrow();
  const changed = JSON.stringify({ ...before, unknown_computers: unknown });
  await kysely.updateTable("companies").set({ policy: changed }).where("id", "=", world.company).execute();
}

/** A sign-in at the portal, in this browser, until its page shows a code. */
async function begin(browser: BrowserContext): Promise<Page> {
  const pending = await world.portal.beginSignIn(redirectUri);
  const page = await browser.newPage();
  // The portal itself is not of this story.
  await page.route("http://localhost/callback**", (route) => route.fulfill({ body: "signed in" }));
  await page.goto(pending.uri);
  await page.getByRole("img", { name: "QR code for the app on your phone" }).waitFor();
  return page;
}

/** What the page is told to draw now: its own browser may listen, as the page does. */
function codeOn(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const events = new EventSource(`/v1/interactions/${location.pathname.split("/").at(-1)}/events`);
        events.addEventListener("frame", ({ data }) => {
          events.close();
          resolve(JSON.parse(data).text);
        });
      }),
  );
}

/** From the attacker's browser to the page that the victim looks at, and from there to the phone. */
async function scanRelayed(page: Page): Promise<string> {
  const text = await codeOn(page);
  await lure.locator("#code").evaluate((place, code) => {
    place.textContent = code;
  }, text);
  return (await lure.locator("#code").textContent()) ?? "";
}

function says(page: Page, heading: string): Promise<void> {
  return page.getByRole("heading", { name: heading, exact: true }).waitFor();
}

async function digitsOn(page: Page): Promise<string> {
  await says(page, "Type these two digits on your phone");
  return (await page.locator("main [data-digits]").getAttribute("data-digits")) ?? "";
}

/** The victim's own sign-in, on the victim's own browser. */
async function signInHere(): Promise<{ digits: boolean; page: Page }> {
  const page = await begin(own);
  const session = await victim.device.unlock(mpin);
  const opened = await session.claim({ qr: await codeOn(page) });
  const { digits } = opened.envelope;
  await session.approve(opened, digits ? { digits: await digitsOn(page) } : {});
  await says(page, "Sign in as Ada Berg?");
  return { digits, page };
}

test("two digits show an unknown computer, and do not stop who passes them on too", {
  timeout: 120_000,
}, async () => {
  await policy("digits");
  const page = await begin(attackers);
  const session = await victim.device.unlock(mpin);
  const opened = await session.claim({ qr: await scanRelayed(page) });
  expect(opened.envelope).toMatchObject({ computer: { known_since: null }, digits: true });
  await session.approve(opened, { digits: await digitsOn(page) });
  await says(page, "Sign in as Ada Berg?");
  await page.close();
});

test("the victim's own computer becomes known, ticked there and confirmed on the phone", {
  timeout: 120_000,
}, async () => {
  const first = await signInHere();
  expect(first.digits).toBe(true);
  await first.page.getByLabel("Remember this computer").check();
  await first.page.getByRole("button", { name: /^Sign in as / }).click();
  await first.page.getByText("signed in").waitFor();
  const session = await victim.device.unlock(mpin);
  await session.list();
  const { asked } = session;
  if (asked === undefined) throw new Error("no computer asked to be known");
  expect(asked.enrolment.computer.description).toBe("Chrome on Linux");
  await session.answerEnrolment(asked, "approve");
  const second = await signInHere();
  expect(second.digits).toBe(false);
  expect(await second.page.getByLabel("Remember this computer").count()).toBe(0);
  await second.page.getByRole("button", { name: /^Sign in as / }).click();
  await second.page.getByText("signed in").waitFor();
});

test.each([
  ["approval", "computer_waits", "This computer has to be approved"],
  ["refuse", "computer_unknown", "This computer is not known"],
] as const)(
  "under %s the relay ends before the victim is asked, and their own computer signs in",
  { timeout: 120_000 },
  async (unknown, code, heading) => {
    await policy(unknown);
    const page = await begin(attackers);
    const session = await victim.device.unlock(mpin);
    await expect(session.claim({ qr: await scanRelayed(page) })).rejects.toMatchObject({ code });
    await says(page, heading);
    expect(await page.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/).count()).toBeGreaterThan(0);
    const here = await signInHere();
    expect(here.digits).toBe(false);
    await here.page.getByRole("button", { name: /^Sign in as / }).click();
    await here.page.getByText("signed in").waitFor();
  },
);

test("who reads of a computer that is not theirs stops everything by one touch, and others are told", {
  timeout: 120_000,
}, async () => {
  await policy("approval");
  const { context } = world.server;
  const administrator = await activeAdministrator();
  const { user, link, code } = await world.invite();
  const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-GB" };
  const app = await launchProfile(join(folder, "phone"), screen);
  app.setDefaultTimeout(60_000);
  const phone = new PhonePage(await app.newPage(), world.server.origins.server, "keyboard");
  await phone.open();
  await phone.press("I have a link");
  await phone.page.getByLabel("Activation link").fill(link);
  await phone.press("Continue");
  await phone.activate({ code }, mpin);
  await phone.press("Continue");

  // Read out by somebody on the telephone, say.
  const page = await begin(attackers);
  const typed = page.getByText(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  await phone.press("Type a code");
  await phone.page.getByLabel("Code on the computer’s screen").fill(await typed.innerText());
  await phone.press("Continue");
  expect(await phone.alert()).toContain("your administrator has been asked to approve it");
  await says(page, "This computer has to be approved");
  await phone.press("Back");

  await phone.page.getByRole("button", { name: /^Inbox/ }).click();
  const told = phone.page.locator(".told.alarm", {
    hasText: "You tried to sign in on a computer that is not known",
  });
  await told.waitFor();
  await phone.page.getByRole("button", { name: "This wasn’t me: stop everything" }).click();
  await phone.says("Everything is stopped");

  const { kysely } = context.database;
  const frozen = kysely.selectFrom("users").select("frozen_at").where("id", "=", user);
  expect((await frozen.executeTakeFirstOrThrow()).frozen_at).not.toBeNull();
  const recorded = kysely.selectFrom("audit_entries").select("user_id").where("kind", "=", "user.frozen");
  expect(await recorded.execute()).toEqual([{ user_id: user }]);
  const session = await administrator.unlock(mpin);
  const { notices } = await session.notices();
  expect(notices[0]).toMatchObject({ kind: "user.frozen", read: false, about: { id: user } });

  // It holds for whatever the attacker tries next, and when the phone is unlocked anew.
  await phone.press("Sign out");
  await phone.unlock(mpin);
  await phone.says("Everything is stopped");
  await app.close();
});

/** Somebody else of the company, with a phone. */
async function activeAdministrator(): Promise<Device> {
  const { context } = world.server;
  const name = "Bo Lind";
  const user = await createUser(context, { company: world.company, name, role: "administrator" });
  const { link, code } = await inviteUser(context, { user });
  const { device } = await world.newPhone();
  await device.activate({ link: device.readLink(link), code, mpin });
  return device;
}
