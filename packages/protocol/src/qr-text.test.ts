/** The rotating QR code; its vectors are in vectors/qr.json. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomBytes } from "./bytes.ts";
import { newRequestId } from "./ids.ts";
import {
  formatQrText,
  frameInterval,
  frameIsFresh,
  frameLife,
  highestTick,
  parseQrText,
  qrMac,
  tickAt,
} from "./qr-text.ts";

const origin = "https://phone.bank.example";

describe("the QR text", () => {
  const ticks = fc.integer({ min: 0, max: highestTick });

  it("is read as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(ticks, async (tick) => {
        const [request, key] = [newRequestId(), randomBytes(64)];
        const text = await formatQrText({ origin, request, tick, key });
        const mac = await qrMac({ request, tick, key });
        expect(parseQrText(text)).toEqual({ origin, request, tick, mac });
        expect(parseQrText(text.toLowerCase())).toEqual({ origin, request, tick, mac });
      }),
    );
  });

  it("stays in QR's alphanumeric mode and under 180 characters", async () => {
    const long = `https://${"a".repeat(60)}.bank.example:65535`;
    const text = await formatQrText({
      origin: long,
      request: newRequestId(),
      tick: 89,
      key: randomBytes(64),
    });
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{1,180}$/);
  });

  it("has another mac for another request, tick or key", async () => {
    const [request, key] = [newRequestId(), randomBytes(64)];
    const macs = [
      await qrMac({ request, tick: 1, key }),
      await qrMac({ request, tick: 2, key }),
      await qrMac({ request: newRequestId(), tick: 1, key }),
      await qrMac({ request, tick: 1, key: randomBytes(64) }),
    ];
    expect(new Set(macs).size).toBe(4);
  });

  it("has no tick beyond two characters", async () => {
    for (const tick of [-1, 0.5, highestTick + 1]) {
      const frame = { origin, request: newRequestId(), tick, key: randomBytes(64) };
      await expect(formatQrText(frame)).rejects.toThrow(TypeError);
    }
  });

  const id = "0".repeat(26);
  it.each([
    ["another path", `https://a.example/T/${id}00${"0".repeat(16)}`],
    ["a user before the host", `https://bank.example@a.example/S/${id}00${"0".repeat(16)}`],
    ["a character too many", `https://a.example/S/${id}00${"0".repeat(17)}`],
    ["a character too few", `https://a.example/S/${id}00${"0".repeat(15)}`],
    ["letters that base32 has not", `https://a.example/S/${id}00${"I".repeat(16)}`],
    ["a query", `https://a.example/S/${id}00${"0".repeat(16)}?x`],
    ["another scheme", `ftp://a.example/S/${id}00${"0".repeat(16)}`],
    ["no address", `${id}00${"0".repeat(16)}`],
  ])("is none with %s", (_what, text) => {
    expect(parseQrText(text)).toBeUndefined();
  });
});

describe("a frame", () => {
  const createdAt = 1_795_348_800_123;

  it("is good from its start for ten seconds", () => {
    const start = createdAt + 7 * frameInterval;
    const fresh = (now: number): boolean => frameIsFresh({ tick: 7, createdAt, now });
    expect(fresh(start)).toBe(true);
    expect(fresh(start + frameLife - 1)).toBe(true);
    expect(fresh(start + frameLife)).toBe(false);
  });

  it("may come one interval early, for servers whose clocks differ, and no more", () => {
    const start = createdAt + 7 * frameInterval;
    expect(frameIsFresh({ tick: 7, createdAt, now: start - frameInterval })).toBe(true);
    expect(frameIsFresh({ tick: 7, createdAt, now: start - frameInterval - 1 })).toBe(false);
  });

  it("that is shown now is good now", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 180_000 }), (age) => {
        const now = createdAt + age;
        const tick = tickAt({ createdAt, now });
        expect(frameIsFresh({ tick, createdAt, now })).toBe(true);
        expect(frameIsFresh({ tick: Math.max(0, tick - 5), createdAt, now })).toBe(tick < 5);
      }),
    );
  });
});
