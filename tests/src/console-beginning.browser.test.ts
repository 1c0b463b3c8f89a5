/**
 * A server's beginning, from `mtoken init` to a company that works: the first two officers sign in by their phones, one adds a company and
 * its administrator, the other one confirms and lets their phone in, and the administrator brings the first user.
 */
import type { Device } from "@mtoken/device";
import { listUsers } from "@mtoken/server";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunningClock } from "./browser/running-clock.ts";
import { mtokenOn } from "./command-line/mtoken-here.ts";
import { ConsoleBrowsers } from "./console/console-browsers.ts";
import { act, claim, compare, press, rowOf, submit, takeInvitation } from "./console/on-page.ts";
import { mpin, World } from "./main-job/world.ts";

const company = "Harbour Flour Mill";
const reference = "HFM-2026-1";

interface Holder {
  name: string;
  phone: Device;
}

let world: World;
let browsers: ConsoleBrowsers;

beforeAll(async () => {
  const clock = new RunningClock();
  world = await World.start(undefined, {}, clock);
  browsers = await ConsoleBrowsers.launch(world.server, clock);
});

afterAll(async () => {
  await browsers?.close();
  await world?.close();
});

test("from the first two officers to a company whose users sign in, all of it in the console", async () => {
  const [olivia, tomasz] = await setUp();
  // Whoever came for one page is on it after the sign-in.
  const own = `/devices/${await deviceOf(olivia)}`;
  const officer = await browsers.openSignIn("Olivia", own);
  await signIn(officer, olivia);
  await officer.getByRole("heading", { name: "Phone of Olivia Marchetti" }).waitFor();
  expect(officer.url()).toBe(browsers.addressOf(own));
  const other = await browsers.openSignIn("Tomasz", "/proposals?status=open");
  await signIn(other, tomasz);
  await other.getByText("Nothing waits for a second person").waitFor();
  expect(other.url()).toBe(browsers.addressOf("/proposals?status=open"));

  await officer.getByRole("link", { name: "Companies", exact: true }).click();
  await press(officer, "Add a company");
  await officer.getByLabel("Name of the company").fill(company);
  await submit(officer, "Add a company");
  await officer.getByText(`${company} is added. What is left is its first administrator.`).waitFor();
  await officer.getByRole("link", { name: "Its users" }).click();
  await addUser(officer, "Gerda Smit", { reference });
  await act(officer, "Make administrator", "Propose it");
  await officer.getByText("You have proposed it: somebody else has to confirm it.").waitFor();
  await other.reload();
  await rowOf(other, company).getByRole("link").click();
  await act(other, "Confirm", "Confirm");
  await other.getByText("It is confirmed, and done.").waitFor();

  await officer.getByRole("link", { name: "Gerda Smit" }).click();
  await officer.getByText(`Administrator, ${company}`).waitFor();
  const gerda = await activate(officer, "Gerda Smit");
  expect(gerda.status).toBe("awaiting-approval");
  // Whoever has invited is not the one who lets the phone in.
  await officer.reload();
  await officer.getByText("Somebody else approves it").waitFor();
  await other.getByRole("link", { name: "Overview" }).click();
  await approve(other, gerda);

  const administrator = await browsers.openSignIn("Gerda", "/users");
  await signIn(administrator, gerda);
  await addUser(administrator, "Tom Hendriks");
  const tom = await activate(administrator, "Tom Hendriks");
  if (tom.status === "awaiting-approval") {
    await administrator.getByRole("link", { name: "Overview" }).click();
    await approve(administrator, tom);
  }
  const user = await browsers.openSignIn("Tom", "/activity");
  await signIn(user, tom);
  await user.getByRole("heading", { name: "My activity" }).waitFor();
  await other.goto(browsers.addressOf("/companies"));
  await rowOf(other, company).waitFor();
  const figures = await rowOf(other, company).getByRole("cell").allInnerTexts();
  // Users, administrators, active phones, phones that wait.
  expect(figures).toEqual(["2", "1", "2", "0"]);
  expect(browsers.watch.takeButRefusals()).toEqual([]);
});

/** The command that sets a server up, and the phones of the two officers whom it invites. */
async function setUp(): Promise<[Holder, Holder]> {
  const mtoken = mtokenOn(() => world.server.context);
  const officers = ["--officer", "Olivia Marchetti", "--officer", "Tomasz Nowak"];
  const { code, output } = await mtoken("init", "--operator", "Rijnland Bank", ...officers, "--json");
  expect(code).toBe(0);
  const made: { officers: { name: string; link: string; code: string }[] } = JSON.parse(output);
  const holders: Holder[] = [];
  for (const { name, ...invitation } of made.officers) {
    const { phone, status } = await newPhone(invitation);
    expect(status).toBe("active");
    holders.push({ name, phone });
  }
  const [first, second] = holders;
  if (first === undefined || second === undefined) throw new Error("init makes two officers");
  return [first, second];
}

async function newPhone({ link, code }: { link: string; code: string }) {
  const { device: phone } = await world.newPhone();
  return { phone, ...(await phone.activate({ link: phone.readLink(link), code, mpin })) };
}

async function deviceOf({ name }: Holder): Promise<string> {
  const users = await listUsers(world.server.context);
  return users.find((user) => user.name === name)?.devices[0]?.id ?? "none";
}

/** The phone takes the code from the screen, its holder compares the digits, and the page asks whether it is they. */
async function signIn(page: Page, { name, phone }: Holder): Promise<void> {
  const session = await phone.unlock(mpin);
  const { opened, digits } = await claim(session, page);
  // Of whom the policy asks it, each time.
  if (opened.envelope.fresh_factor === "none") await session.approve(opened, { digits });
  else await session.sign(opened, mpin, { digits });
  await press(page, `Sign in as ${name}`);
}

/** From the page of a company's users to the one of the new user. */
async function addUser(page: Page, name: string, asked?: { reference: string }): Promise<void> {
  await press(page, "Add a user");
  await page.getByLabel("Name").fill(name);
  if (asked) await page.getByLabel("Reference of the company’s request").fill(asked.reference);
  await submit(page, "Add the user");
  await page.getByRole("heading", { name, exact: true }).waitFor();
}

/** Invites from the user's page; the user activates a phone. */
async function activate(page: Page, name: string) {
  await act(page, "Invite", "Invite");
  return { name, ...(await newPhone(await takeInvitation(page))) };
}

async function approve(page: Page, { name, fingerprint }: { name: string; fingerprint: string }) {
  await rowOf(page, name).getByRole("button", { name: "Approve" }).click();
  await compare(page, "Control code from the phone", { fingerprint, verb: "Approve the phone" });
  await page.getByText(`The phone of ${name} is approved: it can sign in now.`).waitFor();
}
