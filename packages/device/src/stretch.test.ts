import { argon2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { toHex } from "@mtoken/protocol";
import setupArgon2 from "argon2id/lib/setup.js";
import { describe, expect, test } from "vitest";
import { stretchMpin } from "./stretch.ts";

const leastArgon2 = { m: 19 * 1024, t: 2, p: 1 };
const wasmFile = (name: string) => new URL(import.meta.resolve(`argon2id/dist/${name}.wasm`));

function source(constant: string, description: string, wasm: Uint8Array): string {
  return `/**
 * The WebAssembly of the package \`argon2id\`, ${description}, as text: what every bundler, Node and a strict
 * content security policy take alike. A test compares it with the package, and \`vitest run -u\` writes it anew.
 */
export const ${constant} =
  "${Buffer.from(wasm).toString("base64url")}";
`;
}

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

  test("is the same where the processor has no SIMD instructions", async () => {
    const instantiatePlain = (imports: WebAssembly.Imports) =>
      WebAssembly.instantiate(readFileSync(wasmFile("no-simd")), imports);
    const argon2id = await setupArgon2(instantiatePlain, instantiatePlain);
    const { m: memorySize, t: passes, p: parallelism } = leastArgon2;
    const password = new TextEncoder().encode("482917");
    expect(toHex(argon2id({ password, salt, parallelism, passes, memorySize, tagLength: 32 }))).toBe(
      expected,
    );
  });

  test("carries the WebAssembly of the installed package, unchanged", async () => {
    await expect(
      source("simdModule", "with SIMD instructions", readFileSync(wasmFile("simd"))),
    ).toMatchFileSnapshot("./argon2-simd.ts");
    await expect(
      source("plainModule", "without SIMD instructions", readFileSync(wasmFile("no-simd"))),
    ).toMatchFileSnapshot("./argon2-plain.ts");
  });
});
