import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServerTime } from "./server-time.ts";
import { TestClock } from "./testing/test-clock.ts";

function times() {
  const clock = new TestClock();
  return { clock, time: new ServerTime(clock), own: Math.floor(clock.now() / 1000) };
}

describe("the server's time", () => {
  test("is the phone's until a handshake told it, with five minutes of tolerance", () => {
    const { time, own } = times();
    expect(time.now()).toBe(own);
    expect(time.isOver(own - 300)).toBe(false);
    expect(time.isOver(own - 301)).toBe(true);
  });

  test("is that of message 2 from then on, with half a minute of tolerance", () => {
    const { time, own } = times();
    time.learn(own + 60 + 200);
    expect(time.now()).toBe(own + 200);
    expect(time.isOver(own + 170)).toBe(false);
    expect(time.isOver(own + 169)).toBe(true);
  });

  test("goes on with the phone's clock", () => {
    const { time, clock, own } = times();
    time.learn(own + 60 - 100);
    clock.move(1000);
    expect(time.now()).toBe(own + 900);
  });

  test("is believed only within five minutes of the phone's, and a lie changes nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (difference) => {
        const { time, own } = times();
        if (Math.abs(difference) <= 300) {
          time.learn(own + 60 + difference);
          expect(time.now()).toBe(own + difference);
        } else {
          const wrong = expect.objectContaining({ code: "wrong_clock" });
          expect(() => time.learn(own + 60 + difference)).toThrow(wrong);
          expect(time.now()).toBe(own);
        }
      }),
    );
  });
});
