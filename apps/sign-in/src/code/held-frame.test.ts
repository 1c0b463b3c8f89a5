/** A held frame is held, and never for longer than it is good. */
import { frameInterval, frameLife } from "@mtoken/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Frame } from "../state/stage.ts";
import { frameToShow } from "./held-frame.ts";

test("without holding every frame is shown", () => {
  expect(frameToShow(frame(1), frame(2), { hold: false })).toEqual(frame(2));
});

describe("holding", () => {
  test("shows the first frame at once", () => {
    expect(frameToShow(null, frame(2), { hold: true })).toEqual(frame(2));
  });

  test("keeps a frame for three intervals", () => {
    expect(frameToShow(frame(1), frame(3), { hold: true })).toEqual(frame(1));
    expect(frameToShow(frame(1), frame(4), { hold: true })).toEqual(frame(4));
  });

  test("gives way to a new request at once, since the old one's frames are worth nothing", () => {
    expect(frameToShow(frame(80), frame(0), { hold: true })).toEqual(frame(0));
  });

  test("leaves the phone two seconds to send a frame that it read last", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (shown, newest) => {
        const chosen = frameToShow(frame(shown), frame(newest), { hold: true });
        const age = (newest - (chosen?.tick ?? 0) + 1) * frameInterval;
        expect(age).toBeLessThanOrEqual(frameLife - 2000);
      }),
    );
  });
});

function frame(tick: number): Frame {
  return { text: `QR ${tick}`, tick };
}
