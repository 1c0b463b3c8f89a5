/**
 * Server-sent events (WHATWG HTML §9.2) to many listeners that mostly wait. A stream costs its socket and one small
 * object: no timer, no queue and no closure of its own. One timer serves them all (stream-pool.ts).
 */
import type { ServerResponse } from "node:http";
import type { Context } from "../context.ts";

/** What an idle stream says now and then, so that nobody on the way takes it for dead. */
const heartbeat = ":\n\n";
const heartbeatMs = 15_000;

/** A listener that has not taken this much does not listen. It is cut off, comes back, and is told how things stand. */
const mostUnsent = 64 * 1024;

export abstract class LiveStream {
  readonly #log: Context["log"];
  readonly #response: ServerResponse;
  #lastState = "";
  #writtenAt: number;
  #refreshing = false;
  #stale = false;

  constructor({ clock, log }: Pick<Context, "clock" | "log">, response: ServerResponse) {
    this.#log = log;
    this.#response = response;
    this.#writtenAt = clock.now().getTime();
  }

  /** Sends how things stand, once. */
  start(): void {
    void this.refresh();
  }

  /** Reads how things stand and sends it. Called whenever something may have changed. */
  protected abstract load(): Promise<void>;

  /** Called every two seconds. */
  abstract beat(now: number): void;

  /** Lets go of what the stream holds elsewhere. Called once, when the connection has ended. */
  abstract release(): void;

  /** Changes that come while one is being read cause one more reading, not one each. */
  async refresh(): Promise<void> {
    this.#stale = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      while (this.#stale && this.isOpen) {
        this.#stale = false;
        await this.load();
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.#refreshing = false;
    }
  }

  get isOpen(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }

  /** A state that was already told is not told again. */
  protected sendState(state: object, now: number): void {
    const text = JSON.stringify(state);
    if (text === this.#lastState) return;
    this.#lastState = text;
    this.#write(`event: state\ndata: ${text}\n\n`, now);
  }

  protected sendFrame(frame: object, now: number): void {
    this.#write(`event: frame\ndata: ${JSON.stringify(frame)}\n\n`, now);
  }

  protected keepAlive(now: number): void {
    if (now - this.#writtenAt >= heartbeatMs) this.#write(heartbeat, now);
  }

  end(): void {
    if (this.isOpen) this.#response.end();
  }

  /** Also when nobody at the other end answers any more. */
  drop(): void {
    this.#response.destroy();
  }

  /** Nobody waits for what a stream does, so its failures end here: who listens comes back by itself. */
  protected fail(error: unknown): void {
    this.#log.error({ err: error }, "an event stream failed");
    this.#response.destroy();
  }

  #write(text: string, now: number): void {
    if (!this.isOpen) return;
    this.#writtenAt = now;
    this.#response.write(text);
    if (this.#response.writableLength > mostUnsent) this.#response.destroy();
  }
}
