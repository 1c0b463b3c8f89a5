/** Proofs that a holder of a checkpoint can check alone (RFC 9162 §2.1.3, §2.1.4). */
import { b64 } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";
import { consistencyPath, inclusionPath, type Range, rootOf, subtreesOf } from "./merkle-tree.ts";
import { readNodes } from "./store.ts";

/** The hashes from the entry at `index` to the root of the log of `size`, as evidence carries them. */
export function inclusionProof(queries: Queries, index: number, size: number): Promise<string[]> {
  return hashesOf(queries, inclusionPath(index, size));
}

/** The hashes that show the log of `newSize` to begin with that of `oldSize`. */
export function consistencyProof(queries: Queries, oldSize: number, newSize: number): Promise<string[]> {
  return hashesOf(queries, consistencyPath(oldSize, newSize));
}

async function hashesOf(queries: Queries, ranges: readonly Range[]): Promise<string[]> {
  const groups = ranges.map(subtreesOf);
  const nodes = await readNodes(queries, groups.flat());
  return groups.map((group) => b64(rootOf(nodes.splice(0, group.length))));
}
