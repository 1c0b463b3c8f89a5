import {
  bigIntFromBytes,
  bigIntToBytes,
  clientEphemeral,
  clientSecret,
  computeVerifier,
  modPow,
  padToGroup,
  randomBytes,
  scramblerU,
  serverSecret,
  srpGroup,
} from "@mtoken/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModexpPool } from "./modexp-pool.ts";
import { openModexpPool } from "./modexp-pool.ts";

const group = srpGroup(2048);
const x = bigIntFromBytes(randomBytes(64));
const v = computeVerifier({ group, x });
const verifier = padToGroup(group, v);

let pool: ModexpPool;
beforeAll(async () => {
  pool = await openModexpPool({ srpBits: 2048, srpThreads: 2 });
});
afterAll(() => pool.close());

describe("the modexp pool", () => {
  it("comes to the secret that the phone and the plain arithmetic come to", async () => {
    const { b, B } = await pool.serverPublic(verifier);
    const { a, A } = clientEphemeral({ group });
    const u = await scramblerU(group, A, bigIntFromBytes(B));
    const task = { A: padToGroup(group, A), u: bigIntToBytes(u, 64), verifier, b };
    const secret = await pool.serverSecret(task);
    expect(secret).toEqual(await clientSecret({ group, x, a, A, B: bigIntFromBytes(B) }));
    const plain = { group, verifier: v, A, b: bigIntFromBytes(b), B: bigIntFromBytes(B) };
    expect(secret).toEqual(await serverSecret(plain));
  });

  it("draws a new b of 256 bits with the top one set for every handshake", async () => {
    const pairs = await Promise.all(Array.from({ length: 16 }, () => pool.serverPublic(verifier)));
    expect(new Set(pairs.map(({ b }) => bigIntFromBytes(b))).size).toBe(16);
    for (const { b, B } of pairs) {
      expect(b).toHaveLength(32);
      expect(b[0]).toBeGreaterThanOrEqual(0x80);
      expect(B).toHaveLength(group.length);
    }
  });

  it("leaves what it was given as it was, so that the caller may wipe it", async () => {
    const given = Uint8Array.from(verifier);
    const answer = pool.serverPublic(given);
    expect(given).toEqual(verifier);
    await answer;
    expect(given).toEqual(verifier);
  });

  it.each([
    ["0", 0n],
    ["N", group.N],
    ["1 over v^u", undefined],
    ["-1 over v^u", undefined],
  ])("makes no secret where A is %s", async (name, value) => {
    const u = randomBytes(64);
    const inverse = invert(modPow(v, bigIntFromBytes(u), group.N));
    const A = value ?? (name.startsWith("-") ? group.N - inverse : inverse);
    const task = { A: bigIntToBytes(A, group.length), u, verifier, b: randomBytes(32) };
    expect(await pool.serverSecret(task)).toBeUndefined();
  });
});

/** The inverse in the group, whose order is prime: a^(N-2). */
function invert(value: bigint): bigint {
  return modPow(value, group.N - 2n, group.N);
}
