/**
 * The audit log's Merkle tree (RFC 9162 §2.1, with SHA-512): what an auditor needs to check that an entry
 * is in the log, and that a log has only grown. An empty log has the hash of nothing as its root.
 */
import type { Bytes } from "./bytes.ts";
import { concat, equalBytes, sha512 } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** `H(0x00 ‖ entry)`. The prefix keeps an entry from passing as a node. */
export function leafHash(entry: Uint8Array): Promise<Bytes> {
  return sha512(concat(leafPrefix, entry));
}

/** `H(0x01 ‖ left ‖ right)` */
export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha512(concat(nodePrefix, left, right));
}

/** The root of a log without entries: `H()`. */
export function emptyRoot(): Promise<Bytes> {
  return sha512(new Uint8Array());
}

/**
 * What {@link rootFromInclusionProof} takes: the entry's place, the size of the log, and the hashes from
 * leaf to root.
 */
export interface InclusionProof {
  index: number;
  size: number;
  entry: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * The root that a log must have for this proof to be right (RFC 9162 §2.1.3.2). The caller compares it with
 * a checkpoint's.
 *
 * @throws {ProtocolError} `evidence_broken` when index, size and proof don't fit each other.
 */
export async function rootFromInclusionProof({ index, size, entry, proof }: InclusionProof): Promise<Bytes> {
  requireSizes(index, size - 1);
  let place = index;
  let last = size - 1;
  let root = await leafHash(entry);
  for (const sibling of proof) {
    if (last === 0) throw new ProtocolError("evidence_broken");
    requireHash(sibling);
    if (place % 2 === 1 || place === last) {
      root = await nodeHash(sibling, root);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      root = await nodeHash(root, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new ProtocolError("evidence_broken");
  return root;
}

/**
 * What {@link verifyConsistencyProof} takes: two sizes of a log with their roots, and the hashes that
 * connect them.
 */
export interface ConsistencyProof {
  oldSize: number;
  oldRoot: Uint8Array;
  newSize: number;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * Checks that the newer log begins with all of the older one (RFC 9162 §2.1.4.2).
 *
 * @throws {ProtocolError} `evidence_broken` when it does not, or when the proof does not show it.
 */
export async function verifyConsistencyProof(options: ConsistencyProof): Promise<void> {
  const { oldSize, oldRoot, newSize, newRoot, proof } = options;
  requireSizes(oldSize, newSize);
  proof.forEach(requireHash);
  if (oldSize === 0 || oldSize === newSize) return requireTrivial(options);
  const roots = await connectRoots(oldSize, newSize, isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof);
  if (!equalBytes(roots.old, oldRoot) || !equalBytes(roots.new, newRoot))
    throw new ProtocolError("evidence_broken");
}

/** Every log begins with the empty one and with itself, and that takes no proof. */
async function requireTrivial({ oldSize, oldRoot, newRoot, proof }: ConsistencyProof): Promise<void> {
  const expected = oldSize === 0 ? await emptyRoot() : newRoot;
  if (proof.length > 0 || !equalBytes(oldRoot, expected)) throw new ProtocolError("evidence_broken");
}

async function connectRoots(oldSize: number, newSize: number, hashes: readonly Uint8Array[]) {
  const [first, ...rest] = hashes;
  if (first === undefined) throw new ProtocolError("evidence_broken");
  let place = oldSize - 1;
  let last = newSize - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  let older: Uint8Array = first;
  let newer: Uint8Array = first;
  for (const sibling of rest) {
    if (last === 0) throw new ProtocolError("evidence_broken");
    if (place % 2 === 1 || place === last) {
      older = await nodeHash(sibling, older);
      newer = await nodeHash(sibling, newer);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newer = await nodeHash(newer, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new ProtocolError("evidence_broken");
  return { old: older, new: newer };
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}

function requireSizes(smaller: number, larger: number): void {
  const right =
    Number.isSafeInteger(smaller) && Number.isSafeInteger(larger) && smaller >= 0 && smaller <= larger;
  if (!right) throw new ProtocolError("evidence_broken");
}

function requireHash(hash: Uint8Array): void {
  if (hash.length !== 64) throw new ProtocolError("evidence_broken");
}
