import { describe, expect, it } from "vitest";
import type { Configuration } from "./configuration.ts";
import { Connection } from "./connection.ts";

const configuration: Configuration = { origin: "https://app.example.com", pins: ["pin"], withdrawn: [] };

/** A server that answers or does not, and a phone around the page. */
class World {
  answers = true;
  isOnline = true;
  isVisible = true;
  asked = 0;
  readonly changes: (() => void)[] = [];
  readonly later: (() => void)[] = [];
  readonly connection = new Connection(() => this.#ask(), {
    isOnline: () => this.isOnline,
    isVisible: () => this.isVisible,
    onChange: (listener) => void this.changes.push(listener),
    later: (work) => void this.later.push(work),
  });

  async #ask(): Promise<Configuration | undefined> {
    this.asked += 1;
    return this.answers ? configuration : undefined;
  }

  change(): void {
    for (const listener of this.changes) listener();
  }

  /** Waits for the question that is under way. */
  async settle(): Promise<void> {
    const { asked } = this;
    await Promise.resolve();
    while (this.asked < asked) await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

describe("the connection", () => {
  it("is lost when the server does not answer, and found by the next answer", async () => {
    const world = new World();
    const told: boolean[] = [];
    world.connection.subscribe(() => told.push(world.connection.isOffline));
    world.answers = false;
    expect(await world.connection.check()).toBeUndefined();
    world.answers = true;
    expect(await world.connection.check()).toEqual(configuration);
    expect(told).toEqual([true, false]);
  });

  it("is lost at once where the phone itself says so", () => {
    const world = new World();
    world.isOnline = false;
    void world.connection.check();
    expect(world.connection.isOffline).toBe(true);
  });

  it("asks again by itself while it is lost and looked at, and no more once it is found", async () => {
    const world = new World();
    world.answers = false;
    await world.connection.check();
    world.isVisible = false;
    world.later.shift()?.();
    expect(world.asked).toBe(1);
    world.isVisible = true;
    world.answers = true;
    world.change();
    await world.settle();
    expect([world.asked, world.connection.isOffline, world.later.length]).toEqual([2, false, 0]);
    world.change();
    expect(world.asked).toBe(2);
  });

  it("asks once, however many want to know at the same time", async () => {
    const world = new World();
    await Promise.all([world.connection.check(), world.connection.check()]);
    expect(world.asked).toBe(1);
  });

  it("tells every answer to who listens", async () => {
    const world = new World();
    const heard: Configuration[] = [];
    world.connection.listen((answer) => heard.push(answer));
    await world.connection.check();
    expect(heard).toEqual([configuration]);
  });
});
