/** A clock that a test moves. */
import type { Clock } from "../ports.ts";

/** Stands still until it is moved; milliseconds since 1970. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 15, 9, 30);

  now(): number {
    return this.#now;
  }

  /** Moves on, or back, by so many seconds. */
  move(seconds: number): void {
    this.#now += seconds * 1000;
  }
}
