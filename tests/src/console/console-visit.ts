/** Visits pages of the console on a real server, signed in as who they are for. */
import type { Role } from "@mtoken/protocol/people";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { ConsolePage } from "../gallery/console-pages.ts";
import type { Places } from "./places.ts";
import type { Town } from "./town.ts";

export interface Screen {
  width: number;
  height: number;
}

/** What can be pressed, by whatever name. */
const pressable = "button, input[type=checkbox]";

export class ConsoleVisit {
  readonly #town: Town;
  readonly #places: Places;
  readonly #browser: Browser;
  readonly #screen: Screen;
  /** Where the buttons stand, among those of the page, that were pressed last. */
  #pressed: number[] = [];
  readonly #visitors = new Map<Role | undefined, BrowserContext>();

  constructor({ town, places }: { town: Town; places: Places }, browser: Browser, screen: Screen) {
    this.#town = town;
    this.#places = places;
    this.#browser = browser;
    this.#screen = screen;
  }

  /** Opens it anew, as far as its dialog, and waits until it has all that it shows: in the one window of who it is for. */
  async open({ role, address, press = [] }: ConsolePage): Promise<Page> {
    const context = await this.#visitor(role);
    // A window for each page would be a process for each.
    const page = context.pages()[0] ?? (await context.newPage());
    await page.setViewportSize(this.#screen);
    await page.emulateMedia({ colorScheme: "light" });
    const { people, bakery, world } = this.#town;
    const { user, device } = people.user;
    const path = fillIn(address, { user, device, company: bakery, ...this.#places });
    await page.goto(`${world.server.origins.console}/c${path}`);
    await settled(page);
    this.#pressed = [];
    for (const name of press) {
      // Of two of the same name the one in the dialog is meant.
      const button = page
        .getByRole("button", { name: new RegExp(`^(${name})$`) })
        .or(page.getByRole("checkbox", { name, exact: true }))
        .last();
      await button.waitFor();
      this.#pressed.push(
        await button.evaluate(
          (it, all) => [...document.querySelectorAll<Element>(all)].indexOf(it),
          pressable,
        ),
      );
      await button.click();
      await settled(page);
    }
    return page;
  }

  /** Presses once more what was pressed as the page was opened, whatever it is called in the language that the page speaks by now. */
  async pressAgain(page: Page): Promise<void> {
    for (const place of this.#pressed) await page.locator(pressable).nth(place).click();
    await page.getByRole("dialog").waitFor();
    await settled(page);
  }

  /** Changes the language of a page in place, which draws it anew: what was pressed is closed by that. */
  async speak(page: Page, language: string): Promise<void> {
    await page.evaluate((tag) => {
      const choice = document.querySelector<HTMLSelectElement>(".language select");
      if (choice === null) throw new Error("The page offers no language.");
      choice.value = tag;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }, language);
    await page.locator(`html[lang=${language}]`).waitFor();
    await settled(page);
  }

  async close(): Promise<void> {
    for (const context of this.#visitors.values()) await context.close();
  }

  async #visitor(role: Role | undefined): Promise<BrowserContext> {
    const known = this.#visitors.get(role);
    if (known !== undefined) return known;
    const context = await this.#browser.newContext({
      ...{ viewport: this.#screen, locale: "en-GB", reducedMotion: "reduce" },
    });
    await context.clock.install({ time: this.#town.clock.now() });
    await context.clock.resume();
    if (role !== undefined) await this.#town.signIn(context, role);
    this.#visitors.set(role, context);
    return context;
  }
}

function fillIn(address: string, places: Readonly<Record<string, string>>): string {
  return address.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const place = places[name];
    if (place === undefined) throw new Error(`the town has no ${name}`);
    return place;
  });
}

/** A heading is there, and nothing is on its way any more. */
async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(
    () => document.querySelector(".mantine-Skeleton-root, [data-busy], [data-loading]") === null,
  );
}
