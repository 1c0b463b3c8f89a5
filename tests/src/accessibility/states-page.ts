/** The phone app's preview in one page, whose states follow each other without loading anew, and what axe finds in each. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { picturedApps } from "../gallery/apps.ts";
import { Preview } from "../gallery/preview.ts";

declare global {
  var axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

const axeScript = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class StatesPage {
  readonly page: Page;
  readonly names: readonly string[];
  readonly #preview: Preview;

  private constructor(preview: Preview) {
    this.#preview = preview;
    this.page = preview.page;
    this.names = preview.states.map(({ name }) => name);
  }

  static async open(browser: Browser): Promise<StatesPage> {
    const app = picturedApps.find(({ name }) => name === "phone");
    if (app === undefined) throw new TypeError("the phone has no preview");
    const preview = await Preview.open(app, browser, { scale: 1, touch: true });
    await preview.page.setViewportSize(app.sizes["phone"] ?? { width: 390, height: 844 });
    const opened = new StatesPage(preview);
    await opened.page.evaluate(axeScript);
    // The inner screens' code and styles are there before the first is looked at.
    await opened.show("home");
    return opened;
  }

  /** Puts a state in the place of the one before. */
  async show(state: string, language = "en"): Promise<void> {
    await this.page.evaluate(async (hash) => {
      location.hash = hash;
      const isDrawn = (): boolean =>
        document.documentElement.dataset["shown"] === `#${hash}` &&
        document.querySelector(".screen:not(.loading) h1") !== null;
      // The loading screen itself is a state too, and has nothing to wait for.
      while (!(isDrawn() || hash.startsWith("state=starting&"))) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }, `state=${state}&language=${language}`);
  }

  /** What axe has against what is shown, one line for each rule and place. */
  async faults(options: RunOptions): Promise<string[]> {
    return this.page.evaluate(async (given) => {
      const { violations } = await axe.run(document, { ...given, resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
    }, options);
  }

  close(): Promise<void> {
    return this.#preview.close();
  }
}
