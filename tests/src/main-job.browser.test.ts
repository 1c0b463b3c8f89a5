/**
 * The whole job with two real browsers, computer and phone, the phone's camera before the computer's screen: from
 * activation to the block, as people do it. The stories build on one another; pictures of each are in tests/output.
 */
import type { IdentityJwks } from "@mtoken/protocol";
import { verifyEvidence } from "@mtoken/protocol";
import { listUsers, operatorAtCommandLine, unfreezeUserOf } from "@mtoken/server";
import type { Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BrowserOnPhone } from "./browser/browser-on-phone.ts";
import { printedCode } from "./browser/camera.ts";
import type { Canary } from "./browser/canaries.ts";
import { foundInStorage, ofServer, ofText } from "./browser/canaries.ts";
import type { ComputerPage, Invitation, Payment } from "./browser/computer-page.ts";
import { expectOnlyListed, lockedKeys, membersOf } from "./browser/locked-phone.ts";
import { foundInMemory } from "./browser/memory.ts";
import { PhonePage } from "./browser/phone-page.ts";
import { copyVault, keptBy, restoreVault } from "./browser/phone-storage.ts";
import { Stage } from "./browser/stage.ts";

const mpin = "739154";
const wrongMpin = "284617";
const newMpin = "605928";
const thirdMpin = "418260";
const anna = "Anna Jansen";
const bram = "Bram Visser";
const company = "Northwind Bakery";

const invoice: Payment = {
  payee: "Müller & Söhne GmbH",
  account: "DE89 3704 0044 0532 0130 00",
  amount: "4711.50",
  reference: "Invoice 4711",
};
const forged: Payment = {
  payee: "Quick Invest Ltd",
  account: "GB33 BUKB 2020 1555 5555 55",
  amount: "98000.00",
  reference: "",
};

/** What no phone keeps. */
const canaries = ofText(
  ...[
    anna,
    bram,
    company,
    invoice.payee,
    invoice.reference,
    forged.payee,
    mpin,
    wrongMpin,
    newMpin,
    thirdMpin,
  ],
  ...[invoice.account, forged.account].flatMap((account) => [account, account.replaceAll(" ", "")]),
);

let stage: Stage;
let computer: ComputerPage;
let phone: PhonePage;
let otherPhone: PhonePage;
/** The refusals that a story means to bring about; any other thing that the browsers complain of fails it. */
let expected: string[] = [];

beforeAll(async () => {
  stage = await Stage.open();
  ({ computer, phone } = stage);
});

afterAll(async () => {
  await stage?.close();
});

beforeEach(({ onTestFailed }) => {
  expected = [];
  onTestFailed(async () => {
    await stage.picture(computer, "failed");
    for (const held of [phone, otherPhone]) if (held !== undefined) await stage.picture(held, "failed");
  });
});

afterEach(() => {
  expect(stage.watch.take()).toEqual(expected);
});

describe("one after the other", { timeout: 300_000 }, () => {
  test("a phone is activated by its camera, with a code that is typed as people type", async () => {
    await computer.goToWelcome();
    await stage.picture(computer, "welcome");
    const invitation = await computer.invite("Invite Anna and open her phone", { opensPhone: true });
    await stage.picture(computer, "invitation");

    await phone.open();
    await phone.says("Make this phone your key");
    await stage.picture(phone, "welcome");
    await phone.press("Scan the QR code");
    await phone.says("Scan the QR code");
    stage.camera.lookAt(printedCode(invitation.link));
    await phone.says("Type your registration code");
    stage.camera.lookAway();
    await stage.picture(phone, "registration-code");

    await phone.page.getByLabel("Registration code").fill(invitation.code.slice(0, -1));
    await phone.press("Continue");
    await phone.page.getByText("One character of the code is still missing.").waitFor();
    const code = invitation.code.toLowerCase().replace("-", "  ");
    const fingerprint = await phone.activate({ code }, mpin);
    await stage.picture(phone, "activated");
    await phone.press("Continue");
    await phone.says("Nothing is waiting for you");
    expect(await phone.text()).toContain(`${anna} ${company}`);
    await stage.picture(phone, "home");

    await computer.page.getByText("Activated", { exact: true }).waitFor();
    await computer.page.getByRole("button", { name: "Activate the phone" }).click();
    expect(await computer.text()).toContain(fingerprint);
    await stage.picture(computer, "phone-is-active");
  });

  test("a browser is signed in by scanning its code, and by two digits", async () => {
    await computer.goToPortal();
    await computer.says("Your company’s accounts");
    await stage.picture(computer, "portal");
    await computer.beginSignIn();
    await stage.picture(computer, "code");

    await phone.openScanner();
    await stage.scan();
    await phone.says("Sign in to");
    expect(await phone.text()).toContain(`Example Bank ${stage.origins.portal}`);
    expect(await phone.text()).toContain("A computer that this phone does not know");
    await stage.picture(phone, "sign-in");
    const digits = await computer.digits();
    await stage.picture(computer, "digits");

    await phone.confirm();
    expect(await phone.alert()).toBe("Type the two digits that the computer shows.");
    await phone.typeDigits(digits);
    await phone.confirm();
    await phone.says("Confirmed");
    await stage.picture(phone, "confirmed");

    await computer.says(`Sign in as ${anna}?`);
    await stage.picture(computer, "asks-once-more");
    await computer.press(`Sign in as ${anna}`);
    await computer.says(company);
    expect(await computer.text()).toContain(anna);
    await stage.picture(computer, "signed-in");
    await phone.press("Done");
  });

  test("a payment is signed as the phone shows it, and its evidence stands on its own", async () => {
    await computer.askForSignature(invoice);
    const line = computer.payment(invoice.payee);
    await line.getByText("Waiting for your signature").waitFor();
    await stage.picture(computer, "payment-asked");
    await phone.says("Waiting for you");
    await stage.picture(phone, "home-waiting");

    await line.getByRole("link", { name: "Show a QR code to sign" }).click();
    await computer.says("Sign with your phone");
    await stage.picture(computer, "code-to-sign");
    await phone.openScanner();
    await stage.scan();
    await phone.says("Sign this payment");
    expect(await phone.text()).toContain(
      "EUR 4 711.50 To Müller & Söhne GmbH Account DE89 3704 0044 0532 0130 00 Reference Invoice 4711",
    );
    await stage.picture(phone, "payment");
    await computer.says("Continue on your phone");
    await stage.picture(computer, "payment-on-the-phone");
    await phone.confirm();
    await phone.says("Enter your mPIN to sign");
    await stage.picture(phone, "mpin-to-sign");
    await phone.typeMpin(mpin, "Sign");
    await phone.says("Signed");
    await stage.picture(phone, "signed");
    await phone.press("Done");

    await computer.says("Signed");
    await stage.picture(computer, "signed");
    await computer.follow("Back to Example Bank");
    await line.getByText("Signed", { exact: true }).waitFor();
    await stage.picture(computer, "payment-signed");
    await checkEvidence(await computer.download("Save the evidence"));
  });

  test("a payment that somebody else asked for is refused, and the page says so", async () => {
    await computer.askForSignature(forged);
    const line = computer.payment(forged.payee);
    await line.getByRole("link", { name: "Show a QR code to sign" }).click();
    await computer.says("Sign with your phone");
    const size = phone.page.viewportSize() ?? { width: 390, height: 844 };
    await phone.openScanner();
    await phone.page.setViewportSize({ ...size, height: 480 });
    await stage.scan();
    await phone.says("Sign this payment");
    await stage.picture(phone, "payment-on-a-short-screen");
    await expectToBeReadFirst(phone);
    await phone.page.setViewportSize(size);
    await phone.press("Refuse");
    await phone.says("Why do you refuse?");
    await stage.picture(phone, "refuse");
    await phone.page.getByRole("button", { name: "This wasn’t me: stop everything" }).click();
    await phone.says("Everything is stopped");
    expect(await phone.text()).toContain("Nothing else was open.");
    await stage.picture(phone, "stopped");

    await computer.says("Refused");
    await stage.picture(computer, "refused");
    await computer.follow("Back to Example Bank");
    // Whatever the sign-in had opened is over too, and the portal follows it.
    await computer.page
      .getByText("Everything in your name was stopped. Your administrator or the bank lets you go on.")
      .waitFor();
    await stage.picture(computer, "portal-stopped");
  });

  test("who said that it was not them does nothing until somebody else lets them go on", async () => {
    await computer.goToWelcome();
    const letGoOn = await computer.page.getByRole("link", { name: "Anna’s page" }).getAttribute("href");
    expect((await fetch(letGoOn ?? "")).status).toBe(200);
    await phone.press("Sign out");
    await phone.unlock(mpin);
    await phone.says("Everything is stopped");
    await phone.press("Check again");
    await phone.says("Everything is stopped");
    const { context } = stage.demonstration;
    const user = (await listUsers(context)).find(({ name, frozenAt }) => name === anna && frozenAt !== null);
    if (user === undefined) throw new Error("nobody is frozen");
    await unfreezeUserOf(context, operatorAtCommandLine, { user: user.id, reason: "other" });
    await phone.pressIfStillThere("Check again");
    await phone.unlock(mpin);
    await phone.says("Nothing is waiting for you");

    await phone.press("This phone");
    await phone.press("Somebody may be using my access");
    await phone.says("Stop everything?");
    await phone.press("Stop everything");
    await phone.says("Everything is stopped");
    await unfreezeUserOf(context, operatorAtCommandLine, { user: user.id, reason: "mistake" });
    await phone.pressIfStillThere("Check again");
    await phone.unlock(mpin);
    await phone.says("Nothing is waiting for you");
  });

  test("a code that has moved on opens nothing, and the next one does", async () => {
    await computer.beginSignIn();
    const photograph = await computer.photograph();
    await stage.pass(15);

    await phone.openScanner();
    stage.camera.lookAt(photograph);
    expect(await phone.alert()).toBe("This code is too old. Scan the one that the screen shows now.");
    await stage.picture(phone, "code-too-old");
    await stage.scan();
    await phone.says("Sign in to");
  });

  test("a request that nobody confirms runs out, and one click leads on", async () => {
    await computer.digits();
    await stage.pass(121);
    await computer.says("No answer from the phone");
    await stage.picture(computer, "no-answer");
    await phone.page.getByText("This request runs out in less than 30 seconds.").waitFor();
    await phone.typeDigits("00");
    await phone.confirm();
    await phone.says("Nothing was confirmed");
    expect(await phone.text()).toContain("This request has run out. Start a new one where you began.");
    await stage.picture(phone, "run-out");
    await phone.press("Done");

    await computer.press("Show a new code");
    await phone.openScanner();
    await stage.scan();
    await phone.typeDigits(await computer.digits());
    await phone.confirm();
    await phone.says("Confirmed");
    await phone.press("Done");
    await computer.press(`Sign in as ${anna}`);
    await computer.says(company);
    await computer.press("Sign out");
    await computer.says("Your company’s accounts");
    await stage.picture(computer, "signed-out");
  });

  test("a code that nobody scans renews itself", async () => {
    await computer.beginSignIn();
    const before = await computer.typedCode();
    await stage.pass(181);
    await computer.page.getByText(before).waitFor({ state: "detached" });
    await computer.says("Sign in to Example Bank");
    expect(await computer.typedCode()).not.toBe(before);
  });

  test("a code as large as the window, each of its frames held for longer, is read by the camera too (B10)", async () => {
    await computer.press("Enlarge the code");
    await computer.press("Hold each code longer");
    await computer.page.getByText("Each code now stays for 6 seconds.").waitFor();
    const { height = 0 } = (await computer.code.boundingBox()) ?? {};
    expect(height).toBeGreaterThan(400);
    await stage.picture(computer, "enlarged-code");
    await phone.openScanner();
    await stage.scan();
    await phone.says("Sign in to");
    await phone.press("Refuse");
    await phone.page.getByRole("button", { name: "I changed my mind" }).click();
    await phone.press("Done");
    await computer.says("Refused");
  });

  test("a phone without its camera is activated by a link, and signs in by a typed code", async () => {
    await computer.goToWelcome();
    const invitation = await computer.invite("Invite Bram", { opensPhone: false });

    otherPhone = await stage.openPhoneWithoutCamera();
    await otherPhone.open();
    await otherPhone.press("Scan the QR code");
    expect(await otherPhone.alert()).toContain("Allow it in the browser’s settings for this page");
    await stage.picture(otherPhone, "camera-denied");
    await otherPhone.press("Paste a link");
    await otherPhone.page.getByLabel("Activation link").fill(invitation.link);
    await otherPhone.press("Continue");
    await cutBeforeActivating(otherPhone, invitation);
    await otherPhone.typeMpin(mpin, "Go on");
    await otherPhone.says("This phone is your key");
    await otherPhone.press("Continue");
    await otherPhone.says("Nothing is waiting for you");

    await computer.beginSignIn();
    await otherPhone.openScanner();
    await otherPhone.give("notes.txt", "text/plain", Buffer.from("not a picture"));
    await otherPhone.page.getByText("This file is no picture that the app can read.").waitFor();
    await otherPhone.give("wall.png", "image/png", await otherPhone.page.screenshot({ caret: "initial" }));
    await otherPhone.page.getByText("There is no code in this picture.").waitFor();
    await otherPhone.give("screen.png", "image/png", await computer.page.screenshot({ caret: "initial" }));
    await otherPhone.says("Sign in to");
    await otherPhone.press("Refuse");
    await otherPhone.page.getByRole("button", { name: "I changed my mind" }).click();
    await otherPhone.says("Refused");
    await otherPhone.press("Done");

    await computer.beginSignIn();
    await otherPhone.press("Type a code");
    const typed = (await computer.typedCode()).toLowerCase().replaceAll("-", " ");
    await otherPhone.page.getByLabel("Code on the computer’s screen").fill(typed);
    await stage.picture(otherPhone, "typed-code");
    await otherPhone.press("Continue");
    await otherPhone.says("Sign in to");
    await otherPhone.typeDigits(await computer.digits());
    await otherPhone.confirmBy(mpin);
    await otherPhone.says("Confirmed");
    await computer.says(`Sign in as ${bram}?`);
    await computer.press(`Sign in as ${bram}`);
    await computer.says(company);
    expect(await computer.text()).toContain(bram);
    await otherPhone.press("Done");
  });

  test("a browser on the phone itself opens the app by a link, and is led back to its page", async () => {
    const { page } = otherPhone;
    const browser = new BrowserOnPhone(page, stage.origins.portal);
    await browser.beginSignIn();
    await stage.picture(otherPhone, "code-on-the-phone");
    await browser.openApp();
    await otherPhone.says("Enter your mPIN");
    await stage.picture(otherPhone, "unlock-for-the-link");
    await otherPhone.unlock(mpin);
    await otherPhone.says("Sign in to");
    expect(await otherPhone.text()).toContain("Opened on this phone");
    await stage.picture(otherPhone, "sign-in-on-this-device");
    await otherPhone.confirmBy(mpin);
    await otherPhone.says("Confirmed");
    await stage.picture(otherPhone, "confirmed-on-this-device");
    await otherPhone.press("Back to your browser");

    await browser.says(`Sign in as ${bram}?`);
    expect(new URL(page.url()).hash).toBe("");
    await stage.picture(otherPhone, "asks-once-more-on-the-phone");
    await browser.press(`Sign in as ${bram}`);
    await browser.says(company);
    await stage.picture(otherPhone, "signed-in-on-the-phone");
    await browser.press("Sign out");
  });

  test("what the app leads back to works in a new tab too, and the tab before it says so", async () => {
    const browser = new BrowserOnPhone(otherPhone.page, stage.origins.portal);
    await browser.beginSignIn();
    const app = new PhonePage(await otherPhone.context.newPage(), await browser.link());
    await app.open();
    await app.unlock(mpin);
    await app.says("Sign in to");
    await browser.says("Continue in the app");
    await stage.picture(otherPhone, "page-while-the-app-is-open");
    await app.confirmBy(mpin);
    await browser.says("Go on where the app led you");
    await stage.picture(otherPhone, "page-that-was-left");
    await app.press("Back to your browser");
    const led = new BrowserOnPhone(app.page, stage.origins.portal);
    await led.says(`Sign in as ${bram}?`);
    await led.press(`Sign in as ${bram}`);
    await led.says(company);
    await browser.says("Signed in");
    await led.press("Sign out");
    await led.says("Your company’s accounts");
    await app.page.close();
  });

  test("somebody else's link signs nobody in: the sender never gets the code, and the victim is told", async () => {
    // The sender's browser is the computer's. Its page shows no link, being no phone's, but any page's script has it.
    await computer.press("Sign out");
    await computer.beginSignIn();
    await otherPhone.page.goto(await new BrowserOnPhone(computer.page, stage.origins.portal).link());
    await otherPhone.unlock(mpin);
    await otherPhone.says("Sign in to");
    await otherPhone.confirmBy(mpin);
    await otherPhone.says("Confirmed");
    await computer.says("Go on where the app led you");
    expect(await computer.page.getByRole("button", { name: /^Sign in as/ }).count()).toBe(0);
    await stage.picture(computer, "sender-without-the-code");

    await otherPhone.press("Back to your browser");
    await otherPhone.says("This was begun in another browser");
    expect(new URL(otherPhone.page.url()).hash).toBe("");
    await stage.picture(otherPhone, "not-begun-here");

    // Cookies know hosts and no ports: what portal and sign-in page left here is not the app's.
    await otherPhone.context.clearCookies();
    await otherPhone.open();
    await otherPhone.unlock(mpin);
    await otherPhone.says("Nothing is waiting for you");
  });

  test("a page's address is worth nothing in a second browser, and the first one's code stays", async () => {
    // The computer's page of before is over: another sign-in, whose address somebody else gets to know.
    await computer.beginSignIn();
    const code = await computer.page.locator("svg.qr-code").getAttribute("data-text");
    const address = computer.page.url();
    const second = await otherPhone.context.newPage();
    expected = ["other phone: 403 POST /v1/interactions/…/challenge"];
    await second.goto(address);
    await second.getByRole("heading", { name: "This was begun in another browser" }).waitFor();
    const back = second.locator('[data-action="back"]');
    expect(await back.getAttribute("href")).toBe(stage.origins.portal);
    await second.close();
    const now = await computer.page.locator("svg.qr-code").getAttribute("data-text");
    expect(now?.slice(0, -18)).toBe(code?.slice(0, -18));
    await otherPhone.context.clearCookies();
  });

  test("deactivation in the app leaves nothing of the keys, and the server knows", async () => {
    await otherPhone.press("This phone");
    await otherPhone.says("This phone");
    await stage.picture(otherPhone, "this-device");
    await otherPhone.press("Deactivate this phone");
    await otherPhone.says("Why do you deactivate this phone?");
    await stage.picture(otherPhone, "deactivate-why");
    await otherPhone.press("Something is suspicious");
    await otherPhone.says("Deactivate this phone?");
    await otherPhone.page.getByLabel("Note (optional)").fill("It opened by itself");
    await stage.picture(otherPhone, "deactivate");
    await otherPhone.press("Deactivate this phone");
    await otherPhone.says("This phone is deactivated");
    await stage.picture(otherPhone, "deactivated");
    await expectNothingLeft(otherPhone, "deactivated");
    expect(await statusOf(bram)).toBe("deactivated");

    await otherPhone.page.reload();
    await otherPhone.says("This phone is deactivated");
    // What it had asked a moment before comes too late.
    stage.watch.passOver("other phone: 401 POST /v1/calls");
  });

  test("signing out clears what the phone shows and what it holds", async () => {
    const secrets = await ofServer(stage.demonstration.context);
    expect(new Set(secrets.map(({ name }) => name))).toContain("keys of a session");
    await phone.press("Sign out");
    await phone.says("Enter your mPIN");
    await stage.picture(phone, "signed-out");
    await expectNoAccountData(phone);
    await expectOnlyListed(phone);
    expect(await foundInStorage(phone.page, secrets)).toEqual([]);
    await expectForgotten(phone.page, [...canaries, ...secrets]);
  });

  test("a second window of the phone says so, takes over when it is asked to, and gives way when it is closed", async () => {
    await phone.unlock(mpin);
    await phone.says("Nothing is waiting for you");
    const second = new PhonePage(await phone.context.newPage(), stage.origins.server);
    await second.open();
    await second.says("The app is open elsewhere");
    await stage.picture(second, "open-elsewhere");
    expect(await phone.title("Nothing is waiting for you").isVisible()).toBe(true);
    await second.press("Use it here");
    await second.says("Enter your mPIN");
    await phone.says("The app is open elsewhere");
    await expectNoAccountData(phone);
    await second.page.close();
    await phone.says("Enter your mPIN");
  });

  test("a phone changes its mPIN: the old one is refused from then on, and the new one opens it", async () => {
    await phone.unlock(mpin);
    await phone.press("This phone");
    await phone.press("Change mPIN");
    await phone.says("Enter your current mPIN");
    await stage.picture(phone, "mpin-of-now");
    await phone.typeMpin(wrongMpin, "Next");
    await phone.says("Choose your new mPIN");
    await phone.typeMpin("345678", "Next");
    expect(await phone.alert()).toContain("Digits in a row are the first that a thief tries.");
    await phone.typeMpin(newMpin, "Next");
    await phone.says("Enter your new mPIN again");
    await phone.typeMpin(mpin, "Change");
    expect(await phone.alert()).toBe("The two were not the same. Choose your new mPIN again.");
    await phone.typeMpin(newMpin, "Next");
    await phone.says("Enter your new mPIN again");
    await phone.typeMpin(newMpin, "Change");
    await phone.says("Enter your current mPIN");
    expect(await phone.alert()).toContain("4 tries left");
    await stage.picture(phone, "mpin-of-now-was-wrong");

    await phone.changeMpin(mpin, newMpin);
    await phone.says("Your mPIN is changed");
    await stage.picture(phone, "mpin-is-changed");
    await expectNoAccountData(phone);
    await phone.press("Unlock");
    await phone.unlock(mpin);
    await phone.page.getByRole("alert").getByText("4 tries left").waitFor();
    await phone.unlock(newMpin);
    await phone.says("Nothing is waiting for you");
    const proof = "phone: 403 POST /v1/handshakes/…";
    expected = [proof, proof];
  });

  test("a change of the mPIN that was held back changes nothing once the app has said which one counts", async () => {
    await phone.press("This phone");
    await phone.press("Change mPIN");
    const deliver = await holdTheChange(phone);
    await phone.changeMpin(newMpin, thirdMpin);
    expect(await phone.alert()).toMatch(/^Your mPIN was not changed\s+Try again\.$/);
    await stage.picture(phone, "mpin-is-not-changed");
    expect(await deliver()).toBe(401);
    await phone.changeMpin(newMpin, thirdMpin);
    await phone.says("Your mPIN is changed");
    await phone.press("Unlock");
    await phone.unlock(thirdMpin);
    await phone.says("Nothing is waiting for you");
    expected = ["phone: error Failed to load resource: net::ERR_CONNECTION_FAILED"];
  });

  test("a phone that loses its connection as the mPIN is changed says which one counts, and asks for no other", async () => {
    await phone.press("This phone");
    await phone.press("Change mPIN");
    await cutAfterTheNextCall(phone);
    await phone.changeMpin(thirdMpin, mpin);
    await phone.says("Which mPIN counts?");
    expect(await phone.text()).toContain("Your mPIN may have been changed.");
    expect(await phone.page.locator(".key-pad").count()).toBe(0);
    await stage.picture(phone, "mpin-in-doubt");
    await expectNoAccountData(phone);
    await phone.press("Try again");
    expect(await phone.alert()).toContain("No connection to the server.");

    await phone.page.unrouteAll();
    await phone.page.reload();
    await phone.says("Your mPIN is changed");
    await phone.press("Unlock");
    await phone.unlock(mpin);
    await phone.says("Nothing is waiting for you");
    await phone.press("Sign out");
    const cut = "phone: error Failed to load resource: net::ERR_CONNECTION_FAILED";
    expected = [cut, cut, cut];
  });

  test("five minutes without use lock the phone, which says so before, and out of sight it shows nothing", async () => {
    await phone.unlock(mpin);
    await phone.says("Nothing is waiting for you");
    await phone.page.evaluate(turn, "hidden");
    expect(await phone.title("Nothing is waiting for you").isVisible()).toBe(false);
    await phone.page.evaluate(turn, "visible");
    await phone.title("Nothing is waiting for you").waitFor();
    const stay = phone.page.getByRole("button", { name: "Stay signed in", exact: true });
    expect(await stay.count()).toBe(0);
    await stage.pass(4 * 60);
    await stay.click();
    await stay.waitFor({ state: "detached" });
    await stage.pass(4 * 60);
    await stay.waitFor();
    expect(await phone.title("Nothing is waiting for you").isVisible()).toBe(true);
    const secrets = await ofServer(stage.demonstration.context);
    await stage.passAsleep(60);
    await phone.says("Enter your mPIN");
    expect(await phone.text()).toContain("You were signed out: the app was not used for a while.");
    await stage.picture(phone, "idle");
    await expectNoAccountData(phone);
    await expectOnlyListed(phone);
    expect(await foundInStorage(phone.page, secrets)).toEqual([]);
    await expectForgotten(phone.page, [...canaries, ...secrets]);
  });

  test("five wrong mPINs block the phone for good, with a warning before the last", async () => {
    await copyVault(phone.page);
    for (const left of ["4 tries left", "3 tries left", "2 tries left", "One try left"]) {
      await phone.unlock(wrongMpin);
      await phone.page.getByRole("alert").getByText(left).waitFor();
    }
    expect(await phone.alert()).toContain("If the next one is wrong too, this phone is blocked for good");
    await stage.picture(phone, "one-try-left");
    await phone.unlock(wrongMpin);
    await phone.says("This phone is blocked");
    await stage.picture(phone, "blocked");
    expect(await statusOf(anna)).toBe("blocked");

    // A copy of the vault from before: the server says so at the first key already, and it is wiped again.
    await restoreVault(phone.page);
    await phone.page.reload();
    await phone.says("Enter your mPIN");
    expect(await loadedBehindFirstScreen(phone.page)).toEqual([]);
    await phone.press(mpin.charAt(0));
    await phone.says("This phone is blocked");
    await phone.page.evaluate(() => indexedDB.deleteDatabase("copy"));
    await expectNothingLeft(phone, "blocked");

    await computer.goToWelcome();
    await computer.page.getByText("Blocked for good", { exact: true }).waitFor();
    await stage.picture(computer, "phone-is-blocked");
    const proof = "phone: 403 POST /v1/handshakes/…";
    expected = [proof, proof, proof, proof, proof, "phone: 403 POST /v1/handshakes"];
  });
});

/** Keeps the change of the mPIN from the server, until it is delivered; everything else gets through. */
async function holdTheChange({ page }: PhonePage): Promise<() => Promise<number>> {
  let isProven = false;
  let held: Request | undefined;
  await page.route("**/v1/**", async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/v1/handshakes/")) isProven = true;
    const isHeld = isProven && pathname === "/v1/calls" && held === undefined;
    if (isHeld) held = request;
    await (isHeld ? route.abort("connectionfailed") : route.continue());
  });
  return async () => {
    await page.unrouteAll();
    const { status } = await fetch(held?.url() ?? "", {
      method: "POST",
      headers: { "content-type": "application/jose" },
      body: held?.postData() ?? "",
    });
    return status;
  };
}

/** The server takes the change of the mPIN, and from its answer on nothing gets through. */
async function cutAfterTheNextCall({ page }: PhonePage): Promise<void> {
  let isProven = false;
  let isCut = false;
  await page.route("**/v1/**", async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith("/v1/handshakes/")) isProven = true;
    else if (isProven && pathname === "/v1/calls" && !isCut) {
      isCut = true;
      await route.fetch();
    }
    await (isCut ? route.abort("connectionfailed") : route.continue());
  });
}

/** On a screen too short for it all, Confirm reads on, by the keyboard too, and confirms nothing before the end. */
async function expectToBeReadFirst({ page }: PhonePage): Promise<void> {
  const confirm = page.getByRole("button", { name: "Confirm" });
  const [unread, read] = ["true", "false"].map((is) => page.locator(`.confirm[aria-disabled="${is}"]`));
  await unread?.waitFor();
  await confirm.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => scrollY > 0);
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Sign this payment");
  expect(await page.getByRole("button", { name: "Refuse" }).isEnabled()).toBe(true);
  await phone.readToEnd();
  await read?.waitFor();
}

/** Evidence verifies with the server's public keys alone, and with any one byte changed it doesn't. */
async function checkEvidence(file: string): Promise<void> {
  const answer = await fetch(`${stage.origins.server}/.well-known/mtoken-keys`);
  const jwks = (await answer.json()) as IdentityJwks;
  const at = Math.floor(stage.now.getTime() / 1000);
  const sound = await verifyEvidence({ evidence: JSON.parse(file), jwks, at });
  expect(sound).toMatchObject({
    ok: true,
    envelope: {
      user: { name: anna },
      content: { amount: invoice.amount, payee: { name: invoice.payee } },
    },
    receipt: { decision: "approve", factor: "mpin" },
  });

  const step = 97;
  for (let place = 1; place < file.length; place += step) {
    const other = file[place] === "A" ? "B" : "A";
    const changed = file.slice(0, place) + other + file.slice(place + 1);
    expect(await holds(changed, { jwks, at }), `character ${place}`).toBe(false);
  }
}

async function holds(file: string, options: { jwks: IdentityJwks; at: number }): Promise<boolean> {
  let evidence: unknown;
  try {
    evidence = JSON.parse(file);
  } catch {
    return false;
  }
  return (await verifyEvidence({ evidence, ...options })).ok;
}

/** How somebody's latest device stands at the server. */
async function statusOf(name: string): Promise<string | undefined> {
  const users = await listUsers(stage.demonstration.context);
  return users.find((user) => user.name === name)?.devices.at(-1)?.status;
}

async function expectNoAccountData({ page }: PhonePage): Promise<void> {
  const shown = await page.content();
  for (const { name } of canaries) expect(shown).not.toContain(name);
  expect(await foundInStorage(page, canaries)).toEqual([]);
}

/**
 * The mPIN is chosen, and the connection breaks as the activation is sent. What is kept is what it takes to go on, and nothing of
 * what was typed, scanned or made of it.
 */
async function cutBeforeActivating(to: PhonePage, { link, code }: Invitation): Promise<void> {
  await to.page.route("**/v1/activations/**", (route) =>
    route.request().method() === "POST" ? route.abort("connectionfailed") : route.continue(),
  );
  await to.says("Type your registration code");
  await to.page.getByLabel("Registration code").fill(code);
  await to.press("Continue");
  await to.says("Choose your mPIN");
  await to.typeMpin(mpin, "Next");
  await to.says("Enter your mPIN again");
  await to.typeMpin(mpin, "Activate");
  await to.says("Finish your activation");
  const [, secret = ""] = link.split(".").slice(-2);
  const typed = ofText(code, code.replace("-", ""), secret, secret.toUpperCase());
  expect(await foundInStorage(to.page, [...canaries, ...typed])).toEqual([]);
  const { records, keys, openKeys, elsewhere } = await keptBy(to.page);
  expect([records.length, openKeys, elsewhere]).toEqual([1, 0, []]);
  expect(membersOf(records[0])).toEqual([
    ...["activation", "keys", "kind", "mpin", "schema", "server", "signingKey", "step"],
  ]);
  expect(keys.filter(({ type }) => type !== "public")).toEqual(lockedKeys);
  await to.page.unrouteAll();
  expected = ["other phone: error Failed to load resource: net::ERR_CONNECTION_FAILED"];
}

/** What a page that nobody has touched does without. */
function loadedBehindFirstScreen(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => /\/(run-effects|inside|mpin-rules|stretch)-/.test(name)),
  );
}

/** What is at work may hold on to something for a moment; what is done, to nothing. */
async function expectForgotten(page: Page, gone: readonly Canary[]): Promise<void> {
  await expect.poll(() => foundInMemory(page, gone), { timeout: 30_000 }).toEqual([]);
}

async function expectNothingLeft({ page }: PhonePage, reason: "blocked" | "deactivated"): Promise<void> {
  const kept = await keptBy(page);
  expect(kept).toMatchObject({ databases: ["mtoken"], keys: [], bytes: [], elsewhere: [] });
  expect(await foundInStorage(page, [...canaries, ...(await ofServer(stage.demonstration.context))])).toEqual(
    [],
  );
  await expectForgotten(page, canaries);
  expect(kept.records).toEqual([{ schema: 1, kind: "ended", reason, origin: stage.origins.server }]);
}

/** Runs in the page: as if another app came before it, or it came back. */
function turn(visibilityState: string): void {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
  document.dispatchEvent(new Event("visibilitychange"));
}
