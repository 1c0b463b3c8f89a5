/** Many streams and one timer, over true connections. */

import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLog } from "../log.ts";
import { MovableClock } from "../testing/movable-clock.ts";
import { openEvents } from "../testing/read-events.ts";
import { LiveStream } from "./live-stream.ts";
import { StreamPool } from "./stream-pool.ts";

/** Tells its number of readings, and fails when a test says so. */
class CountingStream extends LiveStream {
  readings = 0;
  beats = 0;
  released = 0;
  trouble: Error | undefined;
  gate: Promise<void> = Promise.resolve();

  protected override async load(): Promise<void> {
    this.readings += 1;
    const { readings } = this;
    await this.gate;
    if (this.trouble) throw this.trouble;
    this.sendState({ readings }, clock.now().getTime());
  }

  override beat(now: number): void {
    this.beats += 1;
    this.keepAlive(now);
  }

  override release(): void {
    this.released += 1;
  }

  flood(): void {
    for (let index = 0; index < 20_000; index += 1) {
      this.sendState({ index, filling: "x".repeat(1000) }, clock.now().getTime());
    }
  }
}

const clock = new MovableClock();
const parts = { clock, log: createLog("silent") };
let pool: StreamPool;
let streams: CountingStream[];
let server: ReturnType<typeof createServer>;
let address: URL;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  pool = new StreamPool(clock);
  streams = [];
  server = createServer(({ headers: { cookie } }, response: ServerResponse) => {
    const stream = new CountingStream(parts, response);
    streams.push(stream);
    pool.open(response, { "x-kept": "yes", "x-absent": undefined }, stream, cookie);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  pool.close();
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function newest(): CountingStream {
  const stream = streams.at(-1);
  if (stream === undefined) throw new Error("nobody has come");
  return stream;
}

describe("a stream", () => {
  it("carries the headers of every answer, and tells its state at once", async () => {
    const events = await openEvents(address, {});
    expect(events.headers.get("x-kept")).toBe("yes");
    expect(await events.nextOf("state")).toEqual({ readings: 1 });
  });

  it("reads once more for all changes that come while it reads", async () => {
    const events = await openEvents(address, {});
    await events.nextOf("state");
    const stream = newest();
    let open: () => void = () => {};
    stream.gate = new Promise((resolve) => {
      open = resolve;
    });
    const all = [stream.refresh(), stream.refresh(), stream.refresh()];
    open();
    await Promise.all(all);
    expect(stream.readings).toBe(3);
  });

  it("is cut off when it fails, so that its page comes back", async () => {
    const events = await openEvents(address, {});
    await events.nextOf("state");
    newest().trouble = new Error("the database is away");
    await newest().refresh();
    await expect(events.next()).rejects.toThrow();
    await vi.waitFor(() => expect(pool.size).toBe(0));
  });

  it("is cut off when nobody takes what it says", async () => {
    const events = await openEvents(address, {});
    await events.nextOf("state");
    newest().flood();
    await vi.waitFor(() => expect(pool.size).toBe(0));
    expect(newest().released).toBe(1);
  });

  it("says something now and then, so that nobody on the way takes it for dead", async () => {
    const response = await fetch(address);
    const reader = response.body?.getReader();
    await reader?.read();
    clock.advance(15);
    vi.advanceTimersByTime(2000);
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe(":\n\n");
  });
});

describe("the pool", () => {
  it("beats each stream once in two seconds, all of them by one timer", async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => openEvents(address, {})));
    await Promise.all(all.map((events) => events.nextOf("state")));
    expect(pool.size).toBe(30);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(2000);
    expect(streams.map(({ beats }) => beats)).toEqual(streams.map(() => 1));
  });

  it("lets go of a stream that leaves, and stops its timer after the last", async () => {
    const events = await openEvents(address, {});
    await events.nextOf("state");
    events.leave();
    await vi.waitFor(() => expect(pool.size).toBe(0));
    expect(newest().released).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("keeps eight streams of one holder, of which the oldest gives way, and as many as come of all others", async () => {
    const open = async (cookie?: string) => {
      const events = await openEvents(address, cookie === undefined ? {} : { cookie });
      await events.nextOf("state");
      return events;
    };
    const [oldest] = [await open("a"), await open("b")];
    for (let count = 0; count < 10; count += 1) await open();
    for (let count = 0; count < 8; count += 1) await open("a");
    await expect(oldest.next()).rejects.toThrow();
    await vi.waitFor(() => expect(pool.size).toBe(19));
    expect(streams.map(({ released }) => released)).toEqual([1, ...Array.from({ length: 19 }, () => 0)]);
  });

  it("counts who has left no longer", async () => {
    for (let count = 0; count < 20; count += 1) {
      const events = await openEvents(address, { cookie: "a" });
      await events.nextOf("state");
      if (count < 13) events.leave();
      await vi.waitFor(() => expect(pool.size).toBe(Math.max(0, count - 12)));
    }
    expect(pool.size).toBe(7);
  });

  it("ends all streams when the server stops", async () => {
    const events = await openEvents(address, {});
    await events.nextOf("state");
    pool.close();
    expect(await events.next()).toBeUndefined();
  });
});
