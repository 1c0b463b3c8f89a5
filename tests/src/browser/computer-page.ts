/** The computer: a browser at the portal, at the sign-in page, and at the page that leads through the demonstration. */
import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "playwright-core";
import type { Picture } from "./camera.ts";
import type { Darkroom } from "./darkroom.ts";

export interface Invitation {
  link: string;
  code: string;
}

/** What a person types into the portal's form. */
export interface Payment {
  payee: string;
  account: string;
  amount: string;
  reference: string;
}

export class ComputerPage {
  readonly page: Page;
  readonly #portal: string;
  readonly #darkroom: Darkroom;

  constructor(page: Page, options: { portal: string; darkroom: Darkroom }) {
    this.page = page;
    this.#portal = options.portal;
    this.#darkroom = options.darkroom;
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  async goToWelcome(): Promise<void> {
    await this.page.goto(`${this.#portal}/`);
    await this.says("Try a phone as the key, on this screen alone");
  }

  async goToPortal(): Promise<void> {
    await this.page.goto(`${this.#portal}/portal`);
  }

  /** Waits for a heading. */
  async says(heading: string): Promise<void> {
    await this.page.getByRole("heading", { name: heading, exact: true }).waitFor();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).click();
  }

  /** All that stands on the page, with single blanks. */
  async text(): Promise<string> {
    return (await this.page.locator("body").innerText()).replace(/\s+/g, " ");
  }

  /** An invitation, read off the welcome page. The phone's own window is opened by it, and not needed here. */
  async invite(button: string, options: { opensPhone: boolean }): Promise<Invitation> {
    const window = options.opensPhone ? this.page.waitForEvent("popup") : undefined;
    await this.press(button);
    const link = await this.page.getByText(/\/a#[0-9A-Za-z.]+$/).innerText();
    const code = await this.page.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText();
    await (await window)?.close();
    return { link, code };
  }

  /** From the portal to the QR code. */
  async beginSignIn(): Promise<void> {
    await this.goToPortal();
    await this.press("Sign in with mtoken");
    await this.says("Sign in to Example Bank");
    await this.code.waitFor();
  }

  /** The last one stands before the others: the one as large as the window, once that is asked for. */
  get code() {
    return this.page.getByRole("img", { name: "QR code for the app on your phone" }).last();
  }

  /** A photograph of the QR code that is shown now. */
  async photograph(): Promise<Picture> {
    return this.#darkroom.develop(await this.code.screenshot({ caret: "initial" }));
  }

  /** Photographs the place of the QR code again and again, whatever is there by then, until `enough`. */
  async film(show: (picture: Picture) => void, enough: () => boolean): Promise<void> {
    await this.code.waitFor();
    const clip = await this.code.boundingBox();
    if (clip === null) throw new Error("The QR code has no place on the page.");
    while (!enough()) {
      show(await this.#darkroom.develop(await this.page.screenshot({ clip, caret: "initial" })));
    }
  }

  /** The two digits that are to be typed on the phone. */
  async digits(): Promise<string> {
    await this.says("Type these two digits on your phone");
    return (await this.page.locator("main [data-digits]").getAttribute("data-digits")) ?? "";
  }

  /** The code for those who can't scan. */
  async typedCode(): Promise<string> {
    return this.page.getByText(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/).innerText();
  }

  async askForSignature(payment: Payment): Promise<void> {
    const form = this.page.getByRole("region", { name: "New payment" });
    await form.getByLabel("Payee", { exact: true }).fill(payment.payee);
    await form.getByLabel("Payee’s account").fill(payment.account);
    await form.getByLabel("Amount").fill(payment.amount);
    await form.getByLabel("Reference").fill(payment.reference);
    await form.getByRole("button", { name: "Ask for my signature" }).click();
  }

  /** The portal's line about the payment to this payee. */
  payment(payee: string) {
    const heading = this.page.getByRole("heading", { name: payee, exact: true });
    return this.page.getByRole("region", { name: "Payments" }).getByRole("listitem").filter({ has: heading });
  }

  /** The file behind a link that saves one. */
  async download(link: string): Promise<string> {
    const begun = this.page.waitForEvent("download");
    await this.follow(link);
    return readFile(await (await begun).path(), "utf8");
  }
}
