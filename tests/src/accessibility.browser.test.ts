/**
 * WCAG 2.2 AA on every screen of the phone app, as far as a program can tell: axe in light, dark and right to left; text of
 * twice the size; everything reached by keyboard, in the order in which it stands; focus and words where something changed.
 */
import type { RunOptions } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StatesPage } from "./accessibility/states-page.ts";
import { launchChromium } from "./chromium.ts";

const everything: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};
const colours: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] } };
const shapes: RunOptions = { ...everything, rules: { "color-contrast": { enabled: false } } };

let browser: Browser;
let states: StatesPage;

beforeAll(async () => {
  browser = await launchChromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
  states = await StatesPage.open(browser);
});

afterAll(async () => {
  await states?.close();
  await browser?.close();
});

/** What a look at each state finds, under the state's name. */
async function inEachState(
  look: () => Promise<string[]>,
  language?: string,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const name of states.names) {
    await states.show(name, language);
    const faults = await look();
    if (faults.length > 0) found[name] = faults;
  }
  return found;
}

describe("every screen", { timeout: 300_000 }, () => {
  test("has nothing that axe finds fault with", async () => {
    expect(await inEachState(() => states.faults(everything))).toEqual({});
  });

  test("has enough contrast in the dark", async () => {
    await states.page.emulateMedia({ colorScheme: "dark" });
    expect(await inEachState(() => states.faults(colours))).toEqual({});
    await states.page.emulateMedia({ colorScheme: "light" });
  });

  test("has nothing that axe finds fault with from right to left", async () => {
    const faults = await inEachState(async () => {
      await states.page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      return states.faults(shapes);
    });
    await states.page.evaluate(() => document.documentElement.removeAttribute("dir"));
    expect(faults).toEqual({});
  });

  test("keeps within the window when its text has twice the size", async () => {
    await states.page.addStyleTag({ content: ":root { font-size: 200% !important }" });
    const faults = await inEachState(() => states.page.evaluate(sticksOut));
    await states.page
      .locator("style")
      .last()
      .evaluate((style) => style.remove());
    expect(faults).toEqual({});
  });

  test("gives the focus to its heading or to its first field as it appears", async () => {
    const faults = await inEachState(() =>
      states.page.evaluate(() => {
        const { activeElement } = document;
        const first = document.querySelector("main :is(input, textarea, select)");
        const isThere = activeElement === first || activeElement === document.querySelector("h1");
        return isThere ? [] : [activeElement?.outerHTML.slice(0, 100) ?? "nothing"];
      }),
    );
    expect(faults).toEqual({});
  });

  test("lets a keyboard reach all that can be pressed or typed in, in the order in which it stands", async () => {
    expect(await inEachState(reachedByKeyboard)).toEqual({});
  });

  test("says aloud what went wrong, and what changes by itself", async () => {
    const aloud = '[role="alert"], [role="status"], [aria-live]';
    const silent = await inEachState(() =>
      states.page.evaluate((selector) => {
        const notices = [...document.querySelectorAll(".notice.warn, .notice.danger, .problem")];
        const said = (notice: Element): boolean => notice.closest(selector) !== null;
        return notices.filter((notice) => !said(notice)).map(({ textContent }) => textContent);
      }, aloud),
    );
    // What these say is no news: it is read with the screen that says it.
    expect(Object.keys(silent).sort()).toEqual(["home-wrong-tries", "sign-mpin-few", "unlock-passkey-last"]);
    for (const name of ["home", "scan-request", "unlock"]) {
      await states.show(name);
      expect(await states.page.locator(aloud).count(), name).toBeGreaterThan(0);
    }
  });
});

/** Presses Tab once for each control, and compares where the focus came with where the controls stand. */
async function reachedByKeyboard(): Promise<string[]> {
  const { page } = states;
  const controls = await page.evaluate(() => {
    const isOne = (element: HTMLElement): boolean => element.checkVisibility() && element.tabIndex >= 0;
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        "a[href], button, input, select, textarea, summary, [tabindex]",
      ),
    ].filter((element) => isOne(element) && !element.matches(":disabled"));
    // Of a group of radio buttons one is reached by Tab, the others by arrows.
    const groups = new Set<string>();
    const stops = all.filter((element) => {
      if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
      if (groups.has(element.name)) return false;
      groups.add(element.name);
      return true;
    });
    stops.forEach((element, index) => {
      element.dataset["stop"] = String(index);
    });
    // Where a keyboard comes in from the browser's own bar: before everything.
    const start = document.body.insertBefore(document.createElement("span"), document.body.firstChild);
    start.tabIndex = -1;
    start.focus();
    start.remove();
    return stops.length;
  });
  const reached: (string | undefined)[] = [];
  for (let stop = 0; stop < controls; stop += 1) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => {
        const { activeElement } = document;
        const named = activeElement?.closest<HTMLElement>("[data-stop]");
        if (named) return named.dataset["stop"];
        const group = activeElement instanceof HTMLInputElement ? activeElement.name : "";
        return document.querySelector<HTMLElement>(`[data-stop][name="${group}"]`)?.dataset["stop"];
      }),
    );
  }
  // A button that leads on through a long text goes when a field at its end is reached.
  const left = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[data-stop]")].map(({ dataset }) => dataset["stop"]),
  );
  const found = reached.filter((stop) => left.includes(stop));
  return found.join() === left.join() ? [] : [`of ${left.join()} reached ${found.join()}`];
}

/** Runs in the page. */
function sticksOut(): string[] {
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return over > 0 ? [`${over} px wider than the window`] : [];
}
