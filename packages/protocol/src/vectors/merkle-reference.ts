/**
 * The Merkle tree of RFC 9162 exactly as §2.1.1, §2.1.3.1 and §2.1.4.1 define it, by recursion over all
 * entries. Slow and plain: it makes the proofs of the vectors and shares nothing with the code that checks
 * them.
 */
import type { Bytes } from "../bytes.ts";
import { concat, sha512 } from "../bytes.ts";

/** `MTH(D[n])` */
export async function referenceRoot(entries: readonly Uint8Array[]): Promise<Bytes> {
  const [entry] = entries;
  if (entry === undefined) return sha512(new Uint8Array());
  if (entries.length === 1) return sha512(concat(Uint8Array.of(0), entry));
  const k = split(entries.length);
  const [left, right] = [await referenceRoot(entries.slice(0, k)), await referenceRoot(entries.slice(k))];
  return sha512(concat(Uint8Array.of(1), left, right));
}

/** `PATH(m, D[n])` */
export async function referenceInclusionProof(m: number, entries: readonly Uint8Array[]): Promise<Bytes[]> {
  if (entries.length <= 1) return [];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m < k
    ? [...(await referenceInclusionProof(m, left)), await referenceRoot(right)]
    : [...(await referenceInclusionProof(m - k, right)), await referenceRoot(left)];
}

/** `PROOF(m, D[n])` */
export function referenceConsistencyProof(m: number, entries: readonly Uint8Array[]): Promise<Bytes[]> {
  return subproof(m, entries, true);
}

async function subproof(m: number, entries: readonly Uint8Array[], whole: boolean): Promise<Bytes[]> {
  if (m === entries.length) return whole ? [] : [await referenceRoot(entries)];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k
    ? [...(await subproof(m, left, whole)), await referenceRoot(right)]
    : [...(await subproof(m - k, right, false)), await referenceRoot(left)];
}

/** The largest power of two below n. */
function split(n: number): number {
  return 2 ** Math.ceil(Math.log2(n) - 1);
}
