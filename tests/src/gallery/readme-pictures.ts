/**
 * The two pictures at the head of the README, kept in docs/pictures: one payment of the demonstration, on the page that asks
 * for it and on the phone that signs it, each in the shape of what shows it.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemonstration } from "@mtoken/cli/demonstration";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { ComputerPage } from "../browser/computer-page.ts";
import { Darkroom } from "../browser/darkroom.ts";
import { PhonePage } from "../browser/phone-page.ts";
import { launchProfile } from "../chromium.ts";

const mpin = "739154";
/** As `npm start` has it, since the pictures show it. */
const port = 8700;

const look = { locale: "en-GB", reducedMotion: "reduce", deviceScaleFactor: 2 } as const;
const computerScreen = { ...look, viewport: { width: 980, height: 720 } };
const phoneScreen = { ...look, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const folder = join(import.meta.dirname, "../../../docs/pictures");
/** Who clones the repository, or reads the README on the road, pays for each of them. */
const mostBytes = 150_000;

export async function takeReadmePictures(browser: Browser): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "mtoken-pictures-"));
  const demonstration = await startDemonstration({ data: join(place, "data"), port });
  const contexts: BrowserContext[] = [];
  try {
    const computerContext = await launchProfile(join(place, "computer"), computerScreen);
    const phoneContext = await launchProfile(join(place, "phone"), phoneScreen);
    contexts.push(computerContext, phoneContext);
    const darkroom = new Darkroom(await browser.newPage());
    const { portal } = demonstration.cast;
    const computer = new ComputerPage(await computerContext.newPage(), { portal, darkroom });
    const phone = new PhonePage(await phoneContext.newPage(), demonstration.context.config.serverOrigin);

    await signIn(computer, phone);
    await computer.press("Ask for my signature");
    await computer.follow("Show a QR code to sign");
    await computer.code.waitFor();
    const page = await shotOf(computer.page);
    await phone.page.getByRole("button", { name: /Harbour Flour Mill/ }).click();
    await phone.says("Sign this payment");
    const screen = await shotOf(phone.page);

    await frame(browser, {
      file: "sign-in-page.png",
      shot: page,
      width: 980,
      border: "2px solid #b9bdb8",
      radius: 16,
    });
    await frame(browser, {
      file: "phone.png",
      shot: screen,
      width: 390,
      border: "12px solid #12211f",
      radius: 48,
    });
  } finally {
    for (const context of contexts) await context.close();
    await demonstration.close();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Anna's phone is activated, and her browser signed in: as far as the first payment. */
async function signIn(computer: ComputerPage, phone: PhonePage): Promise<void> {
  await computer.goToWelcome();
  const invitation = await computer.invite("Invite Anna and open her phone", { opensPhone: true });
  await phone.open();
  await phone.press("I have a link");
  await phone.page.getByLabel("Activation link").fill(invitation.link);
  await phone.press("Continue");
  await phone.activate(invitation, mpin);
  await phone.press("Continue");
  await computer.beginSignIn();
  await phone.press("Type a code");
  await phone.page.getByLabel("Code on the computer’s screen").fill(await computer.typedCode());
  await phone.press("Continue");
  await phone.says("Sign in to");
  await phone.typeDigits(await computer.digits());
  await phone.confirm();
  await computer.press("Sign in as Anna Jansen");
  await computer.says("New payment");
  await phone.press("Done");
}

async function shotOf(page: Page): Promise<string> {
  // Hiding the caret would add a style that the pages' own policy forbids.
  return (await page.screenshot({ caret: "initial", animations: "disabled" })).toString("base64");
}

interface Framed {
  file: string;
  shot: string;
  width: number;
  border: string;
  radius: number;
}

async function frame(browser: Browser, { file, shot, width, border, radius }: Framed): Promise<void> {
  const path = join(folder, file);
  const frames = await browser.newPage();
  await frames.setContent(
    `<style>body { margin: 0; width: max-content } img { display: block; width: ${width}px; border: ${border}; border-radius: ${radius}px }</style>
     <img src="data:image/png;base64,${shot}">`,
  );
  await frames.locator("img").screenshot({ path, omitBackground: true });
  await frames.close();
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes, and may have ${mostBytes}.`);
  console.log(`docs/pictures/${file}: ${size} bytes`);
}
