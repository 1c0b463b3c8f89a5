/**
 * Each page begins in the language of its browser and changes it when it is asked to. Every screen in each of the languages, on
 * the narrowest phone: nothing sticks out of the page, and no text out of its box; in the language that takes most room
 * also with letters of twice their size (WCAG 2.2 §1.4.4). Confirm and Refuse are of one size in each.
 */
import type { Language } from "@mtoken/language";
import { directionOf, languages } from "@mtoken/language";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  leftBehind,
  type Measured,
  type Measuring,
  measureOverflow,
  overflowScript,
} from "./browser/measure-overflow.ts";
import { launchChromium } from "./chromium.ts";
import { picturedApps, smallest } from "./gallery/apps.ts";
import { Preview } from "./gallery/preview.ts";

const all = Object.keys(languages) as Language[];

/**
 * What has to be on the screen whole before anybody scrolls: each key, what is said above them, and what stops everything. Where the
 * session ends in a moment, what keeps it open stands over the end of what is said.
 */
const vital = ".key, .idle .button, .screen:has(.key-pad):not(:has(.idle)) .notice, .reason.not-me";
/** Neither answer to a request is the larger. */
const alike = ".decision .button";
/** Where much is said above that, and on which phones besides the smallest. */
const tight = /^(unlock|sign-mpin|change-mpin|add-passkey|resume-activation|refuse)/;
const small = [
  { width: 360, height: 640 },
  { width: 375, height: 667 },
];
/** Where there is room for it, the way on stands clear of the keys as well. */
const usual = { width: 390, height: 844 };
const vitalThere = `${vital}, .offline .button`;
/** Where the words are longest is not the same in all of them. */
const warned =
  /^(unlock|sign-mpin|change-mpin|add-passkey|resume-activation)-(last|few|wrong|idle-wrong|idle-last|no-answer|no-connection|passkey-last)$/;

/** A state that has what comes behind the first screens loaded, and what breaks one of a page's screens. */
const pages = [
  {
    name: "phone",
    inside: "home",
    broken:
      "h1 { width: 400px } .key.enter { min-height: 0; max-height: 10px } .key-pad { translate: 0 100dvh } .offline { translate: 0 -100dvh } .decision .confirm { width: 50% } .refuse .actions { position: relative !important; z-index: 1; margin-top: -7rem }",
    faults: [
      /en welcome: .* in main\.middle by \d+ px/,
      /en unlock: “Unlock” in button.key enter letters-8 by \d+ px/,
      /en sign-in-known: one of \d+ × \d+, another of \d+ × \d+/,
      /en refuse-no-answer: “This wasn’t me.*” is out of reach/,
      /en unlock-last: “0” is out of reach/,
      /en unlock-no-connection: “Try again” is out of reach/,
    ],
  },
  {
    name: "sign-in",
    inside: "waiting",
    broken: "h1 { width: 400px } .button { min-height: 0; max-height: 10px; overflow: hidden }",
    faults: [
      /en waiting: the page is \d+ wide, in 320/,
      /en signed: “Back to .+” in a.button main by \d+ px/,
    ],
  },
];

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
});

describe.each(pages)("the page $name", ({ name, inside, broken, faults }) => {
  let preview: Preview;
  let page: Page;

  beforeAll(async () => {
    const app = picturedApps.find((pictured) => pictured.name === name);
    if (app === undefined) throw new Error(`${name} has no preview.`);
    preview = await Preview.open(app, browser, { scale: 1, touch: true, script: overflowScript });
    ({ page } = preview);
    await page.setViewportSize(smallest);
    await page.evaluate((state) => showState(state, "en"), inside);
  });

  afterAll(async () => {
    await preview?.close();
  });

  test("begins in the browser's language, changes it when it is asked to, and keeps the choice", async () => {
    const context = await browser.newContext({ locale: "nl-BE" });
    const tab = await context.newPage();
    const loaded: string[] = [];
    tab.on("request", (request) => {
      const [, language] = /virtual:language-(\w+)/.exec(request.url()) ?? [];
      if (language !== undefined) loaded.push(language);
    });
    await tab.goto(new URL("/", page.url()).href);
    const spoken = tab.locator("html[lang=nl] .spoken");
    await spoken.getByText("Nederlands").waitFor();
    expect(loaded).toEqual(["nl"]);

    await tab.locator(".language select").selectOption("ar");
    await tab.locator("html[lang=ar][dir=rtl] .spoken").getByText("العربية").waitFor();
    await tab.reload();
    await tab.locator("html[lang=ar][dir=rtl] .spoken").getByText("العربية").waitFor();

    // Back to what the browser has.
    await tab.locator(".language select").selectOption("");
    await spoken.getByText("Nederlands").waitFor();
    await tab.reload();
    await spoken.getByText("Nederlands").waitFor();
    await context.close();
  });

  test("says in the browser's language that none can be had, and in each that it needs a script", async () => {
    const context = await browser.newContext({ locale: "nl-BE" });
    const tab = await context.newPage();
    await tab.route(/virtual:language-/, (route) => route.abort());
    await tab.goto(new URL("/", page.url()).href);
    const said = tab.locator("#cannot-load > p:visible");
    await said.first().waitFor();
    expect(await said.evaluateAll((texts) => texts.map((text) => text.getAttribute("lang")))).toEqual(["nl"]);
    expect(await tab.locator("#cannot-load > p[dir=rtl]").count()).toBe(1);
    await context.close();

    const plain = await browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(new URL("/", page.url()).href);
    const wanted = still.locator("noscript > p");
    expect(await wanted.count()).toBe(all.length);
    expect(await wanted.and(still.locator("[lang=ar]")).isVisible()).toBe(true);
    await plain.close();
  });

  /** Every state in turn, in the page that is open. */
  function measure(spoken: readonly Language[], more: Partial<Measuring> = {}): Promise<Measured> {
    const states = preview.states.map((state) => state.name);
    return page.evaluate(measureOverflow, { states, languages: spoken, ...more });
  }

  test.runIf(name === "phone")(
    "says each problem that it has words for on a screen where it can stand",
    async () => {
      expect(await page.evaluate(() => untold())).toEqual([]);
    },
  );

  let longest: Language = "en";

  test("is nowhere wider than the narrowest phone, and no text than its box, in any language", async () => {
    const { found, lengths, samples } = await measure(all, { inReach: vital, alike });
    expect(found).toEqual([]);
    const lengthOf = (language: Language): number => lengths[language] ?? 0;
    // Each is there, and none has the texts of another.
    expect(new Set(Object.values(samples)).size).toBe(all.length);
    longest = all.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  });

  test("turned to Arabic in place, says all that it would say if it were drawn in it", async () => {
    const states = preview.states.map((state) => state.name);
    expect(await page.evaluate(leftBehind, { states, language: "ar" })).toEqual([]);
    const { lang, dir } = await page.evaluate(() => {
      const { lang, dir } = document.documentElement;
      return { lang, dir };
    });
    expect([lang, dir]).toEqual(["ar", directionOf("ar")]);
  });

  test.runIf(name === "phone")(
    "begins amounts and origins where their cards begin, from the right too",
    async () => {
      const starts = await page.evaluate(textStarts, ["payment", "sign-mpin", "sign-in-known"]);
      expect(starts).toEqual([true, true, true, true, true]);
    },
  );

  test("keeps every key, and the way to stop everything, on the screen of other small phones too", async () => {
    const states = preview.states.map((state) => state.name).filter((state) => tight.test(state));
    const found: string[] = [];
    for (const size of [...small, usual]) {
      await page.setViewportSize(size);
      const inReach = size === usual ? vitalThere : vital;
      found.push(
        ...(await measure([...new Set<Language>(["en", "de", longest])], { states, inReach })).found,
      );
    }
    const told = states.filter((state) => warned.test(state));
    found.push(...(await measure(all, { states: told, inReach: vitalThere })).found);
    await page.setViewportSize(smallest);
    expect(found).toEqual([]);
  });

  test.runIf(name === "phone")("shows each payment of a batch, in how many currencies ever", async () => {
    const size = (letters: string) =>
      page.evaluate((wanted) => document.documentElement.style.setProperty("font-size", wanted), letters);
    for (const viewport of [usual, smallest, { width: 844, height: 390 }]) {
      await page.setViewportSize(viewport);
      for (const letters of ["100%", "200%"]) {
        await size(letters);
        for (const state of ["batch", "batch-currencies"])
          expect(await page.evaluate(neverSeen, state), `${state}, ${viewport.width}, ${letters}`).toEqual(
            [],
          );
      }
    }
    await size("");
    await page.setViewportSize(smallest);
  });

  test.runIf(name === "phone")(
    "keeps all of a request in reach above the keyboard that types its digits",
    async () => {
      // What keyboards leave of a phone, and of a small one.
      for (const viewport of [
        { width: 390, height: 400 },
        { width: 320, height: 300 },
      ]) {
        await page.setViewportSize(viewport);
        for (const state of [
          "sign-in-unknown",
          "sign-in-digits-needed",
          "payment-digits",
          "signature-digits-needed",
        ]) {
          await page.evaluate((shown) => showState(shown, "de"), state);
          await page.locator(".two-digits input").click();
          expect(await page.evaluate(neverInSight), `${state}, ${viewport.width}`).toEqual([]);
        }
      }
      await page.setViewportSize(smallest);
    },
  );

  test.runIf(name === "phone")("keeps what the camera is set with out of its frame", async () => {
    for (const viewport of [smallest, { width: 844, height: 390 }]) {
      await page.setViewportSize(viewport);
      for (const state of ["scan-request-torch-off", "scan-request-zoom"]) {
        await page.evaluate((shown) => showState(shown, "de"), state);
        const [frame, ...controls] = await page
          .locator(".viewfinder :is(.frame, .zoom, .torch)")
          .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().toJSON()));
        expect(controls.length, state).toBeGreaterThan(0);
        for (const control of controls)
          expect(frame.bottom, `${state}, ${viewport.width}`).toBeLessThanOrEqual(control.top);
      }
    }
    await page.setViewportSize(smallest);
  });

  test("nor with letters of twice their size, in the language that takes most room", async () => {
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    const { found } = await measure([longest]);
    await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    expect(found).toEqual([]);
  });

  test("is found out where something does not fit", async () => {
    const style = await page.addStyleTag({ content: broken });
    const { found } = await measure(["en"], { inReach: vitalThere, alike });
    await style.evaluate((element: HTMLStyleElement) => element.remove());
    for (const fault of faults) expect(found.join("\n")).toMatch(fault);
  });
});

/** Runs in the page: what of a batch's payments lies under something else, however the page is scrolled. */
async function neverSeen(state: string): Promise<string[]> {
  const { showState } = globalThis as unknown as {
    showState(state: string, language: string): Promise<void>;
  };
  await showState(state, "en");
  const hidden: string[] = [];
  for (const part of document.querySelectorAll(".payments :is(strong bdi, .amount .number, .code bdi)")) {
    part.scrollIntoView({ block: "center" });
    const { left, right, top, bottom } = part.getBoundingClientRect();
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (part.closest("li")?.contains(seen) !== true) hidden.push(part.textContent ?? "");
  }
  return hidden;
}

/**
 * Runs in the page, where the field of the digits has the focus: whether it and what is wrong with it are in sight, and what of the screen lies
 * under something else, however the page is scrolled.
 */
function neverInSight(): string[] {
  const isSeen = (part: Element): boolean => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    // What says that more is below goes at the end, though not before the page has had a moment to see it.
    const seen = [top + 2, bottom - 2].map((y) =>
      document.elementsFromPoint((left + right) / 2, y).find((other) => !other.closest(".more-below")),
    );
    return seen.every((other) => other !== undefined && (part.contains(other) || other.contains(part)));
  };
  const hidden: string[] = [];
  const note = (part: Element): void => {
    if (!isSeen(part)) hidden.push(`${part.localName}.${part.className} ${part.textContent?.trim()}`);
  };
  for (const part of document.querySelectorAll(".two-digits :is(input, .problem)")) note(part);
  const parts =
    "h1, .amount .number, .portal :is(.name, .origin), .computer :is(strong, p), .details :is(dt, dd)";
  for (const part of document.querySelectorAll(
    `.middle :is(${parts}), .two-digits label, .decision .button`,
  )) {
    const isEverSeen = (["start", "center", "end"] as const).some((block) => {
      part.scrollIntoView({ block, behavior: "instant" });
      return isSeen(part);
    });
    if (!isEverSeen) note(part);
  }
  return hidden;
}

/** Runs in the page, which shows Arabic: whether each line of an amount or origin ends closer to its card's right than to its left. */
async function textStarts(states: readonly string[]): Promise<boolean[]> {
  const { showState } = globalThis as unknown as {
    showState(state: string, language: string): Promise<void>;
  };
  const starts: boolean[] = [];
  for (const state of states) {
    await showState(state, "ar");
    for (const part of document.querySelectorAll(".amount .currency, .amount .number, .portal .origin")) {
      const range = document.createRange();
      range.selectNodeContents(part);
      const text = range.getBoundingClientRect();
      const card = (part.closest(".figure, .signed-line, .origin") ?? part).getBoundingClientRect();
      if (!part.matches(".signed-line .currency"))
        starts.push(card.right - text.right < text.left - card.left);
    }
  }
  return starts;
}
