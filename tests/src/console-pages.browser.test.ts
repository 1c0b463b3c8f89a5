/**
 * Every page of the console, on a real server: nothing that axe finds fault with, in light and in dark; and nothing wider than a phone's
 * window, in English, in the language of the longest words, and from right to left. Each page is opened once, and spoken to in place.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConsoleStage } from "./console/console-stage.ts";
import type { ConsoleVisit } from "./console/console-visit.ts";
import { faultsOf } from "./console/faults-of.ts";
import { tooWide } from "./console/too-wide.ts";
import { type ConsolePage, consolePages } from "./gallery/console-pages.ts";

const computer = { width: 1280, height: 800 };
const phones = [
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];
/** After English, in which each page is opened. */
const languages = ["de", "ar"];

let stage: ConsoleStage;
let visit: ConsoleVisit;

beforeAll(async () => {
  stage = await ConsoleStage.open();
  visit = await stage.visit(computer);
});

afterAll(async () => {
  await visit?.close();
  await stage?.close();
});

test("no page has anything that axe finds fault with, in light and in dark, or that is wider than a phone, in any direction", {
  timeout: 600_000,
}, async () => {
  const found: Record<string, string[]> = {};
  for (const shown of consolePages) {
    const page = await visit.open(shown);
    // A dialog or a filter brings no colours of its own.
    const faults = await faultsOf(page, { inTheDark: !shown.name.includes("-") });
    faults.push(...(await widthsOf(page, shown)));
    if (faults.length > 0) found[shown.name] = faults;
  }
  expect(found).toEqual({});
});

/** At each width, and in each language. A change of the language closes a dialog; what did something is not done twice. */
async function widthsOf(page: Page, { press = [] }: ConsolePage): Promise<string[]> {
  const faults: string[] = [];
  const isDialog = press.length === 1 && (await page.getByRole("dialog").count()) > 0;
  for (const language of press.length === 0 || isDialog ? ["en", ...languages] : ["en"]) {
    // The buttons stand in the places that they had, on a window of that width.
    await page.setViewportSize(computer);
    if (language !== "en") await visit.speak(page, language);
    if (language !== "en" && isDialog) await visit.pressAgain(page);
    for (const screen of phones) {
      await page.setViewportSize(screen);
      const found = await page.evaluate(tooWide);
      faults.push(...found.map((fault) => `${language} at ${screen.width} px: ${fault}`));
    }
  }
  await page.evaluate(() => localStorage.removeItem("mtoken-language"));
  return faults;
}

/** The dialogs that stop somebody or end something, by the page that they are pictured as, and whom each is about; null: whoever is listed. */
const stopping: Readonly<Record<string, string | null>> = {
  "emergency-end": "Anna Jansen",
  "emergency-freeze": "Anna Jansen",
  "company-end": "Northwind Bakery",
  "company-stop": "Northwind Bakery",
  "user-freeze": "Anna Jansen",
  "user-end": "Anna Jansen",
  "user-remove": "Anna Jansen",
  "user-take-back": "Pien Verhoeven",
  "user-end-administrator": "Carmen Ortega",
  "devices-refuse": null,
  "device-end": "Anna Jansen",
  "proposal-reject": null,
  "portals-end": null,
  "keys-revoke": null,
  "computer-refuse": "Anna Jansen",
  "computer-forget": "Anna Jansen",
  "account-freeze": "Anna Jansen",
  // Whoever reads it.
  "account-end": "your phones",
};

/** Whoever sees several companies reads in the dialog which one it is. */
const ofTheBakery = ["Anna Jansen", "Pien Verhoeven", "Carmen Ortega"];

function overseesSeveral({ role }: ConsolePage): boolean {
  return role === "helpdesk" || role === "officer";
}

test("what stops somebody or ends something names whom, says what follows, and has the verb on its button", {
  timeout: 300_000,
}, async () => {
  const { kysely } = stage.town.world.server.context.database;
  const users = await kysely.selectFrom("users").select("name").execute();
  const companies = await kysely.selectFrom("companies").select("name").execute();
  const portals = await kysely.selectFrom("clients").select("name").execute();
  const keys = await kysely.selectFrom("identity_keys").select("kid as name").execute();
  const anybody = [...users, ...companies, ...portals, ...keys].map(({ name }) => name);
  const seen: string[] = [];
  for (const shown of consolePages.filter(({ press = [] }) => press.length === 1)) {
    const page = await visit.open(shown);
    const dialog = page.getByRole("dialog");
    const button = dialog.locator('button[type="submit"][style*="danger"]');
    if ((await button.count()) === 0) continue;
    seen.push(shown.name);
    const title = await dialog.getByRole("heading").first().innerText();
    const follows = await dialog.locator("form > p").allInnerTexts();
    const said = [title, ...follows].join(" ");
    const subject = stopping[shown.name] ?? anybody.find((name) => said.includes(name)) ?? "somebody";
    expect.soft(said, shown.name).toContain(subject);
    expect.soft(follows.join(" ").split(" ").length, `${shown.name}: ${follows}`).toBeGreaterThan(5);
    const verb = await button.innerText();
    expect.soft(verb, shown.name).not.toMatch(/^(OK|Yes|Continue|Submit|Done|Apply|Confirm)$/i);
    expect.soft(title.toLowerCase(), shown.name).toContain(verb.toLowerCase().split(" ")[0]);
    const facts = await dialog.getByRole("definition").allInnerTexts();
    if (ofTheBakery.includes(subject))
      expect.soft(facts.includes("Northwind Bakery"), shown.name).toBe(overseesSeveral(shown));
    if (shown.name === "emergency-end" || shown.name === "device-end")
      expect.soft(facts.join("\n"), shown.name).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/m);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused, { message: shown.name }).toMatch(new RegExp(`^(${shown.press?.[0]})$`));
  }
  expect(seen.sort()).toEqual(Object.keys(stopping).sort());
});

test("a page that has such faults is found out", async () => {
  const shown = pageCalled("users");
  const page = await visit.open(shown);
  // A sheet made by script is what the page's own policy leaves to a test.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `h1 { color: light-dark(#ccc, #333) !important; min-width: 420px }
      html:lang(de) h1 { min-width: 0; width: 40px; overflow: hidden; white-space: nowrap; overflow-wrap: normal }
      html[dir="rtl"] h1 { min-width: 0; translate: 60px }`,
    );
    document.adoptedStyleSheets.push(sheet);
    document.querySelector("main input")?.removeAttribute("aria-label");
    for (const label of document.querySelectorAll("main label")) label.replaceWith(...label.childNodes);
  });
  const faults = (await faultsOf(page, { inTheDark: true })).join("\n");
  expect(faults).toMatch(/^color-contrast \S*h1\S*$/m);
  expect(faults).toMatch(/^color-contrast .* in the dark$/m);
  expect(faults).toMatch(/^(label|select-name) /m);
  const widths = (await widthsOf(page, shown)).join("\n");
  expect(widths).toMatch(/^en at 390 px: .* in h1\.\S* sticks out by \d+ px$/m);
  expect(widths).toMatch(/^en at 320 px: .* in h1\.\S* sticks out by \d+ px$/m);
  expect(widths).toMatch(/^de at 320 px: .* in h1\.\S* is cut off by \d+ px$/m);
  expect(widths).toMatch(/^ar at 320 px: .* in h1\.\S* sticks out by \d+ px$/m);
});

test("a dialog that is too wide in another language is found out", async () => {
  const shown = pageCalled("users-add");
  const page = await visit.open(shown);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `html:lang(de) [role="dialog"] h2 { width: 40px; overflow: hidden; white-space: nowrap; overflow-wrap: normal }
      html[dir="rtl"] [role="dialog"] h2 { translate: 400px }`,
    );
    document.adoptedStyleSheets.push(sheet);
  });
  const widths = (await widthsOf(page, shown)).join("\n");
  expect(widths).not.toMatch(/^en /m);
  expect(widths).toMatch(/^de at 320 px: .* in h2\..* is cut off by \d+ px$/m);
  expect(widths).toMatch(/^ar at 320 px: .* in h2\..* sticks out by \d+ px$/m);
});

function pageCalled(called: string): ConsolePage {
  const shown = consolePages.find(({ name }) => name === called);
  if (shown === undefined) throw new Error(`there is no page called ${called}`);
  return shown;
}
