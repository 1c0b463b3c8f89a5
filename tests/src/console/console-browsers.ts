/** Browsers at the console of a real server, all of whose pages are watched: the servers' clock is theirs. */
import type { Clock, RunningServer } from "@mtoken/server";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { Watch } from "../browser/watch.ts";
import { launchChromium } from "../chromium.ts";
import { press } from "./on-page.ts";

export class ConsoleBrowsers {
  readonly chromium: Browser;
  readonly watch: Watch;
  readonly #origin: string;
  readonly #clock: Clock;

  private constructor(chromium: Browser, { origins }: Pick<RunningServer, "origins">, clock: Clock) {
    this.chromium = chromium;
    this.watch = new Watch([origins.console, origins.signIn]);
    this.#origin = origins.console;
    this.#clock = clock;
  }

  static async launch(server: Pick<RunningServer, "origins">, clock: Clock): Promise<ConsoleBrowsers> {
    return new ConsoleBrowsers(await launchChromium(), server, clock);
  }

  addressOf(path: string): string {
    return `${this.#origin}/c${path}`;
  }

  /** A browser in which nobody is signed in. */
  async open(whose: string): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.chromium.newContext({ locale: "en-GB", reducedMotion: "reduce" });
    context.setDefaultTimeout(20_000);
    await context.clock.install({ time: this.#clock.now() });
    await context.clock.resume();
    await this.watch.follow(context, whose);
    return { context, page: await context.newPage() };
  }

  /** The same at this page, and led to the sign-in from there: as far as the code on its screen. */
  async openSignIn(whose: string, path: string): Promise<Page> {
    const { page } = await this.open(whose);
    await page.goto(this.addressOf(path));
    await press(page, "Sign in with mtoken");
    return page;
  }

  close(): Promise<void> {
    return this.chromium.close();
  }
}
