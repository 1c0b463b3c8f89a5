import { argon2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { toHex } from "@mtoken/protocol";
import setupArgon2 from "argon2id/lib/setup.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { prepareStretch, stretchMpin } from "./stretch.ts";

const leastArgon2 = { m: 19 * 1024, t: 2, p: 1 };
const simdFile = new URL(import.meta.resolve("@phi-ag/argon2/argon2.wasm"));
const plainFile = new URL(import.meta.resolve("argon2id/dist/no-simd.wasm"));

interface Source {
  constant: string;
  of: string;
  description: string;
  wasm: Uint8Array;
}

function source({ constant, of, description, wasm }: Source): string {
  return `/**
 * The WebAssembly of the package \`${of}\`, ${description}, as text: what every bundler, Node and a strict
 * content security policy take alike. A test compares it with the package, and \`vitest run -u\` writes it anew.
 */
export const ${constant} =
  "${Buffer.from(wasm).toString("base64url")}";
`;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("stretchMpin", () => {
  const salt = new Uint8Array(16).fill(7);
  const expected = argon2Sync("argon2id", {
    message: "482917",
    nonce: salt,
    parallelism: 1,
    passes: 2,
    memory: leastArgon2.m,
    tagLength: 32,
  }).toString("hex");

  test("is Argon2id (RFC 9106) of the mPIN and the salt, as another implementation computes it", async () => {
    expect(toHex(await stretchMpin({ mpin: "482917", salt, argon2: leastArgon2 }))).toBe(expected);
  });

  test.each([
    { m: 19 * 1024, t: 2, p: 4 },
    { m: 20 * 1024 + 7, t: 4, p: 3 },
  ])("is the same with other parameters: %o", async (argon2) => {
    const { m: memory, t: passes, p: parallelism } = argon2;
    const sizes = { parallelism, passes, memory, tagLength: 32 };
    const other = argon2Sync("argon2id", { message: "48291730518", nonce: salt, ...sizes });
    expect(toHex(await stretchMpin({ mpin: "48291730518", salt, argon2 }))).toBe(other.toString("hex"));
  });

  test("is the same after it was prepared, each time", async () => {
    for (const mpin of ["482917", "482917", "482918"]) {
      await prepareStretch(leastArgon2);
      const stretched = toHex(await stretchMpin({ mpin, salt, argon2: leastArgon2 }));
      expect(stretched === expected, mpin).toBe(mpin === "482917");
    }
  });

  test("takes a memory of its own for each mPIN, prepared or not", async () => {
    const instantiate = vi.spyOn(WebAssembly, "instantiate");
    await Promise.all([prepareStretch(leastArgon2), prepareStretch(leastArgon2)]);
    expect(instantiate).toHaveBeenCalledTimes(1);
    await stretchMpin({ mpin: "482917", salt, argon2: leastArgon2 });
    expect(instantiate).toHaveBeenCalledTimes(1);
    await stretchMpin({ mpin: "482917", salt, argon2: leastArgon2 });
    expect(instantiate).toHaveBeenCalledTimes(2);
  });

  test("leaves neither mPIN nor result in that memory", async () => {
    const instantiate = vi.spyOn(WebAssembly, "instantiate");
    const stretched = await stretchMpin({ mpin: "482917", salt, argon2: leastArgon2 });
    const instance: WebAssembly.Instance = await instantiate.mock.results[0]?.value;
    const { memory: whole } = instance.exports as { memory: WebAssembly.Memory };
    const memory = Buffer.from(whole.buffer);
    expect(memory.length).toBeGreaterThan(leastArgon2.m * 1024);
    expect([memory.indexOf("482917"), memory.indexOf(stretched)]).toEqual([-1, -1]);
  });

  test("is the same where the processor has no SIMD instructions", async () => {
    const instantiatePlain = (imports: WebAssembly.Imports) =>
      WebAssembly.instantiate(readFileSync(plainFile), imports);
    const argon2id = await setupArgon2(instantiatePlain, instantiatePlain);
    const { m: memorySize, t: passes, p: parallelism } = leastArgon2;
    const password = new TextEncoder().encode("482917");
    expect(toHex(argon2id({ password, salt, parallelism, passes, memorySize, tagLength: 32 }))).toBe(
      expected,
    );
  });

  test("carries the WebAssembly of the installed package, unchanged", async () => {
    await expect(
      source({
        constant: "simdModule",
        of: "@phi-ag/argon2",
        description: "with SIMD instructions",
        wasm: readFileSync(simdFile),
      }),
    ).toMatchFileSnapshot("./argon2-simd.ts");
    await expect(
      source({
        constant: "plainModule",
        of: "argon2id",
        description: "without SIMD instructions",
        wasm: readFileSync(plainFile),
      }),
    ).toMatchFileSnapshot("./argon2-plain.ts");
  });
});
