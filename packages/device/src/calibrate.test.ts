import { describe, expect, test } from "vitest";
import { calibrate } from "./calibrate.ts";
import type { Stretch } from "./stretch.ts";

describe("calibrate", () => {
  /** A phone whose Argon2id takes `perMebibytePass` milliseconds for each MiB of each pass. */
  function phone(perMebibytePass: number) {
    let time = 0;
    const stretch: Stretch = async ({ argon2 }) => {
      time += (argon2.m / 1024) * argon2.t * perMebibytePass;
      return new Uint8Array(32);
    };
    return { stretch, clock: { now: () => time }, budget: 1000 };
  }

  test("takes 64 MiB and three passes where that takes less than a second", async () => {
    expect(await calibrate(phone(5))).toEqual({ m: 64 * 1024, t: 3, p: 1 });
  });

  test("takes less on a slower phone", async () => {
    expect(await calibrate(phone(10))).toEqual({ m: 32 * 1024, t: 3, p: 1 });
  });

  test("never goes below 19 MiB and two passes, however slow the phone", async () => {
    expect(await calibrate(phone(1000))).toEqual({ m: 19 * 1024, t: 2, p: 1 });
  });
});
