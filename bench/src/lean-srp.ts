/**
 * The phone's side of SRP (docs/protocol.md §2) for a tenth of what it costs a phone: OpenSSL exponentiates in place of
 * BigInt, the ephemeral key is drawn once, and x is short. Nothing of it saves the server any work, nor can the server tell.
 */
import { createDiffieHellman, randomInt } from "node:crypto";
import type { SrpGroup } from "@mtoken/protocol";
import {
  bigIntFromBytes,
  bigIntToBytes,
  clientEphemeral,
  computeVerifier,
  multiplierK,
  scramblerU,
} from "@mtoken/protocol";

/** Long enough that g^x is a number of full length. */
const shortest = 2 ** 20;

export class LeanSrp {
  readonly group: SrpGroup<number>;
  readonly A: bigint;
  readonly #dh: ReturnType<typeof createDiffieHellman>;
  readonly #a: bigint;
  readonly #k: bigint;

  static async make(group: SrpGroup<number>): Promise<LeanSrp> {
    return new LeanSrp(group, await multiplierK(group));
  }

  private constructor(group: SrpGroup<number>, k: bigint) {
    this.group = group;
    this.#dh = createDiffieHellman(Buffer.from(bigIntToBytes(group.N, group.length)), Number(group.g));
    const { a, A } = clientEphemeral({ group, a: BigInt(randomInt(shortest, 2 * shortest)) });
    this.#a = a;
    this.A = A;
    this.#k = k;
  }

  newSecret(): { x: bigint; verifier: bigint } {
    const x = BigInt(randomInt(shortest, 2 * shortest));
    return { x, verifier: computeVerifier({ group: this.group, x }) };
  }

  /** `PAD(S)`, where `S = (B − k·v) ^ (a + u·x) mod N`. */
  async secret({ x, verifier, B }: { x: bigint; verifier: bigint; B: bigint }): Promise<Uint8Array> {
    const { N, length } = this.group;
    const u = await scramblerU(this.group, this.A, B);
    const base = (((B - this.#k * verifier) % N) + N) % N;
    const exponent = this.#a + u * x;
    this.#dh.setPrivateKey(Buffer.from(bigIntToBytes(exponent, Math.ceil(exponent.toString(16).length / 2))));
    const secret = this.#dh.computeSecret(Buffer.from(bigIntToBytes(base, length)));
    return bigIntToBytes(bigIntFromBytes(secret), length);
  }
}
