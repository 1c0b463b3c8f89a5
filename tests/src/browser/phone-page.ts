/** The phone: the app in a browser of a phone's size, used as a thumb uses it. */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Invitation } from "./computer-page.ts";

export class PhonePage {
  readonly page: Page;
  readonly #address: string;
  readonly #digits: "pad" | "keyboard";

  /** A keyboard types an mPIN in a tenth of the time that its pad takes: for stories about something else. */
  constructor(page: Page, address: string, digits: "pad" | "keyboard" = "pad") {
    this.page = page;
    this.#address = address;
    this.#digits = digits;
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  async open(): Promise<void> {
    await this.page.goto(this.#address);
  }

  /** Waits for the screen of this title. */
  async says(title: string): Promise<void> {
    await this.title(title).waitFor();
  }

  title(title: string): Locator {
    return this.page.getByRole("heading", { level: 1, name: title, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** The same where the app, which looks by itself every few seconds, may have been faster. */
  async pressIfStillThere(name: string): Promise<void> {
    const buttons = this.page.getByRole("button", { name, exact: true });
    await buttons.evaluateAll((found) => {
      for (const button of found) if (button instanceof HTMLElement) button.click();
    });
  }

  /** Confirms what is asked, once all of it was in sight. */
  async confirm(): Promise<void> {
    await this.readToEnd();
    await this.press("Confirm");
  }

  /** The same of a sign-in that takes a fresh mPIN, as those of who runs a company do where users are looked after. */
  async confirmBy(mpin: string): Promise<void> {
    await this.confirm();
    await this.says("Enter your mPIN to confirm");
    await this.typeMpin(mpin, "Confirm");
  }

  /** As a thumb does, in one long stroke. */
  async readToEnd(): Promise<void> {
    await this.page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  }

  /** What has just gone wrong, as the app says it. */
  async alert(): Promise<string> {
    return this.page.getByRole("alert").innerText();
  }

  /** All that stands on the screen, with single blanks. */
  async text(): Promise<string> {
    return (await this.page.locator("body").innerText()).replace(/\s+/g, " ");
  }

  /** On the app's own key pad, to its last key. */
  async typeMpin(mpin: string, enter: string): Promise<void> {
    if (this.#digits === "keyboard") {
      await this.page.locator('.key:not([aria-disabled="true"])').first().waitFor();
      await this.page.keyboard.type(mpin);
    } else for (const digit of mpin) await this.press(digit);
    await this.press(enter);
  }

  async unlock(mpin: string): Promise<void> {
    await this.says("Enter your mPIN");
    await this.typeMpin(mpin, "Unlock");
  }

  /** From the mPIN of now to the last key. */
  async changeMpin(mpin: string, chosen: string): Promise<void> {
    await this.says("Enter your current mPIN");
    await this.typeMpin(mpin, "Next");
    await this.says("Choose your new mPIN");
    await this.typeMpin(chosen, "Next");
    await this.says("Enter your new mPIN again");
    await this.typeMpin(chosen, "Change");
  }

  /** From "This phone", up to the phone's own question. */
  async offerPasskey(): Promise<void> {
    // Notifications are turned on by a button of the same name, further down.
    await this.page.getByRole("button", { name: "Turn on", exact: true }).first().click();
    await this.says("Use your fingerprint or face?");
  }

  /** From the registration code to the fingerprint, which it gives. */
  async activate(invitation: Pick<Invitation, "code">, mpin: string): Promise<string> {
    await this.askForActivation(invitation, mpin);
    await this.says("This phone is your key");
    return this.fingerprint();
  }

  /** From the registration code to the last key. */
  async askForActivation({ code }: Pick<Invitation, "code">, mpin: string): Promise<void> {
    await this.says("Type your registration code");
    await this.page.getByLabel("Registration code").fill(code);
    await this.press("Continue");
    await this.says("Choose your mPIN");
    await this.typeMpin(mpin, "Next");
    await this.says("Enter your mPIN again");
    await this.typeMpin(mpin, "Activate");
  }

  async fingerprint(): Promise<string> {
    const fingerprint = await this.page.locator("[data-fingerprint]").getAttribute("data-fingerprint");
    expect(fingerprint).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/);
    return fingerprint ?? "";
  }

  async openScanner(): Promise<void> {
    await this.page.getByRole("button", { name: "Scan a code" }).click();
    await this.says("Scan the code");
  }

  /** A file is chosen as the picture to scan. */
  async give(name: string, mimeType: string, buffer: Buffer): Promise<void> {
    await this.page.locator("input[type=file]").setInputFiles({ name, mimeType, buffer });
  }

  /** A picture is pasted, wherever the focus is. */
  async paste(name: string, type: string, buffer: Buffer): Promise<void> {
    await this.page.evaluate(giveFile, {
      by: "paste",
      name,
      type,
      content: buffer.toString("base64"),
    } as const);
  }

  /** A picture is dropped on the page. */
  async drop(name: string, type: string, buffer: Buffer): Promise<void> {
    await this.page.evaluate(giveFile, {
      by: "drop",
      name,
      type,
      content: buffer.toString("base64"),
    } as const);
  }

  async typeDigits(digits: string): Promise<void> {
    await this.page.getByLabel("Two digits on the computer’s screen").fill(digits);
  }
}

/** Runs in the page: what the browser tells it as somebody pastes or drops a file. */
function giveFile(given: { by: "paste" | "drop"; name: string; type: string; content: string }): void {
  const bytes = Uint8Array.from(atob(given.content), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], given.name, { type: given.type }));
  const how = { bubbles: true, cancelable: true };
  const event =
    given.by === "paste"
      ? new ClipboardEvent("paste", { ...how, clipboardData: data })
      : new DragEvent("drop", { ...how, dataTransfer: data });
  // What is not taken the browser would open in the app's place.
  if (document.body.dispatchEvent(event)) throw new Error("The page leaves the file to the browser.");
}
