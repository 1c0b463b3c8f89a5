/**
 * Where vectors take their inputs from: a generator seeded with the name of their kind, so that the command
 * that writes the vectors writes the same ones every time and everywhere.
 */
import { encodeBase32 } from "../base32.ts";
import type { Bytes } from "../bytes.ts";
import { concat, sha512 } from "../bytes.ts";
import type { Id } from "../ids.ts";
import { tuple } from "../tuple.ts";

/** Bytes that look random and never change. */
export class VectorSource {
  readonly #seed: string;
  #block = 0;
  #rest: Bytes = new Uint8Array();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** The next bytes: SHA-512 of the seed and a counter, block after block. */
  async bytes(length: number): Promise<Bytes> {
    while (this.#rest.length < length) {
      const block = await sha512(tuple("mtoken-1/vectors", this.#seed, String(this.#block)));
      this.#block += 1;
      this.#rest = concat(this.#rest, block);
    }
    const bytes = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    return bytes;
  }

  /** The next id with this prefix. */
  async id<Prefix extends string>(prefix: Prefix): Promise<Id<Prefix>> {
    return `${prefix}_${encodeBase32(await this.bytes(16)).toLowerCase()}` as Id<Prefix>;
  }
}
