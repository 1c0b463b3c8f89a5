/**
 * Each page of the console in each language that it offers, on a phone and on a computer: nothing is wider than the window, and no text is
 * missing. A page is opened once and spoken to in place; dialogs are looked at in fewer languages (console-pages.browser.test.ts).
 */
import { type Language, languages } from "@mtoken/language";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConsoleStage } from "./console/console-stage.ts";
import type { ConsoleVisit } from "./console/console-visit.ts";
import { consoleRoutes, routeOf } from "./console/routes-shown.ts";
import { tooWide } from "./console/too-wide.ts";
import { type ConsolePage, consolePages } from "./gallery/console-pages.ts";

const computer = { width: 1280, height: 800 };
const screens = [computer, { width: 390, height: 844 }];

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

test("each page fits a phone and a computer, and has all of its words, in each language", {
  timeout: 300_000,
}, async () => {
  const found: string[] = [];
  for (const shown of pagesOfRoutes()) found.push(...(await faultsIn(await visit.open(shown), shown)));
  expect(found).toEqual([]);
});

test("a page in which a word is missing, or too long, is found out", async () => {
  const [shown] = consolePages.filter(({ name }) => name === "account");
  if (shown === undefined) throw new Error("there is no page called account");
  const page = await visit.open(shown);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html:lang(hu) h1 { translate: 400px }");
    document.adoptedStyleSheets.push(sheet);
    document.body.append("Let {name} go on");
  });
  const found = await faultsIn(page, shown);
  expect(found).toContainEqual(expect.stringMatching(/^account in hu at 390 px: .* in h1\.\S* sticks out/));
  expect(found).toContain("account in hu: {name} stands there");
});

/** One page of each route, as it stands before anything is pressed; and where nobody is signed in. */
function pagesOfRoutes(): ConsolePage[] {
  const routes = consoleRoutes();
  const first = (route: string | undefined) =>
    consolePages.find((page) => page.press === undefined && routeOf(page, routes) === route);
  return [...routes, undefined].flatMap((route) => first(route) ?? []);
}

async function faultsIn(page: Page, { name }: ConsolePage): Promise<string[]> {
  const found: string[] = [];
  for (const language of Object.keys(languages) as Language[]) {
    await visit.speak(page, language);
    const holes =
      (await page.locator("body").innerText()).match(/\bundefined\b|\bNaN\b|\[object|\{\w+\}/g) ?? [];
    found.push(...holes.map((hole) => `${name} in ${language}: ${hole} stands there`));
    for (const screen of screens) {
      await page.setViewportSize(screen);
      const wide = await page.evaluate(tooWide);
      found.push(...wide.map((fault) => `${name} in ${language} at ${screen.width} px: ${fault}`));
    }
  }
  await page.evaluate(() => localStorage.removeItem("mtoken-language"));
  return found;
}
