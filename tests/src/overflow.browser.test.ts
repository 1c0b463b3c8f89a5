/**
 * Every screen of the phone app in each of its languages, on the narrowest phone: nothing sticks out of the page, and no
 * text out of its box; in the language that takes most room also with letters of twice their size (WCAG 2.2 §1.4.4).
 */
import type { Language } from "@mtoken/language";
import { directionOf, languages } from "@mtoken/language";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureOverflow } from "./browser/measure-overflow.ts";
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

interface Measured {
  length: number;
  found: string[];
}

/** Shows every state in turn, in the page that is open. */
async function measure(language: Language): Promise<Measured> {
  const measured: Measured = { length: 0, found: [] };
  for (const { name } of preview.states) {
    const hash = `#${new URLSearchParams({ state: name, language })}`;
    await page.evaluate(async (wanted) => {
      location.hash = wanted;
      while (document.documentElement.dataset["shown"] !== wanted) await new Promise(requestAnimationFrame);
    }, hash);
    measured.length += await page.evaluate(() => document.body.innerText.length);
    for (const what of await page.evaluate(measureOverflow))
      measured.found.push(`${language} ${name}: ${what}`);
  }
  return measured;
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
  const found = await page.evaluate(() => {
    document.querySelector("h1")?.style.setProperty("white-space", "nowrap");
    document.querySelector("h1")?.append("a text that is too long for any phone");
  });
  expect(found).toBeUndefined();
  expect((await page.evaluate(measureOverflow)).length).toBeGreaterThan(0);
});
