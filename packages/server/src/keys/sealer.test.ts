/** A sealed value opens in its own place, under its own pepper, unchanged, and nowhere else. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Place, Sealer } from "./sealer.ts";

const sealer = new Sealer(randomBytes(32));
const place: Place = { table: "devices", column: "sealed_share", row: "dev_1" };

describe("the sealer", () => {
  test("gives back what was sealed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (plaintext) => {
        expect(sealer.open(place, sealer.seal(place, plaintext))).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  test("never seals the same twice alike, and shows nothing of what is inside", () => {
    const plaintext = Buffer.from("the share of a device");
    const [first, second] = [sealer.seal(place, plaintext), sealer.seal(place, plaintext)];
    expect(first).not.toEqual(second);
    expect(first.includes(plaintext)).toBe(false);
  });

  test.each<[string, Place]>([
    ["another table", { ...place, table: "handshakes" }],
    ["another column", { ...place, column: "sealed_verifier" }],
    ["another row", { ...place, row: "dev_2" }],
    [
      "a place whose parts are cut elsewhere",
      { table: "devices", column: "sealed_sharedev_" as Place["column"], row: "1" },
    ],
  ])("opens nothing that was moved to %s", (_name, other) => {
    const sealed = sealer.seal(place, Buffer.from("x"));
    expect(() => sealer.open(other, sealed)).toThrow();
  });

  test("opens nothing under another pepper", () => {
    const sealed = sealer.seal(place, Buffer.from("x"));
    expect(() => new Sealer(randomBytes(32)).open(place, sealed)).toThrow();
  });

  test("opens nothing that was changed in any bit, cut short or made longer", () => {
    const sealed = sealer.seal(place, Buffer.from("some plaintext"));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(place, changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => sealer.open(place, sealed.subarray(0, length))).toThrow();
    }
    expect(() => sealer.open(place, Buffer.concat([sealed, Buffer.of(0)]))).toThrow();
  });

  test("looks up the same text for the same purpose, and for no other", () => {
    expect(sealer.lookup("typed-code", "ABC")).toEqual(sealer.lookup("typed-code", "ABC"));
    expect(sealer.lookup("typed-code", "ABC")).not.toEqual(sealer.lookup("other", "ABC"));
    expect(sealer.lookup("typed-code", "ABC")).not.toEqual(
      new Sealer(randomBytes(32)).lookup("typed-code", "ABC"),
    );
  });

  test("refuses a pepper of another length", () => {
    expect(() => new Sealer(randomBytes(16))).toThrow(TypeError);
  });
});
