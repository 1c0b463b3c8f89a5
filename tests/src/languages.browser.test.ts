/**
 * The phone app begins in the language of the phone and changes it when it is asked to. Every screen of the phone app in each of its languages, on the narrowest phone: nothing sticks out of the page, and no
 * text out of its box; in the language that takes most room also with letters of twice their size (WCAG 2.2 §1.4.4).
 */
import type { Language } from "@mtoken/language";
import { directionOf, languages } from "@mtoken/language";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Measured, measureOverflow } from "./browser/measure-overflow.ts";
import { launchChromium } from "./chromium.ts";
import { picturedApps, smallest } from "./gallery/apps.ts";
import { Preview } from "./gallery/preview.ts";

const all = Object.keys(languages) as Language[];

let browser: Browser;
let preview: Preview;
let page: Page;

beforeAll(async () => {
  const app = picturedApps.find(({ name }) => name === "phone");
  if (app === undefined) throw new Error("The phone app has no preview.");
  browser = await launchChromium();
  preview = await Preview.open(app, browser, { scale: 1, touch: true });
  ({ page } = preview);
  await page.setViewportSize(smallest);
  // What comes behind the first screens is there from then on.
  await page.goto(new URL("?state=home#state=home&language=en", page.url()).href);
  await page.locator("[data-screen=home]").waitFor();
});

afterAll(async () => {
  await preview?.close();
  await browser?.close();
});

test("the app begins in the phone's language, changes it when it is asked to, and keeps the choice", async () => {
  const context = await browser.newContext({ locale: "nl-BE" });
  const app = await context.newPage();
  const loaded: string[] = [];
  app.on("request", (request) => {
    const [, language] = /virtual:language-(\w+)/.exec(request.url()) ?? [];
    if (language !== undefined) loaded.push(language);
  });
  await app.goto(new URL("/", page.url()).href);
  const spoken = app.locator("html[lang=nl] .spoken");
  await spoken.getByText("Nederlands").waitFor();
  expect(loaded).toEqual(["nl"]);

  await app.locator(".language select").selectOption("ar");
  await app.locator("html[lang=ar][dir=rtl] .spoken").getByText("العربية").waitFor();
  await app.reload();
  await app.locator("html[lang=ar][dir=rtl] .spoken").getByText("العربية").waitFor();

  // Back to what the phone has.
  await app.locator(".language select").selectOption("");
  await spoken.getByText("Nederlands").waitFor();
  await app.reload();
  await spoken.getByText("Nederlands").waitFor();
  await context.close();
});

/** Every state in turn, in the page that is open. */
function measure(language: Language): Promise<Measured> {
  return page.evaluate(measureOverflow, { states: preview.states.map(({ name }) => name), language });
}

let longest: Language = "en";

test("no screen is wider than the narrowest phone, and no text than its box, in any language", async () => {
  const measured = new Map<Language, Measured>();
  for (const language of all) {
    measured.set(language, await measure(language));
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      language,
      directionOf(language),
    ]);
  }
  expect([...measured.values()].flatMap(({ found }) => found)).toEqual([]);
  const lengthOf = (language: Language): number => measured.get(language)?.length ?? 0;
  longest = all.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
});

test("nor with letters of twice their size, in the language that takes most room", async () => {
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  const { found } = await measure(longest);
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  expect(found).toEqual([]);
});

test("what does not fit is found", async () => {
  const style = await page.addStyleTag({
    content: "h1 { width: 400px } .key.enter { min-height: 0; max-height: 10px }",
  });
  const { found } = await measure("en");
  await style.evaluate((element: HTMLStyleElement) => element.remove());
  expect(found.join("\n")).toMatch(/en welcome: the page is \d+ wide, in 320/);
  expect(found.join("\n")).toMatch(/en unlock: “Unlock” in button.key enter by \d+ px/);
});
