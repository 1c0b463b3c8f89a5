/** The preview of an app in one page, with what looks at it; its states follow each other without loading anew where they can. */
import type { Browser, Page } from "playwright-core";
import { picturedApps } from "../gallery/apps.ts";
import { Preview } from "../gallery/preview.ts";
import { axeScript } from "./axe.ts";
import { type Faults, looksScript } from "./looks.ts";

export class StatesPage {
  readonly page: Page;
  readonly names: readonly string[];
  readonly #preview: Preview;
  /** Whether the preview changes states, and languages, by itself. */
  readonly isSwift: boolean;

  private constructor(preview: Preview, isSwift: boolean) {
    this.#preview = preview;
    this.page = preview.page;
    this.names = preview.states.map(({ name }) => name);
    this.isSwift = isSwift;
  }

  static async open(name: string, browser: Browser): Promise<StatesPage> {
    const app = picturedApps.find((pictured) => pictured.name === name);
    if (app === undefined) throw new TypeError(`${name} has no preview`);
    const size = app.sizes["computer"] ?? app.sizes["phone"] ?? { width: 390, height: 844, touch: true };
    const script = `${axeScript}\n${looksScript}`;
    const preview = await Preview.open(app, browser, { scale: 1, touch: size.touch, script });
    await preview.page.setViewportSize(size);
    return new StatesPage(preview, await preview.page.evaluate(() => "showState" in globalThis));
  }

  /** Puts a state in the place of the one before. */
  async show(name: string, language = "en"): Promise<void> {
    if (this.isSwift) {
      await this.page.evaluate(([state, tag]) => showState(state, tag), [name, language] as const);
      return;
    }
    const state = this.#preview.states.find((one) => one.name === name);
    if (state === undefined) throw new TypeError(`there is no ${name}`);
    await this.#preview.show(state);
  }

  /** Puts a state in the place of the one before as the app does: what both have stays. */
  async change(name: string): Promise<void> {
    await this.page.evaluate((state) => changeState(state), name);
  }

  /** All that is looked for, in each state: first in English, then, where it is spoken, from right to left. */
  async lookAtAll(): Promise<Record<string, Faults>> {
    const found: Record<string, Faults> = {};
    const note = (state: string, faults: Faults, by = ""): void => {
      for (const [look, ones] of Object.entries(faults))
        if (ones.length > 0) (found[look + by] ??= {})[state] = ones;
    };
    for (const name of this.names) {
      if (!this.isSwift) await this.show(name);
      note(name, await this.#look(name, "en"));
      note(name, { keyboard: await this.reachedByKeyboard() });
      if (this.isSwift) note(name, await this.#look(name, "ar"), "-arabic");
    }
    return found;
  }

  #look(name: string, language: string): Promise<Faults> {
    const state = this.isSwift ? { state: { name, language } } : {};
    return this.page.evaluate((looking) => looks.look(looking), { ...state, again: language !== "en" });
  }

  /** Presses Tab once for each control, and compares where the focus came with where the controls stand. */
  async reachedByKeyboard(): Promise<string[]> {
    const stops = await this.page.evaluate(() => looks.numberStops());
    for (let count = 0; count < stops; count += 1) {
      await this.page.keyboard.down("Tab");
      // Out of a frame, which is a process of its own, the focus comes later than the key would be let go.
      if (this.page.frames().length > 1) await this.page.evaluate(() => new Promise(requestAnimationFrame));
      await this.page.keyboard.up("Tab");
    }
    return this.page.evaluate(() => looks.stopsReached());
  }

  close(): Promise<void> {
    return this.#preview.close();
  }
}
