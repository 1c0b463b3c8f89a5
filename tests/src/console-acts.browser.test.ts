/**
 * What people do in the console, each by its own button: on the screens of whoever may do it, told there, and done on a real server. The
 * longer stories are in console.browser.test.ts; a server's beginning in console-beginning.browser.test.ts.
 */
import {
  createUser,
  deactivateDeviceOf,
  inviteUser,
  operatorAtCommandLine,
  rotateIdentity,
} from "@mtoken/server";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleBrowsers } from "./console/console-browsers.ts";
import { ConsoleStage } from "./console/console-stage.ts";
import { Mailbox } from "./console/mailbox.ts";
import { act, press, rowOf, savedBy, submit, takeInvitation } from "./console/on-page.ts";
import type { Person, Town } from "./console/town.ts";

let mailbox: Mailbox;
let stage: ConsoleStage;
let town: Town;
let browsers: ConsoleBrowsers;
/** An administrator, two officers, and each in one window of their own. */
let bram: Page;
let olivia: Page;
let otto: Page;

beforeAll(async () => {
  mailbox = await Mailbox.start();
  stage = await ConsoleStage.open({ settings: mailbox.settings });
  ({ town, browsers } = stage);
  const second = await town.add({ name: "Otto Brandt", role: "officer", company: town.bank });
  [bram, olivia, otto] = await Promise.all([
    stage.openFor("administrator"),
    stage.openFor("officer"),
    stage.openFor(second),
  ]);
});

afterAll(async () => {
  await stage?.close();
  await mailbox?.close();
});

async function go(page: Page, path: string): Promise<void> {
  await page.goto(browsers.addressOf(path));
}

/** One of the bakery's. */
function addUser(name: string, status?: "awaiting-approval"): Promise<Person> {
  return town.add({ name, role: "user", company: town.bakery, ...(status && { status }) });
}

/** One of the bakery's who is invited and has no phone. */
async function addInvited(name: string) {
  const { context } = town.world.server;
  const user = await createUser(context, { company: town.bakery, name, role: "user" });
  await inviteUser(context, { user });
  return user;
}

function rows() {
  return town.world.server.context.database.kysely;
}

function userRow({ user }: Pick<Person, "user">) {
  return rows().selectFrom("users").selectAll().where("id", "=", user).executeTakeFirstOrThrow();
}

function deviceRow({ device }: Pick<Person, "device">) {
  return rows().selectFrom("devices").selectAll().where("id", "=", device).executeTakeFirstOrThrow();
}

/** The newest entry of the log of this kind. */
async function recorded(kind: string): Promise<unknown> {
  const { context } = town.world.server;
  await context.sequencer.sequenceNow();
  const row = await rows()
    .selectFrom("audit_entries")
    .select("entry")
    .where("kind", "=", kind)
    .orderBy("at", "desc")
    .executeTakeFirstOrThrow();
  return JSON.parse(row.entry);
}

test("a user is stopped and let go on, changed, given less of the app and all of it again, loses all phones, and is removed", async () => {
  const vera = await addUser("Vera Holm");
  const by = town.people.administrator.user;
  await go(bram, `/users/${vera.user}`);
  await press(bram, "Stop sign-ins");
  await bram.getByLabel("Reason").selectOption("stolen");
  await bram.getByLabel("Note", { exact: true }).fill("She called from the station");
  await submit(bram, "Stop sign-ins");
  await bram.getByText("Sign-ins and signatures of Vera Holm are stopped.").waitFor();
  await bram.getByText("Letting them go on is for who has talked with them.").waitFor();
  expect(await userRow(vera)).toMatchObject({ frozen_at: expect.any(Date) });
  const why = { reason: "stolen", note: "She called from the station" };
  expect(await recorded("user.frozen")).toMatchObject({ user: vera.user, by, via: "console", ...why });
  await act(bram, "Let go on", "Let go on");
  await bram.getByText("Vera Holm can sign in and sign again.").waitFor();
  expect(await userRow(vera)).toMatchObject({ frozen_at: null });
  expect(await recorded("user.unfrozen")).toMatchObject({ user: vera.user, by, reason: "mistake" });

  await press(bram, "Change");
  const dialog = bram.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Vera Holm-Smit");
  await dialog.getByLabel("Mail address").fill("vera@northwind.example");
  await dialog.getByLabel("Language of their mails").selectOption("fr");
  await submit(bram, "Save");
  await bram.getByText("It is changed.").waitFor();
  await bram.getByRole("heading", { name: "Vera Holm-Smit" }).waitFor();
  const changed = { name: "Vera Holm-Smit", mail_address: "vera@northwind.example", language: "fr" };
  expect(await userRow(vera)).toMatchObject(changed);
  await act(bram, "Change", "Save");
  await bram.getByText("Nothing is different from before: there is nothing to save.").waitFor();

  await press(bram, "Functions");
  await dialog.getByLabel("mToken only").check();
  await submit(bram, "Save");
  await bram.getByText("Vera Holm-Smit has it from now on.").waitFor();
  expect(await userRow(vera)).toMatchObject({ features: [] });
  // The bank does it on the company's request alone.
  await go(olivia, `/users/${vera.user}`);
  await press(olivia, "Functions");
  await olivia.getByRole("dialog").getByLabel("Everything").check();
  const reference = olivia.getByLabel("Reference of the company’s request");
  await submit(olivia, "Save");
  expect(await reference.evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true);
  await olivia.getByRole("alert").getByText("Still missing: Reference of the company’s request").waitFor();
  await reference.fill("NB-2026-77");
  await submit(olivia, "Save");
  await olivia.getByText("Vera Holm-Smit has it from now on.").waitFor();
  expect(await userRow(vera)).toMatchObject({ features: ["payments"] });
  expect(await recorded("user.entitled")).toMatchObject({ user: vera.user, reference: "NB-2026-77" });

  await bram.reload();
  await act(bram, "Deactivate all phones", "Deactivate all phones");
  await bram.getByText("1 phone of Vera Holm-Smit is deactivated.").waitFor();
  expect(await deviceRow(vera)).toMatchObject({ status: "deactivated" });
  await act(bram, "Remove", "Remove the user");
  await bram.getByText("Vera Holm-Smit is removed.").waitFor();
  expect(bram.url()).toBe(browsers.addressOf("/users"));
  expect(await userRow(vera)).toMatchObject({ removed_at: expect.any(Date) });
  await bram.getByLabel("Show", { exact: true }).selectOption("removed");
  await rowOf(bram, "Vera Holm-Smit").getByText("Removed").waitFor();
});

test("an administrator is made a user again by another one", async () => {
  const carmen = await town.add({ name: "Carmen Ortega", role: "administrator", company: town.bakery });
  await go(bram, `/users/${carmen.user}`);
  await act(bram, "End as administrator", "Make a user again");
  await bram.getByText("Carmen Ortega is a user again.").waitFor();
  await bram.getByText("User, Northwind Bakery").waitFor();
  expect(await userRow(carmen)).toMatchObject({ role: "user" });
});

test("a user stops their own sign-ins, gives up all phones, or signs out, and is out each time", async () => {
  const [jana, nils, pia] = await Promise.all(
    ["Jana Berg", "Nils Berg", "Pia Berg"].map((name) => addUser(name)),
  );
  if (!jana || !nils || !pia) throw new Error("three were added");
  const own = await stage.openFor(jana);
  await go(own, "/account");
  await act(own, "Stop my sign-ins", "Stop sign-ins");
  await own.getByText("You were signed out: your session has ended").waitFor();
  expect(await userRow(jana)).toMatchObject({ frozen_at: expect.any(Date) });
  expect(await deviceRow(jana)).toMatchObject({ status: "active" });
  const other = await stage.openFor(nils);
  await go(other, "/account");
  await act(other, "Deactivate all phones", "Deactivate all phones");
  await other.getByText("You were signed out: your session has ended").waitFor();
  expect(await deviceRow(nils)).toMatchObject({ status: "deactivated" });
  const third = await stage.openFor(pia);
  await go(third, "/account");
  // What else the page asks for while it is on its way is refused first: that is no news to who wants to go.
  await third.route("**/v1/session/end", async (route) => {
    const response = await route.fetch();
    const refused = third.waitForResponse((answer) => answer.status() === 401);
    await third.locator('a[href="/c/activity"]').click();
    await refused;
    await route.fulfill({ response });
  });
  await press(third, "Sign out");
  await third.getByText("You are signed out.", { exact: true }).waitFor();
  const session = rows().selectFrom("console_sessions").selectAll().where("user_id", "=", pia.user);
  expect(await session.execute()).toEqual([]);
  await go(third, "/activity");
  await third.getByRole("button", { name: "Sign in with mtoken" }).waitFor();
  for (const page of [own, other, third]) await page.context().close();
});

test("an invitation is sent anew, taken back, and many are sent anew, of which one was overtaken", async () => {
  const { context } = town.world.server;
  const statusesOf = async (user: Person["user"]) => {
    const all = rows().selectFrom("activations").select("status").where("user_id", "=", user);
    return (await all.orderBy("created_at").execute()).map(({ status }) => status);
  };
  const [first, one, two] = [
    await addInvited("Quirien Eerst"),
    await addInvited("Quirien Ander"),
    await addInvited("Quirien Derde"),
  ];
  await go(bram, "/invitations");
  await bram.getByRole("row").nth(4).waitFor();
  await bram.getByRole("searchbox").fill("quirien");
  await bram.getByRole("row").nth(4).waitFor({ state: "detached" });
  await rowOf(bram, "Quirien Eerst").getByRole("button", { name: "Invite anew" }).click();
  await submit(bram, "Invite");
  const { link } = await takeInvitation(bram);
  expect(await statusesOf(first)).toEqual(["revoked", "open"]);
  // What was shown is good.
  const { device } = await town.world.newPhone();
  await device.begin(device.readLink(link));
  await go(bram, `/users/${first}`);
  await act(bram, "Take back", "Take it back");
  await bram.getByText("The invitation of Quirien Eerst is taken back.").waitFor();
  expect(await statusesOf(first)).toEqual(["revoked", "revoked"]);
  expect(await recorded("activation.revoked")).toMatchObject({ user: first, reason: "mistake" });

  // Of a list that has them no more once they are invited: what is shown once stays until it is handed over.
  const past = { expires_at: town.clock.now() };
  await rows().updateTable("activations").set(past).where("user_id", "in", [one, two]).execute();
  await go(bram, "/invitations?query=quirien&status=expired");
  await bram.getByLabel("Choose Quirien Ander").check();
  await bram.getByLabel("Choose Quirien Derde").check();
  await inviteUser(context, { user: two });
  await act(bram, "Invite 2 people anew", "Invite 2 people anew");
  await bram.getByText("Invited: 1 of 2").waitFor();
  const passedOver = bram.getByRole("listitem").filter({ hasText: "Quirien Derde" });
  await passedOver.getByText("Somebody else was quicker").waitFor();
  await bram.getByText("No invitation is found").waitFor();
  const codes = await savedBy(bram, "Save as a file");
  expect(codes.trim().split("\r\n")).toHaveLength(2);
  expect(codes).toMatch(/"?Quirien Ander"?,.*[0-9A-Z]{5}-[0-9A-Z]{5}.*\/a#/);
  await submit(bram, "I have handed it over");
  const anew = [expect.not.stringMatching("open"), "open"];
  expect(await statusesOf(one)).toEqual(anew);
  expect(await statusesOf(two)).toEqual(anew);
});

test("a phone that waits is refused, and one that stands is deactivated on its own page", async () => {
  const rik = await addUser("Rik Waal", "awaiting-approval");
  await go(bram, "/devices?status=awaiting-approval");
  await act(rowOf(bram, "Rik Waal"), "Refuse", "Refuse the phone");
  await bram.getByText("The phone of Rik Waal is refused.").waitFor();
  expect(await deviceRow(rik)).toMatchObject({ status: "deactivated" });
  // Of two who decide at once the second is told, also where the list has the phone no more.
  const lea = await addUser("Lea Waal", "awaiting-approval");
  await go(bram, "/devices?status=awaiting-approval&query=lea");
  await rowOf(bram, "Lea Waal").getByRole("button", { name: "Refuse" }).click();
  const ended = { device: lea.device, reason: "lost" } as const;
  await deactivateDeviceOf(town.world.server.context, operatorAtCommandLine, ended);
  await submit(bram, "Refuse the phone");
  await bram.getByText("Somebody else was quicker").waitFor();
  await bram.waitForLoadState("networkidle");
  await bram.getByText("Somebody else was quicker").waitFor();
  await bram.getByRole("dialog").getByText("Close", { exact: true }).click();
  await bram.getByText("No phone is found").waitFor();

  const sara = await addUser("Sara Waal");
  await go(olivia, `/devices/${sara.device}`);
  await press(olivia, "Deactivate");
  await olivia.getByLabel("Reason").selectOption("replaced");
  await submit(olivia, "Deactivate the phone");
  await olivia.getByText("The phone of Sara Waal is deactivated.").waitFor();
  expect(await deviceRow(sara)).toMatchObject({ status: "deactivated" });
  expect(await recorded("device.deactivated")).toMatchObject({ device: sara.device, reason: "replaced" });
});

test("whoever calls is stopped from where the helpdesk has found them", async () => {
  const [tess, udo] = [await addUser("Tess Vlam"), await addUser("Udo Vlam")];
  const hugo = await stage.openFor("helpdesk");
  await go(hugo, "/emergency?query=tess");
  await act(hugo, "Stop sign-ins", "Stop sign-ins");
  await hugo.getByText("Sign-ins and signatures of Tess Vlam are stopped.").waitFor();
  expect(await userRow(tess)).toMatchObject({ frozen_at: expect.any(Date) });
  await go(hugo, "/emergency?query=udo vl");
  await act(hugo, "Deactivate all phones", "Deactivate all phones");
  await hugo.getByText("1 phone of Udo Vlam is deactivated.").waitFor();
  expect(await deviceRow(udo)).toMatchObject({ status: "deactivated" });
  await hugo.context().close();
});

test("a computer is refused, allowed again, and made unknown", async () => {
  const anna = town.people.user.user;
  const statuses = async () => {
    const all = rows()
      .selectFrom("user_computers")
      .innerJoin("computers", "computers.id", "user_computers.computer_id")
      .select(["description", "status"])
      .where("user_id", "=", anna);
    return Object.fromEntries((await all.execute()).map(({ description, status }) => [description, status]));
  };
  await go(bram, `/users/${anna}`);
  await act(rowOf(bram, "Firefox"), "Refuse", "Refuse the computer");
  await bram.getByText(/^Firefox .* is refused to Anna Jansen\.$/).waitFor();
  expect(await statuses()).toMatchObject({ "Firefox 144 on Linux": "refused" });
  await act(rowOf(bram, "Safari"), "Allow again", "Allow it again");
  await bram.getByText(/^Safari .* is no longer refused to Anna Jansen\.$/).waitFor();
  expect(await statuses()).not.toHaveProperty("Safari 26 on macOS");
  await act(rowOf(bram, "Chrome"), "Make unknown", "Make it unknown");
  await bram.getByText(/^Chrome .* is unknown to Anna Jansen now\.$/).waitFor();
  expect(await statuses()).toEqual({ "Firefox 144 on Linux": "refused" });
});

test("a company is renamed, stopped, let go on by two officers, and loses all phones", async () => {
  const { id } = await companyCalled("Alders & Zonen");
  const row = () => rows().selectFrom("companies").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const ada = await town.add({ name: "Ada Alders", role: "administrator", company: id });
  const own = await stage.openFor(ada);
  await go(own, "/account");
  await own.getByText("Administrator, Alders & Zonen").waitFor();
  await go(olivia, `/companies/${id}`);
  await press(olivia, "Rename");
  await olivia.getByLabel("Name of the company").fill("Alders & Dochters");
  await submit(olivia, "Rename the company");
  await olivia.getByText("It is called Alders & Dochters from now on.").waitFor();
  expect(await row()).toMatchObject({ name: "Alders & Dochters" });

  await act(olivia, "Stop the company", "Stop the company");
  await olivia.getByText("Alders & Dochters is stopped.").waitFor();
  await olivia.getByText("This company is stopped: nobody of it can sign in or sign.").waitFor();
  expect(await row()).toMatchObject({ stopped_at: expect.any(Date) });
  await own.reload();
  await own.getByRole("button", { name: "Sign in with mtoken" }).waitFor();
  await own.context().close();
  await press(olivia, "Let go on");
  await olivia.getByLabel("Note", { exact: true }).fill("They know who it was");
  await submit(olivia, "Propose it");
  await confirmedByOtto("They know who it was");
  expect(await row()).toMatchObject({ stopped_at: null });

  await go(olivia, `/companies/${id}`);
  await act(olivia, "Deactivate all phones", "Deactivate all phones");
  await olivia.getByText(/^\d phones of Alders & Dochters are deactivated\.$/).waitFor();
  const left = rows().selectFrom("devices").select("id").where("company_id", "=", id);
  expect(await left.where("status", "in", ["active", "awaiting-approval"]).execute()).toEqual([]);
  await olivia.getByRole("button", { name: "Deactivate all phones" }).waitFor({ state: "detached" });
});

function companyCalled(name: string) {
  return rows().selectFrom("companies").select("id").where("name", "=", name).executeTakeFirstOrThrow();
}

/** What Olivia has proposed a moment ago: she may not confirm it, and Otto does. */
async function confirmedByOtto(...shown: string[]): Promise<void> {
  await olivia.getByText("You have proposed it: somebody else has to confirm it.").waitFor();
  await otto.goto(olivia.url());
  for (const text of shown) await otto.getByText(text).first().waitFor();
  await act(otto, "Confirm", "Confirm");
  await otto.getByText("It is confirmed, and done.").waitFor();
  await otto.getByText("Confirmed", { exact: true }).waitFor();
}

test("a proposal is rejected by the second person, and another withdrawn by the first", async () => {
  const policy = async () => {
    const row = rows().selectFrom("companies").select("policy").where("id", "=", town.bakery);
    return (await row.executeTakeFirstOrThrow()).policy;
  };
  const before = await policy();
  const propose = async () => {
    await go(bram, "/policy");
    await press(bram, "Change");
    await bram.getByLabel("The app locks itself after").selectOption("60");
    await press(bram, "Propose it");
    await submit(bram, "Propose it");
    await bram.getByText("You have proposed it: somebody else has to confirm it.").waitFor();
  };
  await propose();
  await olivia.goto(bram.url());
  await press(olivia, "Reject");
  await olivia.getByLabel("Note", { exact: true }).fill("Too short for the drivers");
  await submit(olivia, "Reject");
  await olivia.getByText("It is rejected. Nothing has changed.").waitFor();
  await bram.reload();
  await bram.getByText("Rejected", { exact: true }).waitFor();
  await bram.getByText("Too short for the drivers").waitFor();
  await propose();
  await act(bram, "Withdraw", "Withdraw");
  await bram.getByText("It is withdrawn.").waitFor();
  await bram.getByText("Withdrawn", { exact: true }).waitFor();
  expect(await policy()).toEqual(before);
});

test("somebody for the bank, a new identity key and other limits are proposed by one officer, and done when another confirms", async () => {
  await go(olivia, "/staff");
  await press(olivia, "Propose somebody");
  await olivia.getByLabel("Role").selectOption("auditor");
  await olivia.getByRole("dialog").getByLabel("Name").fill("Sven Falk");
  await olivia.getByRole("dialog").getByLabel("Mail address").fill("sven@rijnland.example");
  await submit(olivia, "Propose it");
  await confirmedByOtto("Sven Falk", "Auditor", "sven@rijnland.example");
  await go(otto, "/staff");
  await rowOf(otto, "Sven Falk").getByText("Auditor").waitFor();
  const sven = rows().selectFrom("users").selectAll().where("name", "=", "Sven Falk");
  expect(await sven.executeTakeFirstOrThrow()).toMatchObject({
    ...{ company_id: town.bank, role: "auditor", mail_address: "sven@rijnland.example" },
  });

  await go(olivia, "/identity-keys");
  await press(olivia, "Propose a new key");
  await olivia.getByLabel("Signs from").selectOption("inAMonth");
  await submit(olivia, "Propose it");
  await confirmedByOtto("Sign with a new identity key");
  await go(otto, "/identity-keys");
  await rowOf(otto, "Signs later").getByText("in 30 days").waitFor();
  await rowOf(otto, "Signs now").waitFor();
  const keys = await rows().selectFrom("identity_keys").select("valid_from").orderBy("valid_from").execute();
  expect(keys).toHaveLength(2);

  await go(olivia, "/limits");
  await press(olivia, "Change");
  await olivia.getByLabel("The app locks itself after").selectOption("60");
  await press(olivia, "Propose it");
  // What it would do is counted before it is proposed.
  await olivia
    .getByRole("dialog")
    .getByText(/^Companies: \d+\. \d+ ha(s|ve)/)
    .waitFor();
  await submit(olivia, "Propose it");
  await confirmedByOtto("1 minute");
  await go(bram, "/policy");
  await bram.getByText("The bank’s limits are stricter here than the company’s own policy").waitFor();
  await bram.getByText("1 minute", { exact: true }).waitFor();
  const { limits } = await rows().selectFrom("policy_limits").select("limits").executeTakeFirstOrThrow();
  expect(limits).toMatchObject({ idle_seconds: 60 });
});

test("a message that was given up is tried again, and arrives", async () => {
  await go(olivia, "/deliveries");
  const row = olivia.getByRole("row").filter({ hasText: "status 550" });
  const name = await row.getByRole("link").innerText();
  const { mail_address: mail } = await rows()
    .selectFrom("users")
    .select("mail_address")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  await row.getByRole("button", { name: "Try again" }).click();
  await olivia.getByText(`The message to ${name} is tried again.`).waitFor();
  await row.waitFor({ state: "detached" });
  await mailbox.mailTo(mail ?? "nobody", /\/a#/);
  expect(await recorded("delivery.retried")).toMatchObject({ by: town.people.officer.user });
});

test("a list is gone through page by page, forward and back, searched and narrowed", async () => {
  const { id } = await companyCalled("Blauwbrug Shipping");
  const { context } = town.world.server;
  for (let one = 10; one < 70; one += 1)
    await createUser(context, { company: id, name: `Quincy ${one}`, role: "user" });
  await go(olivia, `/users?company=${id}`);
  await rowOf(olivia, "Quincy 10").waitFor();
  const first = await olivia.getByRole("rowheader").allInnerTexts();
  expect(first).toHaveLength(50);
  expect(await olivia.getByRole("button", { name: "Previous page" }).isDisabled()).toBe(true);
  await press(olivia, "Next page");
  await rowOf(olivia, "Quincy 69").waitFor();
  const second = await olivia.getByRole("rowheader").allInnerTexts();
  const all = [...first, ...second];
  expect(new Set(all).size).toBe(63);
  expect(all).toEqual(all.toSorted((a, b) => a.localeCompare(b, "en")));
  expect(await olivia.getByRole("button", { name: "Next page" }).isDisabled()).toBe(true);
  await press(olivia, "Previous page");
  await rowOf(olivia, "Quincy 10").waitFor();
  expect(await olivia.getByRole("rowheader").allInnerTexts()).toEqual(first);
  // The browser's own way back is one page too, and an address opens its page anew.
  await olivia.goBack();
  await rowOf(olivia, "Quincy 69").waitFor();
  await olivia.reload();
  await rowOf(olivia, "Quincy 69").waitFor();
  expect(await olivia.getByRole("rowheader").allInnerTexts()).toEqual(second);
  await olivia.getByRole("searchbox").fill("quincy 11");
  await rowOf(olivia, "Quincy 11").waitFor();
  await rowOf(olivia, "Quincy 69").waitFor({ state: "detached" });
  expect(await olivia.getByRole("rowheader").allInnerTexts()).toEqual(["Quincy 11"]);
  await olivia.getByRole("searchbox").fill("nobody at all");
  await olivia.getByText("Nobody is found").waitFor();
  await olivia.getByRole("searchbox").fill("");
  await olivia.getByLabel("Show", { exact: true }).selectOption("administrator");
  const administrator = rows().selectFrom("users").select("name").where("company_id", "=", id);
  const { name } = await administrator.where("role", "=", "administrator").executeTakeFirstOrThrow();
  await rowOf(olivia, name).waitFor();
  expect(await olivia.getByRole("rowheader").allInnerTexts()).toEqual([name]);
  // Of all companies then, as the filter was.
  await press(olivia, "All companies");
  await rowOf(olivia, "Bram Visser").waitFor();
});

test("what happened is narrowed by user, kind and day, and saved with the same filter", async () => {
  const wanda = await addUser("Wanda Post");
  await go(bram, `/users/${wanda.user}`);
  await press(bram, "Stop sign-ins");
  await bram.getByLabel("Note", { exact: true }).fill('=1+1, she said "stop"');
  await submit(bram, "Stop sign-ins");
  await bram.getByText("Sign-ins and signatures of Wanda Post are stopped.").waitFor();
  await act(bram, "Let go on", "Let go on");
  await bram.getByText("Wanda Post can sign in and sign again.").waitFor();
  await town.world.server.context.sequencer.sequenceNow();

  await go(bram, "/activity");
  await press(bram, "Choose a user");
  await bram.getByRole("dialog").getByRole("searchbox").fill("wanda");
  await bram.getByRole("dialog").getByRole("button", { name: "Wanda Post" }).click();
  await bram.getByText("About Wanda Post").waitFor();
  await rowOf(bram, "User added").waitFor();
  await bram.getByLabel("What happened").selectOption("user.frozen");
  await rowOf(bram, "User added").waitFor({ state: "detached" });
  await rowOf(bram, "she said").waitFor();
  expect(await bram.getByRole("row").count()).toBe(2);
  const [saved, ...others] = eventsIn(await savedBy(bram, "Export as CSV"));
  expect(others).toEqual([]);
  expect(saved).toMatchObject({
    ...{ kind: "user.frozen", company: "Northwind Bakery", user: "Wanda Post", "user id": wanda.user },
    ...{ by: "Bram Visser", via: "console", reason: "suspicious" },
    // A spreadsheet takes it for text.
    note: `'=1+1, she said "stop"`,
  });

  await bram.getByLabel("What happened").selectOption("Everything");
  await rowOf(bram, "User added").waitFor();
  const day = (days: number) =>
    new Date(town.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  await bram.getByLabel("Until").fill(day(-2));
  await bram.getByText("Nothing is found").waitFor();
  expect(eventsIn(await savedBy(bram, "Export as CSV"))).toEqual([]);
  await bram.getByLabel("Until").fill("");
  await bram.getByLabel("From", { exact: true }).fill(day(-2));
  await rowOf(bram, "User added").waitFor();
  const kinds = eventsIn(await savedBy(bram, "Export as CSV")).map(({ kind }) => kind);
  expect(kinds).toEqual(["user.unfrozen", "user.frozen", "user.created"]);
  await press(bram, "Remove the filter: About Wanda Post");
  await bram.getByRole("row").nth(10).waitFor();

  // Who oversees several companies looks at one of them alone.
  await go(olivia, "/activity");
  await press(olivia, "Choose a company");
  await olivia.getByRole("dialog").getByRole("searchbox").fill("blauw");
  await olivia.getByRole("dialog").getByRole("button", { name: "Blauwbrug Shipping" }).click();
  await olivia.getByText("Only Blauwbrug Shipping").waitFor();
  await rowOf(olivia, "Northwind Bakery").first().waitFor({ state: "detached" });
  const companies = eventsIn(await savedBy(olivia, "Export as CSV")).map(({ company }) => company);
  expect(companies.length).toBeGreaterThan(0);
  expect(new Set(companies)).toEqual(new Set(["Blauwbrug Shipping"]));
  expect(browsers.watch.takeButRefusals()).toEqual([]);
});

/** What a file of events says of each, by the names of its columns (RFC 4180: every field is quoted). */
function eventsIn(csv: string): Record<string, string>[] {
  expect(csv.startsWith("\ufeff")).toBe(true);
  const fieldsOf = (line: string) =>
    [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, field = ""]) => field.replaceAll('""', '"'));
  const [head = [], ...lines] = csv.slice(1).trim().split("\r\n").map(fieldsOf);
  return lines.map((fields) => Object.fromEntries(head.map((title, index) => [title, fields[index] ?? ""])));
}

test("what could not be done of a file is listed, and saved as a file to choose again", async () => {
  await go(bram, "/users/import");
  await bram.locator("input[type=file]").setInputFiles({
    ...{ name: "people.csv", mimeType: "text/csv" },
    buffer: Buffer.from("name,mail\nXander Een,xander@northwind.example\nXenia Twee,\n"),
  });
  await press(bram, "Add and invite them");
  await bram.getByRole("status").getByText("Done", { exact: true }).waitFor();
  // As where its author may not go on with it: one line is left.
  const id = bram.url().split("/").at(-1) as `imp_${string}`;
  await rows()
    .updateTable("imports")
    .set({ status: "stopped" })
    .where("id", "=", id as never)
    .execute();
  await rows()
    .updateTable("import_lines")
    .set({ activation_id: null, user_id: null })
    .where("name", "=", "Xenia Twee")
    .execute();
  await bram.reload();
  await rowOf(bram, "Xenia Twee").getByText("It was stopped before").waitFor();
  const left = await savedBy(bram, "Save these lines as a file");
  expect(left).toContain("Xenia Twee");
  expect(left).not.toContain("Xander Een");
  await go(bram, "/users/imports");
  await rowOf(bram, "Stopped").getByText("Bram Visser").waitFor();
});

test("an identity key is revoked once another one can sign, and not before", async () => {
  const { context } = town.world.server;
  await go(olivia, "/identity-keys");
  const former = rowOf(olivia, "Signs now");
  await former.waitFor();
  const key = await former.getByRole("rowheader").innerText();
  expect(await former.getByRole("button").count()).toBe(0);
  await rotateIdentity(context);
  await go(olivia, "/identity-keys");
  await act(rowOf(olivia, key), "Revoke", "Revoke the key");
  await olivia.getByText(`The identity key ${key} is revoked.`).waitFor();
  await rowOf(olivia, key).getByText("Revoked", { exact: true }).waitFor();
  expect(await recorded("identity.revoked")).toMatchObject({ key, reason: "suspicious", via: "console" });
  expect(browsers.watch.takeButRefusals()).toEqual([]);
});

test("a portal is ended", async () => {
  await go(olivia, "/portals");
  await act(rowOf(olivia, "Example Bank"), "End", "End the portal");
  await olivia.getByText("The portal Example Bank has ended.").waitFor();
  await rowOf(olivia, "Example Bank").getByText("Ended", { exact: true }).waitFor();
  const portal = rows().selectFrom("clients").select("ended_at").where("name", "=", "Example Bank");
  expect(await portal.executeTakeFirstOrThrow()).toMatchObject({ ended_at: expect.any(Date) });
  expect(browsers.watch.takeButRefusals()).toEqual([]);
});
