/** The server's tree is the protocol's (RFC 9162 §2.1), at every size. */
import { leafHash as protocolLeafHash, nodeHash as protocolNodeHash, utf8 } from "@mtoken/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  appendLeaf,
  type Edge,
  edgePlaces,
  leafHash,
  nodeHash,
  rootOf,
  type TreeNode,
} from "./merkle-tree.ts";

/** RFC 9162 §2.1.1, word by word. */
function rootByDefinition(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return rootOf([]);
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(rootByDefinition(leaves.slice(0, split)), rootByDefinition(leaves.slice(split)));
}

function grow(entries: readonly string[]): { edge: Edge; nodes: TreeNode[] } {
  let edge: Edge = [];
  const nodes: TreeNode[] = [];
  for (const entry of entries) {
    const step = appendLeaf(edge, leafHash(entry));
    edge = step.edge;
    nodes.push(...step.completed);
  }
  return { edge, nodes };
}

test("hashes leaves and nodes as the protocol does", async () => {
  const [left, right] = [leafHash("é"), leafHash("b")];
  expect(left).toEqual(Buffer.from(await protocolLeafHash(utf8("é"))));
  expect(nodeHash(left, right)).toEqual(Buffer.from(await protocolNodeHash(left, right)));
});

test("grows to the root that RFC 9162 defines, at every size", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 70 }), (entries) => {
      const { edge } = grow(entries);
      expect(rootOf(edge)).toEqual(rootByDefinition(entries.map(leafHash)));
      expect(edge.map(({ level, position }) => ({ level, position }))).toEqual(edgePlaces(entries.length));
    }),
  );
});

test("completes every subtree exactly once", () => {
  const entries = Array.from({ length: 64 }, (_, index) => String(index));
  const names = grow(entries).nodes.map(({ level, position }) => `${level}/${position}`);
  const expected = [1, 2, 3, 4, 5, 6].flatMap((level) =>
    Array.from({ length: 64 / 2 ** level }, (_, position) => `${level}/${position}`),
  );
  expect(names.toSorted()).toEqual(expected.toSorted());
});
