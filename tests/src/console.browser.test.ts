/**
 * The console in a browser, on a real server with a real mail server: somebody is added, invited, let in by the control code that their phone
 * shows, and signs in; the helpdesk stops them in two presses while they are at it; a phone is blocked, told of, and replaced; two people
 * change a policy; a file of users is taken; unknown computers are let in. How its pages look: console-pages.browser.test.ts.
 */
import type { Device } from "@mtoken/device";
import type { CompanyPolicy } from "@mtoken/protocol/people";
import {
  approveDeviceOf,
  changePolicy,
  createUser,
  inviteUser,
  listDevicePage,
  operatorAtCommandLine,
} from "@mtoken/server";
import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Watch } from "./browser/watch.ts";
import type { ConsoleBrowsers } from "./console/console-browsers.ts";
import { ConsoleStage } from "./console/console-stage.ts";
import { Mailbox } from "./console/mailbox.ts";
import { claim, codeOn, compare, fingerprintOn, press, savedBy } from "./console/on-page.ts";
import type { Person, Town } from "./console/town.ts";
import { mpin } from "./main-job/world.ts";

const name = "Nina Kuiper";

let mailbox: Mailbox;
let stage: ConsoleStage;
let town: Town;
let browsers: ConsoleBrowsers;
let watch: Watch;
let phone: Device;
/** Of her own browser. */
let nina: Page;
/** Wim Blok's, after his first one was blocked. */
let secondPhone: Device;

beforeAll(async () => {
  mailbox = await Mailbox.start();
  stage = await ConsoleStage.open({ settings: mailbox.settings });
  ({ town, browsers } = stage);
  ({ watch } = browsers);
});

afterAll(async () => {
  await stage?.close();
  await mailbox?.close();
});

function addressOf(path: string): string {
  return browsers.addressOf(path);
}

test("who is added and invited activates a phone, is let in by its control code, and signs in where they wanted to be", async () => {
  const { context, page } = await browsers.open("administrator");
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
  // What is to be compared is nowhere to be copied from.
  expect(await page.locator("body").innerText()).not.toContain(fingerprint);
  await compare(page, "Control code from the phone", { fingerprint, verb: "Approve the phone" });
  await page.getByText(`The phone of ${name} is approved: it can sign in now.`).waitFor();
  await row.waitFor({ state: "detached" });

  // Her company lets nobody sign in on computers that are not known: hers becomes one by the code that its own page shows.
  await setPolicy({ unknown_computers: "refuse" });
  nina = await browsers.openSignIn("Nina", "/account");
  const session = await phone.unlock(mpin);
  await expect(session.claim({ code: await codeOn(nina) })).rejects.toMatchObject({
    code: "computer_unknown",
  });
  const shown = await fingerprintOn(nina);
  await page.getByRole("link", { name: "Computers", exact: true }).click();
  await press(page, "Add a computer");
  await page.getByRole("searchbox").last().fill("nina kui");
  await page.getByRole("dialog").getByRole("button", { name }).click();
  const typed = page.getByRole("dialog").getByLabel("Code from the computer");
  await typed.fill(fingerprint);
  await press(page, "Add the computer");
  await page.getByText("No computer that was turned away lately has this control code.").waitFor();
  await typed.fill(shown);
  await press(page, "Add the computer");
  await page.getByText(`${name} can sign in on this computer now.`).waitFor();
  await page.getByRole("row").filter({ hasText: name }).getByText("Known", { exact: true }).waitFor();
  await context.close();

  await press(nina, "Show a new code");
  await session.approve(await session.claim({ code: await codeOn(nina) }));
  await setPolicy({ unknown_computers: "digits" });
  await press(nina, `Sign in as ${name}`);
  await nina.getByRole("heading", { name: "My account" }).waitFor();
  expect(await nina.locator(".who").innerText()).toContain(name);
  // Who oversees nobody is led to nobody else, and an address alone shows nobody else.
  const pages = await nina.getByRole("navigation", { name: "Pages" }).innerText();
  expect(pages).not.toMatch(/Users|Phones|Companies|Emergency|Overview/);
  await nina.goto(addressOf(`/users/${town.people.administrator.user}`));
  await nina.getByRole("heading", { name: "Nothing is here" }).waitFor();
  expect(watch.takeButRefusals()).toEqual([]);
});

test("the helpdesk stops a phone with two presses; whoever is signed in by it is out at once, and so is what it had begun", async () => {
  await nina.goto(addressOf("/account"));
  await nina.getByRole("button", { name: "Deactivate", exact: true }).waitFor();
  // Another sign-in of hers is half done: the phone has taken the code, and has not confirmed.
  const other = await browsers.openSignIn("Nina's other computer", "/account");
  const session = await phone.unlock(mpin);
  const { opened, digits } = await claim(session, other);

  const page = await stage.openFor("helpdesk");
  await page.goto(addressOf("/emergency"));
  await stopFoundBy(page, { what: "name", typed: "nina kui", name });
  await other.getByRole("heading", { name: "This no longer counts" }).waitFor();
  expect(
    (await session.approve(opened, { digits }).catch((error: unknown) => error)) as object,
  ).toMatchObject({ code: "session_ended" });
  expect((await phone.unlock(mpin).catch((error: unknown) => error)) as object).toMatchObject({
    code: "deactivated",
  });

  // In the middle of what she does: the act is refused, and she is told where she is.
  await press(nina, "Deactivate");
  await press(nina, "Deactivate the phone");
  await nina.getByText("You were signed out: your session has ended").waitFor();
  expect(await nina.locator("body").innerText()).not.toContain(name);
  await leave(other, nina);

  // The same by a user's id, and by the beginning of what a phone shows.
  const [iris, jan] = [await addHolder("Iris Blom"), await addHolder("Jan Smolders")];
  await stopFoundBy(page, { what: "user id", typed: iris.user, name: "Iris Blom" });
  await stopFoundBy(page, { what: "control code", typed: jan.fingerprint.slice(0, 9), name: "Jan Smolders" });
  await leave(page);
  expect(watch.takeButRefusals()).toEqual([]);
});

/** So many calls of the server's may it take, from the first key to the end: the search as it is typed, the act, and the lists that are read anew. */
const mostCalls = 8;

/** Two presses from what is typed to the end of it; how long that takes without a person's own time is printed. */
async function stopFoundBy(page: Page, { what, typed, name }: Record<"what" | "typed" | "name", string>) {
  const field = page.getByLabel("Whose phone, or which?");
  await field.waitFor();
  const presses = await page.evaluateHandle(() => {
    const counted = { clicks: 0 };
    addEventListener("click", () => void (counted.clicks += 1), true);
    return counted;
  });
  const calls: string[] = [];
  const count = (request: Request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/v1/")) calls.push(`${request.method()} ${pathname}`);
  };
  page.on("request", count);
  const begun = performance.now();
  // The field has the focus, so that nobody has to look for it.
  await page.keyboard.type(typed);
  await page.getByRole("link", { name }).waitFor();
  await press(page, "Deactivate");
  await press(page, "Deactivate the phone");
  await page.getByText(`The phone of ${name} is deactivated.`).waitFor();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  page.off("request", count);
  expect(await presses.evaluate(({ clicks }) => clicks)).toBe(2);
  expect(calls.filter((call) => call.startsWith("POST"))).toHaveLength(1);
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(mostCalls);
  console.info(
    `emergency, found by ${what}: 2 presses, ${calls.length} calls, ${seconds} s without a person's own time`,
  );
  await field.fill("");
}

/** A customer's user with a phone that nobody holds: an active one, unless it is said. */
function addHolder(name: string, status?: "awaiting-approval"): Promise<Person> {
  return town.add({ name, role: "user", company: town.bakery, ...(status && { status }) });
}

async function leave(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.context().close();
}

test("a phone that wrong mPINs have blocked is told of by mail, and the one in its place finds that in its inbox", {
  timeout: 60_000,
}, async () => {
  const { context } = town.world.server;
  const [wim, bram] = ["wim@northwind.example", "bram@northwind.example"];
  const whose = { company: town.bakery, name: "Wim Blok", role: "user" } as const;
  const user = await createUser(context, { ...whose, mail: wim });
  const first = (await town.world.newPhone()).device;
  const { link, code } = await inviteUser(context, { user });
  const { fingerprint } = await first.activate({ link: first.readLink(link), code, mpin });
  const { items } = await listDevicePage(context, operatorAtCommandLine, { user });
  for (const { id } of items)
    await approveDeviceOf(context, operatorAtCommandLine, { device: id, fingerprint });
  const page = await stage.openFor("administrator");
  await page.goto(addressOf(`/users/${user}`));
  await page.getByText("1 active phone").waitFor();

  for (let left = 5; left > 0; left -= 1)
    await expect(first.unlock("730258")).rejects.toMatchObject({
      code: left === 1 ? "blocked" : "wrong_mpin",
    });
  await mailbox.mailTo(wim, /A phone of yours was blocked/);
  await mailbox.mailTo(bram, /A phone of Wim Blok was blocked/);

  await page.reload();
  await page.getByText("Blocked", { exact: true }).waitFor();
  await press(page, "Invite");
  await press(page, "Invite");
  await page.getByText(`The link is on its way to ${wim}.`).waitFor();
  const shown = await page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText();
  // Whoever invites never has both.
  expect(await page.locator("body").innerText()).not.toContain("/a#");
  await press(page, "I have handed it over");
  const invitation = (await mailbox.mailTo(wim, /\/a#/)).text ?? "";
  secondPhone = (await town.world.newPhone()).device;
  const sent = secondPhone.readLink(/http\S+\/a#\S+/.exec(invitation)?.[0] ?? "");
  const activated = await secondPhone.activate({ link: sent, code: shown, mpin });
  expect(activated.status).toBe("awaiting-approval");
  await mailbox.mailTo(bram, /A phone of Wim Blok waits/);
  await page.getByRole("link", { name: "Overview" }).click();
  await page
    .getByRole("row")
    .filter({ hasText: "Wim Blok" })
    .getByRole("button", { name: "Approve" })
    .click();
  await compare(page, "Control code from the phone", { ...activated, verb: "Approve the phone" });
  await page.getByText("The phone of Wim Blok is approved").waitFor();
  await mailbox.mailTo(wim, /A phone was activated for you/);
  const told = await (await secondPhone.unlock(mpin)).notices();
  expect(told.notices.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["device.activated", "device.blocked"]),
  );
  await leave(page);
  expect(watch.takeButRefusals()).toEqual([]);
});

test("a policy takes two people in two browsers, and is void when it has changed meanwhile", async () => {
  const [one, two] = [await stage.openFor("administrator"), await stage.openFor("officer")];
  const proposal = await proposeDevices(one, "2");
  // Nobody is a second person to themselves.
  await one.getByText("You have proposed it: somebody else has to confirm it.").waitFor();
  expect(await one.getByRole("button", { name: "Confirm" }).count()).toBe(0);
  await two.goto(addressOf("/proposals?status=open"));
  await two.getByRole("row").filter({ hasText: "Northwind Bakery" }).getByRole("link").click();
  expect(two.url()).toBe(proposal);
  await two.getByRole("cell", { name: "2 phones" }).waitFor();
  await press(two, "Confirm");
  await press(two, "Confirm");
  await two.getByText("It is confirmed, and done.").waitFor();
  await one.goto(addressOf("/policy"));
  await one.getByText("2 phones").waitFor();

  await two.goto(await proposeDevices(one, "3"));
  await setPolicy({ idle_seconds: 240 });
  await press(two, "Confirm");
  await press(two, "Confirm");
  await two.getByText("What it was about has changed since it was proposed.").waitFor();
  await one.reload();
  await one.getByText("Void", { exact: true }).waitFor();
  await one.goto(addressOf("/policy"));
  await one.getByText("4 minutes").waitFor();
  await one.getByText("2 phones").waitFor();

  // Who is made an administrator has a phone already: its code is compared, or nothing is done.
  const { user, fingerprint } = await addHolder("Rosa Admiraal");
  await one.goto(addressOf(`/users/${user}`));
  await press(one, "Make administrator");
  // What the server would refuse is told at the field, and not sent.
  const note = one.getByLabel("Note", { exact: true });
  await note.fill("Asked for by \u202ediolG");
  await one.getByText("It has signs that can’t be shown safely.").waitFor();
  expect(await note.evaluate((field: HTMLInputElement) => field.validity.customError)).toBe(true);
  await note.fill("Asked for by Gloid");
  await press(one, "Propose it");
  await one.waitForURL(/\/proposals\/prp_/);
  await two.goto(one.url());
  await two.getByText(fingerprint).waitFor();
  await press(two, "Confirm");
  await press(two, "Confirm");
  const compared = two.getByLabel("I have compared the control codes with what the phones show.");
  expect(await compared.evaluate((box: HTMLInputElement) => box.validity.valueMissing)).toBe(true);
  await compared.check();
  await press(two, "Confirm");
  await two.getByText("It is confirmed, and done.").waitFor();
  await one.goto(addressOf(`/users/${user}`));
  await one.getByRole("button", { name: "End as administrator" }).waitFor();
  await leave(one, two);
  expect(watch.takeButRefusals()).toEqual([]);
});

/** Proposes another number of phones, and gives the proposal's address. */
async function proposeDevices(page: Page, devices: string): Promise<string> {
  await page.goto(addressOf("/policy"));
  await press(page, "Change");
  await page.getByLabel("Phones of a user").selectOption(devices);
  await press(page, "Propose it");
  await press(page, "Propose it");
  await page.waitForURL(/\/proposals\/prp_/);
  return page.url();
}

function setPolicy(changes: Partial<CompanyPolicy>): Promise<void> {
  const { context } = town.world.server;
  return changePolicy(context, operatorAtCommandLine, { company: town.bakery, changes });
}

test("a file of users is looked through line by line, and then taken whole", async () => {
  const page = await stage.openFor("administrator");
  await page.goto(addressOf("/users/import"));
  const choose = (lines: string[], encoding: BufferEncoding = "utf8") =>
    page.locator("input[type=file]").setInputFiles({
      ...{ name: "people.csv", mimeType: "text/csv" },
      buffer: Buffer.from(["name,mail", ...lines].join("\n"), encoding),
    });
  await choose([
    "Uma Een,uma@northwind.example",
    "=SUM(A1),a@northwind.example",
    "Uma Twee,UMA@northwind.example",
  ]);
  await page.getByRole("cell", { name: "It begins like a formula of a spreadsheet" }).waitFor();
  const bad = await page.getByRole("row").allInnerTexts();
  expect(bad.slice(1).map((row) => Number(row.trim().split(/\s/)[0]))).toEqual([3, 4]);
  expect(await page.getByRole("button", { name: "Add and invite them" }).count()).toBe(0);
  await choose(["Zoë Vier,"], "latin1");
  await page.getByRole("cell", { name: "Save the file anew in the spreadsheet, as “CSV UTF-8”" }).waitFor();
  await choose(new Array<string>(203).fill("Too few"));
  await page.getByText("3 more lines can’t be taken.").waitFor();
  expect((await savedBy(page, "Save all of them as a file")).trim().split("\r\n")).toHaveLength(204);
  await choose(["Uma Een,uma@northwind.example", "Urs Twee,", "Ute Drie,"]);
  await page.getByText("Users who can be added and invited: 3").waitFor();
  await press(page, "Add and invite them");
  await page.getByRole("progressbar").waitFor();
  await page.getByRole("status").getByText("Done", { exact: true }).waitFor();
  await press(page, "Get the registration codes");
  const codes = await savedBy(page, "Save as a file");
  expect(codes.match(/[0-9A-Z]{5}-[0-9A-Z]{5}/g)).toHaveLength(3);
  // Of her whose link goes by mail, nobody else sees it.
  expect(codes.match(/\/a#/g)).toHaveLength(2);
  await mailbox.mailTo("uma@northwind.example", /\/a#/);
  await leave(page);
  expect(watch.takeButRefusals()).toEqual([]);
});

test("a computer that nobody knows is let in by the code that it shows, where the company wants that", async () => {
  await setPolicy({ unknown_computers: "approval" });
  const session = await secondPhone.unlock(mpin);
  const desk = await browsers.openSignIn("Wim's desk", "/account");
  await expect(session.claim({ code: await codeOn(desk) })).rejects.toMatchObject({ code: "computer_waits" });
  await desk.getByRole("heading", { name: "This computer has to be approved" }).waitFor();
  const fingerprint = await fingerprintOn(desk);

  const page = await stage.openFor("administrator");
  await page.goto(addressOf("/computers?status=waiting"));
  await page
    .getByRole("row")
    .filter({ hasText: "Wim Blok" })
    .getByRole("button", { name: "Approve" })
    .click();
  await compare(page, "Code from the computer", { fingerprint, verb: "Approve the computer" });
  await page.getByText(/^Wim Blok can sign in on .* now\.$/).waitFor();
  await press(desk, "Show a new code");
  const opened = await session.claim({ code: await codeOn(desk) });
  await session.approve(opened, {});
  await press(desk, "Sign in as Wim Blok");
  await desk.getByRole("heading", { name: "My account" }).waitFor();
  await setPolicy({ unknown_computers: "digits" });
  await leave(desk, page);
  expect(watch.takeButRefusals()).toEqual([]);
});

test("a session that nobody uses is warned of its end, and what was on the screen is gone", async () => {
  const { context, page } = await browsers.open("officer");
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

test("figures renew themselves, lists say what is new and move no row, and a page that asks by itself ends all the same", async () => {
  const { context, page } = await browsers.open("administrator");
  await town.signIn(context, "administrator");
  await page.goto(addressOf("/devices?status=awaiting-approval"));
  await page.getByRole("table").waitFor();
  await page.waitForLoadState("networkidle");
  const rows = await page.getByRole("row").allInnerTexts();
  await addHolder("Zoë Laat", "awaiting-approval");
  await context.clock.fastForward(30_000);
  await page.getByText("1 is new since").waitFor();
  expect(await page.getByRole("row").allInnerTexts()).toEqual(rows);
  await press(page, "Show the newest");
  await page.getByRole("row").filter({ hasText: "Zoë Laat" }).waitFor();
  await page.getByText("1 is new since").waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Overview" }).click();
  const figure = page.locator(".tile strong").first();
  await figure.waitFor();
  await page.waitForLoadState("networkidle");
  const before = Number(await figure.innerText());
  await addHolder("Zita Later", "awaiting-approval");
  await context.clock.fastForward(30_000);
  await page.getByText("1 is new since").waitFor();
  expect(Number(await figure.innerText())).toBe(before + 1);
  expect(await page.locator("main").innerText()).not.toContain("Zita Later");
  await context.clock.fastForward(15 * 60_000);
  await page.getByText("You were signed out, since nothing was done here for 15 minutes.").waitFor();
  await context.close();
  expect(watch.takeButRefusals()).toEqual([]);
});
