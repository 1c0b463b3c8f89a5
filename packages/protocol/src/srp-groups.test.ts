import { checkPrimeSync, getDiffieHellman } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bigIntFromBytes } from "./bytes.ts";
import { modPow } from "./srp.ts";
import { rfc5054TestGroup, srpGroup, srpGroupOf } from "./srp-groups.ts";

const groups = [rfc5054TestGroup, srpGroup(2048), srpGroup(3072), srpGroup(4096)];

describe.each(groups)("the group of $bits bits", ({ bits, length, N, g }) => {
  it("has the length it says", () => {
    expect(N.toString(2)).toHaveLength(bits);
    expect(length * 8).toBe(bits);
  });

  it("has a generator of the whole group, as RFC 5054 says", () => {
    expect(modPow(g, (N - 1n) / 2n, N)).toBe(N - 1n);
  });
});

describe("RFC 5054's smaller groups", () => {
  it.each([rfc5054TestGroup, srpGroup(2048)])("of $bits bits have a safe prime", ({ N }) => {
    expect(checkPrimeSync(N, { checks: 5 })).toBe(true);
    expect(checkPrimeSync((N - 1n) / 2n, { checks: 5 })).toBe(true);
  });
});

describe("RFC 5054's larger groups", () => {
  it.each([
    [3072, "modp15"],
    [4096, "modp16"],
  ] as const)("of %d bits have the prime of RFC 3526 that Node knows as %s", (bits, name) => {
    expect(srpGroup(bits).N).toBe(bigIntFromBytes(getDiffieHellman(name).getPrime()));
  });
});

describe("the group of an element", () => {
  it.each([2048, 3072, 4096] as const)("of %d bits is the one of its exact length", (bits) => {
    expect(srpGroupOf(new Uint8Array(bits / 8)).bits).toBe(bits);
  });

  it("is none for any other length, that of RFC 5054's smallest group among them", () => {
    for (const length of [0, 1, 128, 255, 257, 383, 385, 511, 513, 1024]) {
      expect(() => srpGroupOf(new Uint8Array(length))).toThrow(RangeError);
    }
  });
});
