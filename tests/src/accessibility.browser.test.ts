/**
 * WCAG 2.2 AA on every screen, as far as a program can tell: all rules of axe in light, in dark, and from right to left in
 * Arabic; text of twice the size; everything reached by keyboard, in the order in which it stands, and ringed; focus and
 * words where something changed; no motion where less of it is asked for; and colours of the reader's own. Each state is drawn
 * once, and everything looked at while it is there.
 */
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Faults } from "./accessibility/looks.ts";
import { StatesPage } from "./accessibility/states-page.ts";
import { launchChromium } from "./chromium.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
});

afterAll(async () => {
  await browser?.close();
});

/** What the notices of these say is no news: it is read with the screen that says it. */
const silent = {
  phone: ["sign-mpin-few", "unlock-passkey-last"],
  "sign-in": [],
  demonstration: [],
};

describe.each(["phone", "sign-in", "demonstration"] as const)("every state of %s", (name) => {
  let states: StatesPage;
  let found: Record<string, Faults>;

  beforeAll(async () => {
    states = await StatesPage.open(name, browser);
    found = await states.lookAtAll();
  }, 300_000);

  afterAll(async () => {
    await states?.close();
  });

  test("has nothing that axe finds fault with, in light, in dark, and from right to left", () => {
    expect(found["light"]).toBeUndefined();
    expect(found["dark"]).toBeUndefined();
    expect(found["light-arabic"]).toBeUndefined();
  });

  test("keeps within the window when its text has twice the size", () => {
    expect(found["large"]).toBeUndefined();
    expect(found["large-arabic"]).toBeUndefined();
  });

  test("lets a keyboard reach all that can be pressed or typed in, in the order in which it stands, and shows where it is", () => {
    expect(found["keyboard"]).toBeUndefined();
    expect(found["fingers"]).toBeUndefined();
  });

  test("says aloud what went wrong", () => {
    expect(Object.keys(found["silent"] ?? {}).sort()).toEqual(silent[name]);
  });

  test("says aloud what is under way", () => {
    expect(found["unsaid"]).toBeUndefined();
  });

  test("stands still in every state where less motion is asked for, and moves in the first where it is not", async () => {
    expect(found["moving"]).toBeUndefined();
    if (name === "demonstration") return;
    await states.page.emulateMedia({ reducedMotion: "no-preference" });
    await states.show(states.names[0] ?? "");
    expect(await states.page.evaluate(() => looks.moving())).not.toEqual([]);
    await states.page.emulateMedia({ reducedMotion: "reduce" });
  });

  test("is told apart by lines in colours of the reader's own, whatever appearance was chosen", async () => {
    const { page } = states;
    // One state for each kind of thing that stands out by its ground alone.
    const kinds = new Map<string, string>();
    for (const [state, grounds] of Object.entries(found["grounds"] ?? {}))
      for (const ground of grounds) if (!kinds.has(ground)) kinds.set(ground, state);
    expect(kinds.size).toBeGreaterThan(3);
    await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
    const faults: Record<string, string[]> = {};
    for (const state of new Set(kinds.values())) {
      await states.show(state);
      await page.evaluate(() => document.documentElement.setAttribute("data-appearance", "light"));
      const ones = await page.evaluate(
        (selectors) => [...looks.boundByNothing(selectors), ...looks.drawnOtherwise()],
        found["grounds"]?.[state] ?? [],
      );
      if (ones.length > 0) faults[state] = ones;
      await page.evaluate(() => document.documentElement.removeAttribute("data-appearance"));
    }
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    expect(faults).toEqual({});
  });

  test.runIf(name === "phone")(
    "looks otherwise in such colours where something is chosen, typed or switched on",
    async () => {
      const { page } = states;
      await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
      await states.show("unlock");
      expect(await afterAndBefore(page.locator(".dot").first(), () => page.keyboard.press("7"))).toBe(
        "differ",
      );
      await states.show("scan-request-torch-off");
      const torch = page.locator(".torch");
      expect(await afterAndBefore(torch, () => states.show("scan-request-torch-on"))).toBe("differ");
      await states.show("settings");
      const dark = page.locator(".choice label").filter({ hasText: "Dark" });
      expect(await afterAndBefore(dark, () => dark.click())).toBe("differ");
      await page.evaluate(() => localStorage.clear());
      await page.evaluate(() => document.documentElement.removeAttribute("data-appearance"));
      await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    },
  );

  test.runIf(name === "sign-in")("keeps its code dark on white in such colours, for cameras", async () => {
    const { page } = states;
    await states.show("waiting");
    await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
    const fills = await page
      .locator("svg.qr-code > *")
      .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).fill));
    expect(new Set(fills)).toEqual(new Set(["rgb(255, 255, 255)", "rgb(11, 19, 18)"]));
    await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  });

  test.runIf(name === "phone")("gives the focus to its heading or to its first field as it appears", () => {
    expect(found["focus"]).toBeUndefined();
  });

  test.runIf(name === "phone")("gives each control the room of a finger", () => {
    expect(found["small"]).toBeUndefined();
  });

  test.runIf(name === "phone")("has a place that is there before what comes, where it is said", async () => {
    const { page } = states;
    for (const before of ["home-empty", "home-mtoken-only"]) {
      await states.show(before);
      const place = await page.locator("main [aria-live=polite]").elementHandle();
      for (const [after, name] of [
        ["home", /payment/],
        ["home-computer", /Remember this computer/],
      ] as const) {
        await states.change(after);
        expect(await place?.textContent(), `${before}, ${after}`).toMatch(name);
        expect(await place?.evaluate(({ isConnected }) => isConnected)).toBe(true);
      }
    }
  });

  test.runIf(name === "phone")(
    "lists what waits before a computer's question, and counts it alone",
    async () => {
      await states.show("home-and-computer");
      expect(await states.page.locator("main").innerText()).toMatch(
        /Waiting for you · 2.*Sign this payment.*Sign this document.*Remember this computer\?.*Inbox/s,
      );
    },
  );

  test.runIf(name === "phone")(
    "says in a place that is there before that the session ends, and moves neither a button nor the focus",
    async () => {
      const { page } = states;
      const standing = (): Promise<number[]> =>
        page
          .locator(".actions button:not(.idle *, .more-below *)")
          .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
      for (const [before, after] of [
        ["home", "home-idle"],
        ["inbox", "inbox-idle"],
        ["payment", "signature-idle"],
        ["sign-mpin", "sign-mpin-idle"],
      ] as const) {
        await states.show(before);
        const place = page.locator("main p[role=status].visually-hidden");
        const kept = await place.elementHandle();
        expect(await place.textContent(), before).toBe("");
        await page.locator("button:not(.more-below *)").last().focus();
        const focused = await page.evaluateHandle(() => document.activeElement);
        const stood = await standing();

        await states.change(after);
        expect(await kept?.evaluate((one) => one.isConnected && one.textContent), after).toMatch(
          /signed out/,
        );
        expect(await focused.evaluate((one) => one === document.activeElement), after).toBe(true);
        expect(await standing(), after).toEqual(stood);

        await page.getByRole("button", { name: "Stay signed in", exact: true }).focus();
        await states.change(before);
        expect(await page.evaluate(() => document.activeElement?.localName), before).toBe("h1");
      }
    },
  );

  test.runIf(name === "phone")(
    "confirms nothing that was not read, while the session ends as well",
    async () => {
      await states.show("signature-idle");
      const confirm = states.page.getByRole("button", { name: "Confirm", exact: true });
      expect(await confirm.getAttribute("aria-disabled")).toBe("true");
      await states.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await expect.poll(() => confirm.getAttribute("aria-disabled")).not.toBe("true");
    },
  );

  test.runIf(name === "phone")("keeps the focus of a keyboard through what comes of a press", async () => {
    const { page } = states;
    const focused = (): Promise<string> =>
      page.evaluate(
        () => `${document.activeElement?.localName} ${document.activeElement?.textContent.trim()}`,
      );
    await states.show("unlock");
    await page.keyboard.type("739182");
    await page.getByRole("button", { name: "Unlock", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.locator(".dot.full").first().waitFor({ state: "detached" });
    for (const state of ["unlock", "unlock-busy", "unlock-wrong"]) {
      await states.change(state);
      expect(await focused(), state).toBe("button Unlock");
    }

    await states.show("freeze");
    await page.getByRole("button", { name: "Stop everything", exact: true }).focus();
    await states.change("freeze-busy");
    expect(await focused()).toBe("button Stopping everything");

    await states.show("sign-in-here");
    await page.getByRole("button", { name: "Confirm", exact: true }).focus();
    await states.change("sign-in-confirming");
    expect(await focused()).toBe("button Confirming");

    await states.show("home-offline");
    await page.getByRole("button", { name: "Try again", exact: true }).focus();
    await states.change("home");
    expect(await focused()).toMatch(/^h1 /);
  });

  test.runIf(name === "phone")("is found out where something is wrong", async () => {
    const { page } = states;
    await states.show("settings");
    await page.evaluate(spoil);
    const wrong = await page.evaluate(() => looks.look({ again: false }));
    const lines = Object.entries(wrong).flatMap(([look, ones]) => ones.map((one) => `${look}: ${one}`));
    for (const fault of [
      ...[/^light: color-contrast/m, /^light: button-name/m, /^light: tabindex/m, /^light: target-size/m],
      ...[/^dark: color-contrast/m, /^moving: p/m, /^fingers: <div/m, /^silent: Careful/m],
      ...[/^unsaid: Working/m],
      ...[/^focus: <body/m, /^grounds: button\.bare/m, /^large: “So much.*” in p\.stiff by/m],
    ])
      expect(lines.join("\n")).toMatch(fault);
    await page.evaluate(() => document.querySelector(".veil")?.toggleAttribute("hidden"));
    const keyboard = (await states.reachedByKeyboard()).join("\n");
    for (const fault of [/^of 0,1,.* reached /m, /^no ring on /m, / is covered$/m])
      expect(keyboard).toMatch(fault);
  });
});

/** Whether a part of the page looks otherwise after something than before. */
async function afterAndBefore(part: Locator, act: () => Promise<void>): Promise<"differ" | "same"> {
  const before = await part.screenshot();
  await act();
  // What was pressed is drawn by the second frame from now.
  await part.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await part.page().mouse.move(0, 0);
  return before.equals(await part.screenshot()) ? "same" : "differ";
}

/** Runs in the page: one of each thing that must not be. */
function spoil(): void {
  const style = document.createElement("style");
  style.textContent = `
    p { color: light-dark(#999, #555) !important; transition: opacity 1s !important }
    :focus-visible { outline: none !important }
    .bare { padding: 0; border: 0; background: gray; font-size: 8px; line-height: 8px }
    .stiff { white-space: nowrap }
    .veil { position: fixed; inset: 0; z-index: 9 }`;
  document.head.append(style);
  document.querySelector("header button")?.removeAttribute("aria-label");
  document.querySelector("main")?.insertAdjacentHTML(
    "beforeend",
    `<p class="stiff">So much that fits one line</p><div class="notice warn">Careful</div><p><i class="spinner"></i>Working</p><div class="veil" hidden></div>
     <button class="bare">a</button><button class="bare" tabindex="3">b</button><div id="pressed">c</div>`,
  );
  document.getElementById("pressed")?.addEventListener("click", () => undefined);
  (document.activeElement as HTMLElement | null)?.blur();
}
