import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grouped } from "./code-field.tsx";

describe("a code while it is typed", () => {
  it.each([
    ["", ""],
    ["7kq", "7KQ"],
    ["7KQXM", "7KQXM"],
    ["7kqxm2", "7KQXM-2"],
    ["7 kqx m-2p4 9d", "7KQXM-2P49D"],
    ["oil", "011"],
    ["7KQXM-2P49D-and more", "7KQXM-2P49D"],
  ])("%j is written %j", (typed, written) => {
    expect(grouped(typed, [5, 5])).toBe(written);
  });

  it("can be erased character by character, hyphens included", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{1,10}$/), (code) => {
        const written = grouped(code, [5, 5]);
        expect(grouped(written.slice(0, -1), [5, 5]).length).toBeLessThan(written.length);
      }),
    );
  });
});
