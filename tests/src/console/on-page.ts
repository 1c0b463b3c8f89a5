/** What is read off a page of the sign-in or the console, and done on it, as people do. */
import type { Session } from "@mtoken/device";
import type { Locator, Page } from "playwright-core";

/** What the page shows to type. */
export function codeOn(page: Page): Promise<string> {
  return page.getByText(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/).innerText();
}

/** The page of a computer that was turned away shows what it is known by. */
export function fingerprintOn(page: Page): Promise<string> {
  return page
    .getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/)
    .first()
    .innerText();
}

/** The phone takes what the page shows; the page says so by two digits. */
export async function claim(session: Session, page: Page) {
  const opened = await session.claim({ code: await codeOn(page) });
  const shown = page.locator("main [data-digits]");
  await shown.waitFor();
  return { opened, digits: (await shown.getAttribute("data-digits")) ?? "" };
}

/** Types another code first, and then what is really shown, in letters of one's own. */
export async function compare(
  page: Page,
  field: string,
  { fingerprint, verb }: { fingerprint: string; verb: string },
): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(field).fill("0000 0000 0000 0000 0000");
  await press(page, verb);
  await dialog.getByText(/^This is not the (control )?code of that/).waitFor();
  await dialog.getByLabel(field).fill(fingerprint.toLowerCase().replaceAll("-", " "));
  await press(page, verb);
}

export function press(page: Page, button: string): Promise<void> {
  return page.getByRole("button", { name: button, exact: true }).last().click();
}

/** Opens an act's dialog by the button that stands on the page, or in this part of it, and does it by the dialog's own. */
export async function act(on: Page | Locator, button: string, verb: string): Promise<void> {
  await on.getByRole("button", { name: button, exact: true }).click();
  await submit("page" in on ? on.page() : on, verb);
}

/** Presses the dialog's button, whatever else on the page has the same name. */
export function submit(page: Page, verb: string): Promise<void> {
  return page.getByRole("dialog").getByRole("button", { name: verb, exact: true }).click();
}

export function rowOf(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ hasText: name });
}

/** Reads link and code of somebody who was just invited, and closes what shows them. */
export async function takeInvitation(page: Page): Promise<{ link: string; code: string }> {
  const dialog = page.getByRole("dialog");
  const link = await dialog.getByText(/\/a#[0-9A-Za-z.]+$/).innerText();
  const code = await dialog.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).innerText();
  await submit(page, "I have handed it over");
  return { link, code };
}

/** What the browser saves when this link is pressed. */
export async function savedBy(page: Page, name: string): Promise<string> {
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name }).click();
  return (await (await (await file).createReadStream()).toArray()).join("");
}
