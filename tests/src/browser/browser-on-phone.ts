/** The browser of the phone itself: the portal and the sign-in page on the very screen that the app is on. */
import type { Page } from "playwright-core";

export class BrowserOnPhone {
  readonly page: Page;
  readonly #portal: string;

  constructor(page: Page, portal: string) {
    this.page = page;
    this.#portal = portal;
  }

  /** From the portal to the sign-in page. */
  async beginSignIn(): Promise<void> {
    await this.page.goto(`${this.#portal}/portal`);
    await this.press("Sign in with mtoken");
    await this.says("Sign in to Example Bank");
    await this.#link.waitFor();
  }

  async openApp(): Promise<void> {
    await this.page.getByRole("link", { name: "Open the app on this phone" }).click();
  }

  /** Where that leads. On a computer nobody sees it, and it is there all the same. */
  async link(): Promise<string> {
    return (await this.#link.getAttribute("href")) ?? "";
  }

  /** Waits for a heading. */
  async says(heading: string): Promise<void> {
    await this.page.getByRole("heading", { name: heading, exact: true }).waitFor();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  get #link() {
    return this.page.locator('a[href*="/r#"]');
  }
}
