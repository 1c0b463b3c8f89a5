/**
 * Stretching the mPIN (docs/protocol.md §2, §3): Argon2id in WebAssembly, in browsers (content security policy
 * `'wasm-unsafe-eval'`) and in Node, and how much of it this phone bears.
 */
import type { Argon2Parameters, Bytes } from "@mtoken/protocol";
import { fromB64, randomBytes, utf8 } from "@mtoken/protocol";
import setupArgon2 from "argon2id/lib/setup.js";
import { simdModule } from "./argon2-simd.ts";

/** What is stretched, and how far. */
export interface StretchOptions {
  mpin: string;
  salt: Uint8Array;
  argon2: Argon2Parameters;
}

/** Argon2id of an mPIN: 32 bytes. A page may give one that runs in a worker. */
export type Stretch = (options: StretchOptions) => Promise<Bytes>;

const tagLength = 32;

/** From what the protocol asks for down to what it allows at least, each about a quarter to a half less work. */
export const ladder: readonly [Argon2Parameters, ...Argon2Parameters[]] = [
  { m: 64 * 1024, t: 3, p: 1 },
  { m: 48 * 1024, t: 3, p: 1 },
  { m: 32 * 1024, t: 3, p: 1 },
  { m: 32 * 1024, t: 2, p: 1 },
  { m: 19 * 1024, t: 2, p: 1 },
];
const least: Argon2Parameters = { m: 19 * 1024, t: 2, p: 1 };

/**
 * Argon2id in the calling thread. The memory belongs to one call and goes with it: kept for the next, it would hold
 * 64 MiB of a phone for good.
 */
export async function stretchMpin({ mpin, salt, argon2 }: StretchOptions): Promise<Bytes> {
  const argon2id = await setupArgon2(instantiateSimd, instantiatePlain);
  const password = utf8(mpin);
  const stretched = argon2id({
    password,
    salt,
    parallelism: argon2.p,
    passes: argon2.t,
    memorySize: argon2.m,
    tagLength,
  });
  password.fill(0);
  return new Uint8Array(stretched);
}

function instantiateSimd(imports: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  return WebAssembly.instantiate(fromB64(simdModule), imports);
}

/** Only old browsers come here, so only they load it. */
async function instantiatePlain(
  imports: WebAssembly.Imports,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const { plainModule } = await import("./argon2-plain.ts");
  return WebAssembly.instantiate(fromB64(plainModule), imports);
}

/** What {@link calibrate} measures with. */
export interface CalibrateOptions {
  stretch: Stretch;
  clock: { now(): number };
  /** Milliseconds that one stretching may take. */
  budget: number;
}

/**
 * The most work that this phone does within the budget, measured at the least work that is allowed. The first run
 * warms up, the second counts.
 */
export async function calibrate({ stretch, clock, budget }: CalibrateOptions): Promise<Argon2Parameters> {
  const sample = { mpin: "0", salt: randomBytes(16), argon2: least };
  await stretch(sample);
  const started = clock.now();
  await stretch(sample);
  const perUnit = (clock.now() - started) / (least.m * least.t);
  return ladder.find(({ m, t }) => m * t * perUnit <= budget) ?? least;
}
