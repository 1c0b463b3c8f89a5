/**
 * The Merkle tree of the log (RFC 9162 §2.1, SHA-512), as the server grows and reads it. A log of n entries is a row of
 * complete subtrees, one for each bit of n; what is stored are the hashes of all complete subtrees from level 1 up.
 * `level` is a subtree's height, `position` its number from the left at that level.
 */
import { createHash } from "node:crypto";

export interface TreeNode {
  level: number;
  position: number;
  hash: Buffer;
}

/** The log's right edge: its complete subtrees, from the largest to the smallest. */
export type Edge = readonly TreeNode[];

export function leafHash(entry: string): Buffer {
  return createHash("sha512").update(Buffer.of(0)).update(entry, "utf8").digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash("sha512").update(Buffer.of(1)).update(left).update(right).digest();
}

/** Where the complete subtrees of a log of this size stand. */
export function edgePlaces(size: number): { level: number; position: number }[] {
  const places: { level: number; position: number }[] = [];
  let covered = 0;
  for (let level = 52; level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - covered < width) continue;
    places.push({ level, position: covered / width });
    covered += width;
  }
  return places;
}

/** Adds one leaf; gives back the new edge, and the subtrees above the leaf that became complete. */
export function appendLeaf(edge: Edge, leaf: Buffer): { edge: Edge; completed: TreeNode[] } {
  const last = edge.at(-1);
  const position = last === undefined ? 0 : (last.position + 1) * 2 ** last.level;
  const completed: TreeNode[] = [];
  const rest = [...edge];
  let node: TreeNode = { level: 0, position, hash: leaf };
  for (let left = rest.at(-1); left?.level === node.level; left = rest.at(-1)) {
    rest.pop();
    node = { level: node.level + 1, position: left.position / 2, hash: nodeHash(left.hash, node.hash) };
    completed.push(node);
  }
  return { edge: [...rest, node], completed };
}

/** The root over a right edge: the smaller subtrees hang, one after the other, to the right of the larger. */
export function rootOf(edge: Edge): Buffer {
  const hashes = edge.map(({ hash }) => hash);
  const last = hashes.pop();
  if (last === undefined) return createHash("sha512").digest();
  return hashes.reduceRight((root, hash) => nodeHash(hash, root), last);
}

/** A part of the log: the entries from `start` up to, not including, `end`. */
export interface Range {
  start: number;
  end: number;
}

/** The ranges whose hashes prove that the entry at `index` is in a log of `size` (RFC 9162 §2.1.3.1), leaf to root. */
export function inclusionPath(index: number, size: number): Range[] {
  const path: Range[] = [];
  let range: Range = { start: 0, end: size };
  while (range.end - range.start > 1) {
    const middle = range.start + largestPowerBelow(range.end - range.start);
    const left = { start: range.start, end: middle };
    const right = { start: middle, end: range.end };
    const isLeft = index < middle;
    path.unshift(isLeft ? right : left);
    range = isLeft ? left : right;
  }
  return path;
}

/** The ranges that connect the log of `oldSize` with that of `newSize` (RFC 9162 §2.1.4.1). */
export function consistencyPath(oldSize: number, newSize: number): Range[] {
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Range[] = [];
  let range: Range = { start: 0, end: newSize };
  while (range.end !== oldSize) {
    const middle = range.start + largestPowerBelow(range.end - range.start);
    const isLeft = oldSize <= middle;
    path.unshift(isLeft ? { start: middle, end: range.end } : { start: range.start, end: middle });
    range = isLeft ? { start: range.start, end: middle } : { start: middle, end: range.end };
  }
  // The verifier knows the old root itself when the old log is one complete subtree from the beginning.
  return range.start === 0 ? path : [range, ...path];
}

/** The complete subtrees that make up a range which begins where a subtree of its size may begin. */
export function subtreesOf({ start, end }: Range): { level: number; position: number }[] {
  return edgePlaces(end - start).map(({ level, position }) => ({
    level,
    position: position + start / 2 ** level,
  }));
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
