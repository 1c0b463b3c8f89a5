import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "./bytes.ts";
import { tuple } from "./tuple.ts";

describe("tuple", () => {
  it("writes each part, the label first, as its length in four bytes and its bytes", () => {
    expect(toHex(tuple("mtoken-1/x", "ab", Uint8Array.of(255), ""))).toBe(
      "0000000a6d746f6b656e2d312f7800000002616200000001ff00000000",
    );
  });

  it("is the same for a text and for its bytes", () => {
    expect(tuple("mtoken-1/x", "Žofie")).toEqual(tuple("mtoken-1/x", utf8("Žofie")));
  });

  it("is never the same for two different lists of parts", () => {
    // Short parts of few characters, so that ambiguous encodings would collide soon.
    const parts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\0"), maxLength: 3 }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const same = JSON.stringify(left) === JSON.stringify(right);
        expect(toHex(tuple("mtoken-1/x", ...left)) === toHex(tuple("mtoken-1/x", ...right))).toBe(same);
      }),
    );
  });
});
