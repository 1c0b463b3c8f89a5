/**
 * The console in a browser, on a real server: somebody is added, invited, let in by the control code that their phone shows, and signs in; the
 * helpdesk stops them in two presses while they are at it. Each page is looked through by axe, in light and in dark.
 */
import type { Device } from "@mtoken/device";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Watch } from "./browser/watch.ts";
import { launchChromium } from "./chromium.ts";
import { ConsoleVisit } from "./console/console-visit.ts";
import { faultsOf } from "./console/faults-of.ts";
import { Town } from "./console/town.ts";
import { consolePages } from "./gallery/console-pages.ts";
import { mpin } from "./main-job/world.ts";

const name = "Nina Kuiper";

let town: Town;
let browser: Browser;
let watch: Watch;
let phone: Device;
/** Of her own browser. */
let nina: Page;

beforeAll(async () => {
  town = await Town.open({ colleagues: 11, customers: 2 });
  const { console, signIn } = town.world.server.origins;
  watch = new Watch([console, signIn]);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await town?.close();
});

async function openBrowser(whose: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  await context.clock.install({ time: town.clock.now() });
  await context.clock.resume();
  await watch.follow(context, whose);
  return { context, page: await context.newPage() };
}

function addressOf(path: string): string {
  return `${town.world.server.origins.console}/c${path}`;
}

function press(page: Page, button: string): Promise<void> {
  return page.getByRole("button", { name: button, exact: true }).last().click();
}

async function refuseUnknownComputers(refuses: boolean): Promise<void> {
  const { kysely } = town.world.server.context.database;
  const { policy } = await kysely
    .selectFrom("companies")
    .select("policy")
    .where("id", "=", town.bakery)
    .executeTakeFirstOrThrow();
  const changed = JSON.stringify({ ...policy, unknown_computers: refuses ? "refuse" : "digits" });
  await kysely.updateTable("companies").set({ policy: changed }).where("id", "=", town.bakery).execute();
}

test("who is added and invited activates a phone, is let in by its control code, and signs in where they wanted to be", async () => {
  const { context, page } = await openBrowser("administrator");
  await town.signIn(context, "administrator");
  await page.goto(addressOf("/users"));
  await press(page, "Add a user");
  await page.getByLabel("Name").fill(name);
  await press(page, "Add the user");
  await page.getByRole("heading", { name, exact: true }).waitFor();
  await press(page, "Invite");
  await press(page, "Invite");
  const link = await page.getByText(/\/a#[0-9A-Za-z.]+$/).innerText();
  const code = await page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText();
  await press(page, "I have handed it over");
  // Shown once: nothing of it is left on the page.
  expect(await page.locator("body").innerText()).not.toContain(code);

  phone = (await town.world.newPhone()).device;
  const { fingerprint, status } = await phone.activate({ link: phone.readLink(link), code, mpin });
  expect(status).toBe("awaiting-approval");

  await page.getByRole("link", { name: "Overview" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("button", { name: "Approve" }).click();
  const dialog = page.getByRole("dialog");
  // What is to be compared is nowhere to be copied from.
  expect(await page.locator("body").innerText()).not.toContain(fingerprint);
  await dialog.getByLabel("Control code from the phone").fill("0000 0000 0000 0000 0000");
  await press(page, "Approve the phone");
  await dialog.getByText("This is not the control code of that phone.").waitFor();
  await dialog.getByLabel("Control code from the phone").fill(fingerprint.toLowerCase().replaceAll("-", " "));
  await press(page, "Approve the phone");
  await page.getByText(`The phone of ${name} is approved: it can sign in now.`).waitFor();
  expect(await row.count()).toBe(0);

  // Her company lets nobody sign in on computers that are not known: hers becomes one by the code that its own page shows.
  await refuseUnknownComputers(true);
  ({ page: nina } = await openBrowser("Nina"));
  await nina.goto(addressOf("/account"));
  await press(nina, "Sign in with mtoken");
  const session = await phone.unlock(mpin);
  const claim = async () => {
    const typed = nina.getByText(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
    return session.claim({ code: await typed.innerText() });
  };
  await expect(claim()).rejects.toMatchObject({ code: "computer_unknown" });
  const shown = await nina.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/).innerText();
  await page.getByRole("link", { name: "Computers", exact: true }).click();
  await press(page, "Add a computer");
  await page.getByRole("searchbox").last().fill("nina kui");
  await page.getByRole("dialog").getByRole("button", { name }).click();
  const typedCode = dialog.getByLabel("Code from the computer");
  await typedCode.fill(fingerprint);
  await press(page, "Add the computer");
  await dialog.getByText("No computer that was turned away lately has this control code.").waitFor();
  await typedCode.fill(shown);
  await press(page, "Add the computer");
  await page.getByText(`${name} can sign in on this computer now.`).waitFor();
  await page.getByRole("row").filter({ hasText: name }).getByText("Known", { exact: true }).waitFor();
  await context.close();

  await press(nina, "Show a new code");
  const opened = await claim();
  await session.approve(opened);
  await refuseUnknownComputers(false);
  await press(nina, "Continue");
  await nina.getByRole("heading", { name: "My account" }).waitFor();
  expect(await nina.locator(".who").innerText()).toContain(name);
  // Who oversees nobody is led to nobody else, and an address alone shows nobody else.
  const pages = await nina.getByRole("navigation", { name: "Pages" }).innerText();
  expect(pages).not.toMatch(/Users|Phones|Companies|Emergency|Overview/);
  await nina.goto(addressOf(`/users/${town.people.administrator.user}`));
  await nina.getByRole("heading", { name: "Nothing is here" }).waitFor();
  expect(unexpected()).toEqual([]);
});

test("the helpdesk stops a phone with two presses, and whoever is signed in by it is out at once", async () => {
  await nina.goto(addressOf("/account"));
  await nina.getByRole("button", { name: "Deactivate" }).waitFor();

  const { context, page } = await openBrowser("helpdesk");
  await town.signIn(context, "helpdesk");
  await page.goto(addressOf("/emergency"));
  await page.getByLabel("Whose phone, or which?").waitFor();
  // The field has the focus, so that nobody has to look for it.
  await page.keyboard.type("nina kui");
  await page.getByRole("link", { name }).waitFor();
  await press(page, "Deactivate");
  await press(page, "Deactivate the phone");
  await page.getByText(`The phone of ${name} is deactivated.`).waitFor();
  expect((await phone.unlock(mpin).catch((error: { code: string }) => error)) as unknown).toMatchObject({
    code: "deactivated",
  });

  // In the middle of what she does: the act is refused, and she is told where she is.
  await press(nina, "Deactivate");
  await press(nina, "Deactivate the phone");
  await nina.getByText("You were signed out: your session has ended").waitFor();
  expect(await nina.locator("body").innerText()).not.toContain(name);
  await context.close();
  expect(unexpected()).toEqual([]);
});

test("a session that nobody uses is warned of its end, and what was on the screen is gone", async () => {
  const { context, page } = await openBrowser("officer");
  await town.signIn(context, "officer");
  await page.goto(addressOf("/companies"));
  await page.getByRole("link", { name: "Northwind Bakery" }).waitFor();
  await context.clock.fastForward(13 * 60_000 + 5_000);
  await press(page, "Stay signed in");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await context.clock.fastForward(15 * 60_000);
  await page.getByText("You were signed out, since nothing was done here for 15 minutes.").waitFor();
  expect(await page.locator("body").innerText()).not.toContain("Northwind");
  await context.close();
});

test("no page of it has anything that axe finds fault with, in light and in dark", {
  timeout: 240_000,
}, async () => {
  const visit = new ConsoleVisit(town, browser, { width: 1280, height: 800 });
  const found: Record<string, string[]> = {};
  for (const shown of consolePages) {
    const page = await visit.open(shown);
    // A dialog or a filter brings no colours of its own.
    const faults = await faultsOf(page, { inTheDark: !shown.name.includes("-") });
    if (faults.length > 0) found[shown.name] = faults;
    await page.close();
  }
  await visit.close();
  expect(found).toEqual({});
});

/** What browsers reported, but for refusals by the server, which are what is tested. */
function unexpected(): string[] {
  return watch.take().filter((line) => !/: [45]\d\d (GET|POST) /.test(line));
}
