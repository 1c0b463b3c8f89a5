/** A clock that stands still until a test moves it. */
import { type Clock, later } from "../clock.ts";

export class MovableClock implements Clock {
  #now: Date;

  /** Begins at the real time, in whole seconds, so that tokens of a test's own making fit in. */
  constructor(now: Date = new Date(Math.floor(Date.now() / 1000) * 1000)) {
    this.#now = now;
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(seconds: number): void {
    this.#now = later(this.#now, seconds);
  }
}
