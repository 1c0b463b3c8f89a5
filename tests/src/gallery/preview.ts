/**
 * The previews of one app: its preview.html lists every fixed state as a link. The link's text names the picture, its
 * address opens the state, and its data-press says what is to be pressed first, a selector on each line.
 */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { ViteDevServer } from "vite";
import { createServer } from "vite";
import type { PicturedApp } from "./apps.ts";

const apps = join(import.meta.dirname, "../../../apps");

/** Of the phone app’s server, as pictures have it. */
export const serverOrigin = "https://app.harbour-bank.example";

export interface State {
  name: string;
  address: string;
  press: string[];
}

export class Preview {
  readonly app: PicturedApp;
  readonly states: readonly State[];
  readonly page: Page;
  /** Whether fingers point in it, so that it shows what is for fingers (`pointer: coarse`). */
  readonly touch: boolean;
  readonly #server: ViteDevServer;
  #problems: string[] = [];

  private constructor(
    app: PicturedApp,
    opened: { states: readonly State[]; page: Page; touch: boolean; server: ViteDevServer },
  ) {
    this.app = app;
    this.states = opened.states;
    this.page = opened.page;
    this.touch = opened.touch;
    this.#server = opened.server;
    this.page.on("pageerror", (error) => this.#problems.push(error.message));
  }

  /** `script` runs before those of the page. */
  static async open(
    app: PicturedApp,
    browser: Browser,
    { scale, touch, script = "" }: { scale: number; touch: boolean; script?: string },
  ): Promise<Preview> {
    const root = join(apps, app.name);
    const server = await createServer({
      root,
      configFile: join(root, "vite.config.ts"),
      logLevel: "warn",
      server: { port: 0, hmr: false },
      plugins: [{ name: "mtoken-server-origin", transform: sayServerOrigin }],
    });
    await server.listen();
    const [base = ""] = server.resolvedUrls?.local ?? [];
    const screen = { deviceScaleFactor: scale, hasTouch: touch, isMobile: touch };
    const page = await browser.newPage({ reducedMotion: "reduce", ...screen });
    page.setDefaultTimeout(120_000);
    if (script !== "") await page.addInitScript(script);
    await page.goto(`${base}preview.html`);
    return new Preview(app, { states: await readStates(page), page, touch, server });
  }

  /** Draws a state, and presses what belongs to it. */
  async show({ name, address, press }: State): Promise<void> {
    await this.page.goto(address);
    await this.page.locator(this.app.drawn).first().waitFor();
    for (const selector of press) await this.page.locator(selector).first().click();
    // What was pressed is drawn by the second frame from now.
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    if (this.#problems.length > 0) throw new Error(`${name}: ${this.#problems.join("; ")}`);
  }

  async close(): Promise<void> {
    await this.page.close();
    await this.#server.close();
  }
}

/** Pages that say where they come from are pictured as if they came from where they would. */
function sayServerOrigin(code: string, file: string): string | undefined {
  if (!file.startsWith(apps) || !code.includes("location.origin")) return;
  return code.replaceAll("location.origin", JSON.stringify(serverOrigin));
}

async function readStates(page: Page): Promise<State[]> {
  await page.locator("a[href]").first().waitFor();
  return page.locator("a[href]").evaluateAll((links) =>
    links.map((link) => ({
      name: link.textContent ?? "",
      address: (link as HTMLAnchorElement).href,
      press: (link.dataset["press"] ?? "").split("\n").filter((selector) => selector !== ""),
    })),
  );
}
