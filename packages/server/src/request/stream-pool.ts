/**
 * All open event streams of a process, and the one timer that they share. The streams are spread over slots that
 * take turns, so that ten thousand QR codes are never computed in one go.
 */
import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { LiveStream } from "./live-stream.ts";

const roundMs = 2000;
const slotCount = 20;

const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // nginx would hold the events back otherwise.
  "x-accel-buffering": "no",
};

/**
 * Far more than the tabs that somebody signs in with. Of more, the oldest give way and not the newest: they are mostly
 * connections that a broken network left behind, and who has just come back must not wait for those to time out.
 */
const mostOfOneHolder = 8;

type Headers = Readonly<Record<string, string | number | string[] | undefined>>;

export class StreamPool {
  readonly #clock: Clock;
  readonly #slots = Array.from({ length: slotCount }, () => new Set<LiveStream>());
  /** In the order in which they came. */
  readonly #held = new Map<string, Set<LiveStream>>();
  #turn = 0;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.size, 0);
  }

  /** Keeps the answer open until either side ends it. `headers` are what every answer carries. */
  open(response: ServerResponse, headers: Headers, stream: LiveStream, holder?: string): void {
    // Who left while the first state was being read will not say so again.
    if (response.destroyed) {
      stream.release();
      return;
    }
    const slot = this.#slots[this.#next];
    this.#next = (this.#next + 1) % slotCount;
    slot?.add(stream);
    if (holder !== undefined) this.#hold(holder, stream);
    response.on("close", () => {
      slot?.delete(stream);
      if (holder !== undefined) this.#letGo(holder, stream);
      stream.release();
      if (this.size === 0) this.#stop();
    });
    for (const [name, value] of Object.entries({ ...headers, ...streamHeaders })) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(200);
    stream.start();
    this.#timer ??= setInterval(() => this.#beat(), roundMs / slotCount);
  }

  /** For a server that stops: its pages come back to the next one. */
  close(): void {
    this.#stop();
    for (const slot of this.#slots) for (const stream of slot) stream.end();
  }

  #hold(holder: string, stream: LiveStream): void {
    const held = this.#held.get(holder) ?? new Set();
    const [oldest] = held;
    if (oldest !== undefined && held.size >= mostOfOneHolder) {
      held.delete(oldest);
      oldest.drop();
    }
    this.#held.set(holder, held.add(stream));
  }

  #letGo(holder: string, stream: LiveStream): void {
    const held = this.#held.get(holder);
    held?.delete(stream);
    if (held?.size === 0) this.#held.delete(holder);
  }

  #beat(): void {
    const now = this.#clock.now().getTime();
    for (const stream of this.#slots[this.#turn] ?? []) stream.beat(now);
    this.#turn = (this.#turn + 1) % slotCount;
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
