/**
 * Stretching the mPIN (docs/protocol.md §2, §3): Argon2id in WebAssembly, in browsers (content security policy
 * `'wasm-unsafe-eval'`) and in Node. Loaded when it is first needed, by the device or by a worker of the page.
 */
import type { Argon2Parameters, Bytes } from "@mtoken/protocol";
import { fromB64, utf8 } from "@mtoken/protocol";
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
