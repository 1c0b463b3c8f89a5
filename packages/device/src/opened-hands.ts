/**
 * A handshake that was opened while the mPIN is typed (docs/protocol.md §5, Opened beforehand): kept in memory for as long as a
 * server is sure to have it, and good for one mPIN.
 */
import type { Opening } from "./handshake.ts";
import type { Clock } from "./ports.ts";

/** Milliseconds; the server keeps it for a minute. */
const goodFor = 45_000;

/** Holds one opening, or none. */
export class OpenedHands {
  readonly #clock: Clock;
  #tried: { opening: Opening | undefined; at: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Opens one, and keeps it; not where that was tried already for the mPIN that is being typed: each of its keys asks for it, and without
   * a connection each would wait.
   */
  async openOnce(open: () => Promise<Opening>): Promise<void> {
    this.forgetOld();
    if (this.#tried) return;
    const at = this.#clock.now();
    this.#tried = { opening: undefined, at };
    this.#tried = { opening: await open(), at };
  }

  /** Gives it away, once. */
  take(): Opening | undefined {
    this.forgetOld();
    const opening = this.#tried?.opening;
    this.forget();
    return opening;
  }

  /** To be called every few seconds. */
  forgetOld(): void {
    // A clock that was turned back doesn't make it younger.
    if (this.#tried && Math.abs(this.#clock.now() - this.#tried.at) >= goodFor) this.forget();
  }

  forget(): void {
    this.#tried = undefined;
  }
}
