/** A phone that is turned on its side and back shows what it showed: each screen, with everything that can be read or pressed. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { phoneApp } from "./gallery/apps.ts";
import { Preview } from "./gallery/preview.ts";

const upright = { width: 390, height: 844 };
const aside = { width: 844, height: 390 };

let browser: Browser;
let preview: Preview;

beforeAll(async () => {
  browser = await launchChromium();
  preview = await Preview.open(phoneApp, browser, { scale: 1, touch: true });
});

afterAll(async () => {
  await preview?.close();
  await browser?.close();
});

test("a screen that was turned on its side and back shows what it showed", async () => {
  const { page, states } = preview;
  const turned = new Set<string>();
  await page.setViewportSize(upright);
  for (const state of states) {
    await page.evaluate((name) => showState(name, "en"), state.name);
    const screen = await page.evaluate(() => document.querySelector(".screen")?.className ?? "");
    if (turned.has(screen)) continue;
    turned.add(screen);
    const before = await drawn(page);
    expect(before.length, state.name).toBeGreaterThan(0);
    await page.setViewportSize(aside);
    await drawn(page);
    await page.setViewportSize(upright);
    expect(await drawn(page), state.name).toEqual(before);
  }
  expect(turned.size).toBeGreaterThan(30);
});

test("a screen where two ways of standing give way to one another stands still in one, and the app goes on", async () => {
  const { page, states } = preview;
  await page.setViewportSize(upright);
  await page.evaluate(() => {
    const contrary = new CSSStyleSheet();
    contrary.replaceSync(`
      [data-flows=false] > .actions { block-size: 90vh; }
      [data-flows=true] > .actions { block-size: 4rem; }`);
    document.adoptedStyleSheets.push(contrary);
  });
  const state = states.find(({ name }) => name === "home") ?? states[0];
  await page.evaluate((name) => showState(name, "en"), state?.name ?? "");
  expect(await drawn(page)).not.toEqual([]);
  expect(await page.locator(".screen").getAttribute("data-flows")).toBe("true");
}, 30_000);

/** The texts that have a box, and whatever can be pressed, by the second frame from now. */
function drawn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const parts = [
      ...document.querySelectorAll<HTMLElement>("#root :is(h1, h2, p, li, dd, span, button, input)"),
    ];
    return parts
      .filter((part) => part.getClientRects().length > 0 && part.offsetHeight > 0)
      .map((part) => part.textContent || part.className);
  });
}
