/**
 * Stretching the mPIN (docs/protocol.md §2, §3): Argon2id in WebAssembly, in browsers (content security policy
 * `'wasm-unsafe-eval'`) and in Node. A worker of the page loads it, so it imports nothing of the protocol but types: it would load all of
 * that a second time.
 */
import type { Argon2Parameters, Bytes } from "@mtoken/protocol";
import { simdModule } from "./argon2-simd.ts";

/** What is stretched, and how far. */
export interface StretchOptions {
  mpin: string;
  salt: Uint8Array;
  argon2: Argon2Parameters;
}

/** Argon2id of an mPIN: 32 bytes. A page may give one that runs in a worker. */
export type Stretch = (options: StretchOptions) => Promise<Bytes>;

type Hash = (options: { password: Uint8Array; salt: Uint8Array; argon2: Argon2Parameters }) => Uint8Array;

/** Of the reference implementation (github.com/P-H-C/phc-winner-argon2), as the package `@phi-ag/argon2` compiles it. */
interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(length: number): number;
  argon2_hash(...numbers: number[]): number;
}

const tagLength = 32;
const argon2idType = 2;
const argon2Version = 0x13;
const encoder = new TextEncoder();

/** The code, compiled and made faster by the browser as it runs: no secret is in it. Undefined where there is no SIMD. */
let compiled: Promise<WebAssembly.Module | undefined> | undefined;
/** A memory that is there already, for the next mPIN and no other. */
let prepared: Promise<Hash> | undefined;

/**
 * Argon2id in the calling thread. The memory belongs to one mPIN and goes with it: kept for the next, it would hold
 * 64 MiB of a phone for good.
 */
export async function stretchMpin({ mpin, salt, argon2 }: StretchOptions): Promise<Bytes> {
  const waiting = prepared;
  prepared = undefined;
  const hash = await (waiting ?? makeHash());
  const password = encoder.encode(mpin);
  try {
    return new Uint8Array(hash({ password, salt, argon2 }));
  } finally {
    password.fill(0);
  }
}

/**
 * Does beforehand what needs no mPIN: compiles, gets the memory, and runs through it once, so that the browser has made the code fast when
 * it counts. For the next {@link stretchMpin}; to be called as often as one likes.
 */
export async function prepareStretch(argon2: Argon2Parameters): Promise<void> {
  prepared ??= makeHash().then((hash) => {
    hash({ password: encoder.encode("0"), salt: new Uint8Array(16), argon2: { ...argon2, t: 1 } });
    return hash;
  });
  await prepared;
}

async function makeHash(): Promise<Hash> {
  compiled ??= WebAssembly.compile(bytesOf(simdModule)).catch(() => undefined);
  const module = await compiled;
  if (module === undefined) return makePlainHash();
  const { exports } = await WebAssembly.instantiate(module);
  return hashBy(exports as unknown as Exports);
}

function hashBy(wasm: Exports): Hash {
  wasm._initialize();
  return ({ password, salt, argon2: { m, t, p } }) => {
    const at = wasm.malloc(password.length + salt.length + tagLength);
    const place = () => new Uint8Array(wasm.memory.buffer, at, password.length + salt.length + tagLength);
    place().set([...password, ...salt]);
    const saltAt = at + password.length;
    const tagAt = saltAt + salt.length;
    const lengths = { password: password.length, salt: salt.length };
    const failed = wasm.argon2_hash(
      ...[t, m, p, at, lengths.password, saltAt, lengths.salt, tagAt, tagLength],
      // Nothing of it is wanted as text.
      ...[0, 0, argon2idType, argon2Version],
    );
    const tag = place().slice(-tagLength);
    place().fill(0);
    if (failed !== 0) throw new RangeError(`argon2_hash: ${failed}`);
    return tag;
  };
}

/** Only old browsers come here, so only they load it. */
async function makePlainHash(): Promise<Hash> {
  const [{ default: setupArgon2 }, { plainModule }] = await Promise.all([
    import("argon2id/lib/setup.js"),
    import("./argon2-plain.ts"),
  ]);
  const instantiate = (imports: WebAssembly.Imports) =>
    WebAssembly.instantiate(bytesOf(plainModule), imports);
  const argon2id = await setupArgon2(instantiate, instantiate);
  return ({ password, salt, argon2: { m, t, p } }) =>
    argon2id({ password, salt, parallelism: p, passes: t, memorySize: m, tagLength });
}

/** WebAssembly as the modules beside this one hold it, in base64url. */
function bytesOf(module: string): Bytes {
  const text = atob(module.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
