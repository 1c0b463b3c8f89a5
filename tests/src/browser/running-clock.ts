/** A clock that goes as real ones do, and can be put forward: codes rotate while a test waits for them, and a day is a call. */
import type { Clock } from "@mtoken/server";

export class RunningClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  advance(seconds: number): void {
    this.#ahead += seconds * 1000;
  }
}
