/**
 * The server's share of SRP-6a's arithmetic (RFC 5054 §2.6), for one thread: exponentiation by OpenSSL, in constant
 * time, through `node:crypto`'s Diffie-Hellman; multiplication and addition in BigInt.
 *
 * JavaScript can't wipe a BigInt. What can be wiped is: the private exponent inside OpenSSL, and every buffer
 * that carried a secret here.
 */
import type { DiffieHellman } from "node:crypto";
import { createDiffieHellman, getRandomValues } from "node:crypto";

/** What the arithmetic needs of a group: its prime, its generator, and SRP's multiplier k. */
export interface ModexpGroup {
  prime: Uint8Array<ArrayBuffer>;
  generator: number;
  multiplier: Uint8Array<ArrayBuffer>;
}

export interface ServerPublic {
  b: Uint8Array<ArrayBuffer>;
  B: Uint8Array<ArrayBuffer>;
}

export interface SecretTask {
  /** The phone's A, padded. */
  A: Uint8Array<ArrayBuffer>;
  u: Uint8Array<ArrayBuffer>;
  verifier: Uint8Array<ArrayBuffer>;
  b: Uint8Array<ArrayBuffer>;
}

/** Bytes of b: 256 bits, the top one set, since the length of an exponent shows in the time it takes. */
export const exponentLength = 32;

export class Modexp {
  readonly #dh: DiffieHellman;
  readonly #N: bigint;
  readonly #g: bigint;
  readonly #k: bigint;
  readonly #length: number;

  /** Costs more than a second at 3072 bits, since OpenSSL tests the prime: once per thread, at its start. */
  constructor(group: ModexpGroup) {
    this.#dh = createDiffieHellman(group.prime, group.generator);
    this.#N = integer(group.prime);
    this.#g = BigInt(group.generator);
    this.#k = integer(group.multiplier);
    this.#length = group.prime.length;
  }

  /** `B = k·v + g^b mod N`, never zero, with a fresh b. */
  serverPublic(verifier: Uint8Array<ArrayBuffer>): ServerPublic {
    const blind = (this.#k * integer(verifier)) % this.#N;
    for (;;) {
      const b = newExponent();
      const B = (blind + this.#power(this.#g, b)) % this.#N;
      if (B !== 0n) return { b, B: this.#padded(B) };
      b.fill(0);
    }
  }

  /**
   * `S = (A · v^u)^b mod N`, or undefined where the base is 0, 1 or -1: then S would be known without any
   * secret, so nothing may be proven with it.
   */
  serverSecret({ A, u, verifier, b }: SecretTask): Uint8Array<ArrayBuffer> | undefined {
    const client = integer(A) % this.#N;
    if (client === 0n) return undefined;
    const base = (client * this.#power(integer(verifier), u)) % this.#N;
    return this.#isTrivial(base) ? undefined : this.#padded(this.#power(base, b));
  }

  /** OpenSSL refuses 0, 1 and N-1 as a base itself; they are answered here, since they need no secret to compute. */
  #power(base: bigint, exponent: Uint8Array): bigint {
    const reduced = base % this.#N;
    if (this.#isTrivial(reduced)) throw new TypeError("Modexp: the base is 0, 1 or -1");
    this.#dh.setPrivateKey(exponent);
    const power = this.#dh.computeSecret(this.#padded(reduced));
    this.#dh.setPrivateKey(spentExponent);
    const result = integer(power);
    power.fill(0);
    return result;
  }

  #isTrivial(value: bigint): boolean {
    return value <= 1n || value === this.#N - 1n;
  }

  #padded(value: bigint): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(Buffer.from(value.toString(16).padStart(this.#length * 2, "0"), "hex"));
  }
}

/** Takes the place of a secret exponent inside OpenSSL, which clears the old one's memory. */
const spentExponent = new Uint8Array([1]);

function newExponent(): Uint8Array<ArrayBuffer> {
  const b = getRandomValues(new Uint8Array(exponentLength));
  b[0] = (b[0] ?? 0) | 0x80;
  return b;
}

function integer(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);
}
