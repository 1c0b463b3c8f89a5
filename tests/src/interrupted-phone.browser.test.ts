/**
 * A phone that is interrupted (docs/protocol.md §5), in a real browser against a real server: each request and each answer of a change of the
 * mPIN is lost, and the page is killed before and after each thing that it stores; an enrolment breaks off where it differs from that. Afterwards
 * exactly one mPIN works, phone and server agree on the passkey, no try was lost, and the app goes on. The phone waits for its
 * administrator first, and signs a batch.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Batch, Payment } from "@mtoken/protocol";
import { totalsOf, verifyEvidence } from "@mtoken/protocol";
import { approveDeviceOf, createCompany, operatorAtCommandLine } from "@mtoken/server";
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Authenticator } from "./browser/authenticator.ts";
import type { Cut, Stop } from "./browser/break-off.ts";
import { BreakOff } from "./browser/break-off.ts";
import { membersOf } from "./browser/locked-phone.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { keptBy } from "./browser/phone-storage.ts";
import { Watch } from "./browser/watch.ts";
import { launchProfile } from "./chromium.ts";
import { World } from "./main-job/world.ts";

/** More payments than a screen holds, in two currencies. */
const payments = Array.from({ length: 24 }, (_, position): Payment => {
  const payee = { name: `Supplier ${position + 1}`, account: "DE89370400440532013000" };
  const first = { amount: "12.50", currency: "GBP" };
  return { type: "payment", payee, ...(position === 0 ? first : { amount: "100.05", currency: "EUR" }) };
});
const batch: Batch = { type: "batch", payments, count: payments.length, totals: totalsOf(payments) };

const mpins: [string, string] = ["482917", "605928"];

let folder: string;
let world: World;
let browser: BrowserContext;
let breakOff: BreakOff;
let watch: Watch;
let phone: PhonePage;
/** The mPIN of now. */
let mpin = mpins[0];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mtoken-interrupted-"));
  world = await World.start();
  const screen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "en-GB" };
  browser = await launchProfile(join(folder, "profile"), screen);
  browser.setDefaultTimeout(20_000);
  breakOff = await BreakOff.of(browser);
  watch = new Watch([world.server.origins.server]);
  await watch.follow(browser, "phone");
  phone = new PhonePage(await browser.newPage(), world.server.origins.server, "keyboard");
});

afterAll(async () => {
  await browser?.close();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

// A test that fails leaves the next one its connection.
afterEach(() => breakOff.mend());

afterEach(() => {
  const isOwnCut = (line: string): boolean => line.endsWith("net::ERR_CONNECTION_FAILED");
  expect(watch.takeButRefusals().filter((line) => !isOwnCut(line))).toEqual([]);
});

async function isHome(): Promise<void> {
  await phone.page.getByRole("button", { name: "Scan a code" }).waitFor();
}

async function deviceRow() {
  const { kysely } = world.server.context.database;
  return kysely.selectFrom("devices").select(["id", "salt", "tries", "status"]).executeTakeFirstOrThrow();
}

describe("a phone", { timeout: 60_000 }, () => {
  test("waits for its administrator with its control code in sight, and goes on by itself once it is approved", async () => {
    const { context } = world.server;
    const company = await createCompany(context, {
      name: "Careful Traders",
      policy: { approval: true },
    });
    const { link, code } = await world.invite(company);
    await phone.page.goto(link);
    const { done } = await breakOff.cut({ request: "message 1", way: "there" });
    await phone.askForActivation({ code }, mpin);
    await done;
    await phone.says("Finish your activation");
    await breakOff.mend();
    await finishActivation();
    await phone.says("Waiting for your administrator");
    const fingerprint = await phone.fingerprint();
    const { id: device, status } = await deviceRow();
    expect(status).toBe("awaiting-approval");
    await approveDeviceOf(context, operatorAtCommandLine, { device, fingerprint });
    await phone.says("Enter your mPIN");
    expect(await phone.text()).toContain("Your administrator approved this phone. Unlock it to begin.");
    await phone.unlock(mpin);
    await phone.says("Nothing is waiting for you");
  });

  test("signs a batch after every payment was in sight, with its totals, and nothing else", async () => {
    const { user_id: user } = await world.server.context.database.kysely
      .selectFrom("devices")
      .select("user_id")
      .executeTakeFirstOrThrow();
    const { request } = await world.portal.requestSignature({ user, content: batch });
    await phone.page.reload();
    await phone.unlock(mpin);
    await phone.page.getByRole("button", { name: "Example Bank" }).click();
    await phone.says("Sign these payments");
    const text = await phone.text();
    expect(text).toContain("Total, 24 payments GBP 12.50 EUR 2 301.15");
    for (const { payee } of payments) expect(text).toContain(payee.name);
    await phone.page.locator('.confirm[aria-disabled="true"]').waitFor();
    const top = (selector: string): Promise<number> =>
      phone.page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
    await phone.readToEnd();
    // The payments have gone up beneath their totals.
    await expect.poll(() => top(".payments")).toBeLessThan(0);
    expect(await top(".totals")).toBe(0);
    await phone.confirm();
    await phone.typeMpin(mpin, "Sign");
    await phone.says("Signed");
    const verified = await verifyEvidence({
      evidence: await world.portal.evidence(request),
      jwks: world.server.context.identity.jwks(),
    });
    expect(verified).toMatchObject({ ok: true, envelope: { content: batch }, receipt: { factor: "mpin" } });
    await phone.press("Done");
    await isHome();
  });
});

/** The first mPIN is wrong: how many tries are left is said, and again after a restart. */
async function finishActivation(): Promise<void> {
  const finish = "Go on";
  await phone.typeMpin(otherThan(mpin), finish);
  await phone.page.getByRole("alert").getByText("4 tries left").waitFor();
  await phone.page.reload();
  await phone.says("Finish your activation");
  expect(await phone.text()).toContain("4 tries left");
  await phone.typeMpin(mpin, finish);
}

/** Messages 1 and 3 of a handshake, which change nothing by themselves. */
const ofHandshake: Cut[] = [
  { request: "message 1", way: "there" },
  { request: "message 1", way: "back" },
  { request: "message 3", way: "there" },
  { request: "message 3", way: "back" },
];

/** Where the page ends, each next to something that it stores; and whether what was asked for counts then. */
const stops: [string, Stop, boolean][] = [
  ["before the counter is stored", { write: 1, when: "before" }, false],
  ["before message 1 is sent", { write: 1, when: "after" }, false],
  ["after message 4 has come", { write: 2, when: "before" }, false],
  ["before the call is sent", { write: 2, when: "after" }, false],
  ["after the call was answered", { write: 3, when: "before" }, true],
  ["after that is stored", { write: 3, when: "after" }, true],
];

/** Does something, and is cut off there; the connection is back once what the phone says to that was seen. */
async function cutAt(cut: Cut, act: () => Promise<void>, said: () => Promise<void>): Promise<void> {
  const { done } = await breakOff.cut(cut);
  await act();
  await done;
  await said();
  await breakOff.mend();
  expect(await deviceRow()).toMatchObject({ tries: 0 });
}

async function saysNoConnection(): Promise<void> {
  await phone.page.getByRole("alert").getByText("No connection to the server.").waitFor();
}

describe("a change of the mPIN", { timeout: 60_000 }, () => {
  test("that is cut off at any message goes on once the connection is back", async () => {
    const chosen = otherThan(mpin);
    const { salt } = await deviceRow();
    const change = () => phone.changeMpin(mpin, chosen);
    const inDoubt = () => phone.says("Which mPIN counts?");
    await openChange();
    for (const cut of ofHandshake) await cutAt(cut, change, saysNoConnection);
    await cutAt({ request: "call", way: "there" }, change, inDoubt);
    await phone.press("Try again");
    await expectMpin(mpin);
    expect((await deviceRow()).salt).toEqual(salt);
    await openChange();
    await cutAt({ request: "call", way: "back" }, change, inDoubt);
    await phone.press("Try again");
    await phone.says("Your mPIN is changed");
    await phone.press("Unlock");
    await expectMpin(chosen);
    expect((await deviceRow()).salt).not.toEqual(salt);
  });

  test.each(stops)("whose page is killed %s leaves one mPIN", async (_point, stop, isChanged) => {
    const before = await deviceRow();
    const chosen = otherThan(mpin);
    await openChange();
    const { done } = await breakOff.stop(stop);
    await phone.changeMpin(mpin, chosen);
    await done;
    await phone.page.close();
    phone = new PhonePage(await browser.newPage(), world.server.origins.server, "keyboard");
    await phone.open();
    if (isChanged && stop.when === "before") {
      await phone.says("Your mPIN is changed");
      await phone.press("Unlock");
    }
    await expectMpin(isChanged ? chosen : mpin);
    const { salt } = await deviceRow();
    expect(!salt?.equals(before.salt ?? Buffer.of())).toBe(isChanged);
  });

  test("and the other one is wrong", async () => {
    await phone.press("Sign out");
    await phone.unlock(otherThan(mpin));
    await phone.page.getByRole("alert").getByText("4 tries left").waitFor();
    await phone.unlock(mpin);
    await isHome();
  });
});

function otherThan(one: string): string {
  return mpins[0] === one ? mpins[1] : mpins[0];
}

async function openChange(): Promise<void> {
  await phone.press("This phone");
  await phone.press("Change mPIN");
}

/** It opens the phone, and nothing else was tried. The server has one verifier: where this one is right, the other is wrong. */
async function expectMpin(counts: string): Promise<void> {
  expect(await deviceRow()).toMatchObject({ tries: 0 });
  await phone.unlock(counts);
  await isHome();
  expect(await deviceRow()).toMatchObject({ tries: 0 });
  mpin = counts;
}

describe("turning fingerprint or face on", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await Authenticator.of(phone.page);
    await startAnew();
  });

  const enrol = () => phone.typeMpin(mpin, "Turn on");

  test("goes on after it was cut off, and is settled at the next unlocking", async () => {
    await phone.press("This phone");
    await phone.offerPasskey();
    const make = () => phone.press("Turn on");
    await cutAt({ request: "call of a session", way: "there" }, make, saysNoConnection);
    await cutAt({ request: "call of a session", way: "back" }, make, saysNoConnection);
    await make();
    await phone.says("Enter your mPIN to turn it on");
    await cutAt({ request: "message 3", way: "back" }, enrol, saysNoConnection);
    await cutAt({ request: "call", way: "there" }, enrol, saysNoConnection);
    await startAnew();
    await expectAgreed(false);
    await openEnrolment();
    await cutAt({ request: "call", way: "back" }, enrol, saysNoConnection);
    await startAnew();
    await expectAgreed(true);
    await useAndForget();
  });

  test.each<[string, Stop, boolean]>([
    ["before the call is sent", { write: 2, when: "after" }, false],
    ["after the call was answered", { write: 3, when: "before" }, true],
  ])("in a page that is killed %s is settled at the next unlocking", async (_point, stop, counts) => {
    await openEnrolment();
    const { done } = await breakOff.stop(stop);
    await enrol();
    await done;
    await startAnew();
    await expectAgreed(counts);
  });
});

async function openEnrolment(): Promise<void> {
  await phone.press("This phone");
  await phone.offerPasskey();
  await phone.press("Turn on");
  await phone.says("Enter your mPIN to turn it on");
}

/** In the same window, whose authenticator it is; nothing of the page's script goes on. */
async function startAnew(): Promise<void> {
  await phone.page.reload();
  await expectMpin(mpin);
}

/** On the server and on the phone alike: the same passkey, or none. */
async function expectAgreed(counts: boolean): Promise<void> {
  const factor = await world.server.context.database.kysely
    .selectFrom("biometric_factors")
    .select("salt")
    .executeTakeFirst();
  expect(factor !== undefined).toBe(counts);
  const { records, bytes } = await keptBy(phone.page);
  const [record] = records as Record<string, object>[];
  const members = membersOf(record?.["keys"]).filter((name) => /passkey/i.test(name));
  expect(members).toEqual(counts ? ["passkey"] : []);
  if (factor !== undefined) expect(bytes).toContain(factor.salt.toString("hex"));
}

/** It opens the phone; then the server has it no more, as before. */
async function useAndForget(): Promise<void> {
  await phone.press("Sign out");
  await phone.press("Use fingerprint or face");
  await isHome();
  await world.server.context.database.kysely.deleteFrom("biometric_factors").execute();
  await phone.press("Sign out");
  await expectMpin(mpin);
}
