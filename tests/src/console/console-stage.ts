/** A town, and the browsers of its people at the console. */
import type { Role } from "@mtoken/protocol/people";
import type { Page } from "playwright-core";
import { ConsoleBrowsers } from "./console-browsers.ts";
import { ConsoleVisit, type Screen } from "./console-visit.ts";
import { type Person, Town, type TownOptions } from "./town.ts";

export class ConsoleStage {
  readonly town: Town;
  readonly browsers: ConsoleBrowsers;

  private constructor(town: Town, browsers: ConsoleBrowsers) {
    this.town = town;
    this.browsers = browsers;
  }

  /** With so many people that each page has something to show. */
  static async open(options: Pick<TownOptions, "settings"> = {}): Promise<ConsoleStage> {
    const town = await Town.open({ colleagues: 11, customers: 2, ...options });
    return new ConsoleStage(town, await ConsoleBrowsers.launch(town.world.server, town.clock));
  }

  /** Somebody's browser, in which they are signed in. */
  async openFor(who: Role | Person): Promise<Page> {
    const { context, page } = await this.browsers.open(typeof who === "string" ? who : who.name);
    await this.town.signIn(context, who);
    return page;
  }

  /** Goes through the pages that are pictured. */
  async visit(screen: Screen): Promise<ConsoleVisit> {
    const places = await this.town.places();
    return new ConsoleVisit({ town: this.town, places }, this.browsers.chromium, screen);
  }

  async close(): Promise<void> {
    await this.browsers.close();
    await this.town.close();
  }
}
