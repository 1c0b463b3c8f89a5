/** Vectors of the audit log's proofs (docs/protocol.md §9, RFC 9162 §2.1). */
import * as v from "valibot";
import { b64, equalBytes, fromB64, fromHex, toHex } from "../bytes.ts";
import { emptyRoot, rootFromInclusionProof, verifyConsistencyProof } from "../merkle.ts";
import { referenceConsistencyProof, referenceInclusionProof, referenceRoot } from "./merkle-reference.ts";
import { defineKind, requireRefusal, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const inclusionEntries = {
  name: v.string(),
  index: v.number(),
  size: v.number(),
  entry: v.string(),
  proof: v.array(v.string()),
};

const consistencyEntries = {
  name: v.string(),
  oldSize: v.number(),
  oldRoot: v.string(),
  newSize: v.number(),
  newRoot: v.string(),
  proof: v.array(v.string()),
};

const schema = v.variant("operation", [
  v.strictObject({ name: v.string(), operation: v.literal("empty log"), root: v.string() }),
  v.strictObject({ ...inclusionEntries, operation: v.literal("inclusion"), root: v.string() }),
  v.strictObject({ ...inclusionEntries, operation: v.literal("refused inclusion") }),
  v.strictObject({ ...consistencyEntries, operation: v.literal("consistency") }),
  v.strictObject({ ...consistencyEntries, operation: v.literal("refused consistency") }),
]);

type MerkleVector = v.InferOutput<typeof schema>;
type Inclusion = Extract<MerkleVector, { operation: "inclusion" }>;
type Consistency = Extract<MerkleVector, { operation: "consistency" }>;

/** Proofs; entries are hexadecimal, hashes base64url. */
export const merkleVectors = defineKind({
  name: "merkle",
  clause: "docs/protocol.md §9",
  schema,
  make,
  check,
});

async function make(source: VectorSource): Promise<MerkleVector[]> {
  const entries: Uint8Array[] = [];
  for (let index = 0; index < 13; index += 1) entries.push(await source.bytes(index));
  const inclusions: Inclusion[] = [];
  for (const [index, size] of [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [0, 7],
    [4, 7],
    [6, 7],
    [3, 8],
    [8, 9],
    [5, 13],
    [12, 13],
  ] as const) {
    inclusions.push(await inclusion(entries.slice(0, size), index));
  }
  const consistencies: Consistency[] = [];
  for (const [oldSize, newSize] of [
    [0, 5],
    [1, 1],
    [1, 2],
    [2, 5],
    [3, 7],
    [4, 8],
    [6, 8],
    [7, 13],
    [8, 13],
    [12, 13],
  ] as const) {
    consistencies.push(await consistency(entries.slice(0, newSize), oldSize));
  }
  return [
    { name: "the root of nothing", operation: "empty log", root: b64(await emptyRoot()) },
    ...inclusions,
    ...brokenInclusions(await inclusion(entries.slice(0, 7), 4)),
    ...consistencies,
    ...brokenConsistencies(await consistency(entries.slice(0, 7), 3)),
  ];
}

async function inclusion(entries: readonly Uint8Array[], index: number): Promise<Inclusion> {
  const proof = (await referenceInclusionProof(index, entries)).map(b64);
  const entry = toHex(entries[index] ?? new Uint8Array());
  const root = b64(await referenceRoot(entries));
  const size = entries.length;
  return { name: `entry ${index} of ${size}`, operation: "inclusion", index, size, entry, proof, root };
}

async function consistency(entries: readonly Uint8Array[], oldSize: number): Promise<Consistency> {
  // RFC 9162 defines no proof from the empty log: it takes none.
  const proof = oldSize === 0 ? [] : (await referenceConsistencyProof(oldSize, entries)).map(b64);
  const oldRoot = b64(await referenceRoot(entries.slice(0, oldSize)));
  const newRoot = b64(await referenceRoot(entries));
  const newSize = entries.length;
  return {
    name: `from ${oldSize} to ${newSize}`,
    operation: "consistency",
    oldSize,
    oldRoot,
    newSize,
    newRoot,
    proof,
  };
}

function brokenInclusions({ root, ...right }: Inclusion): MerkleVector[] {
  const { proof, size } = right;
  const broken: [string, Partial<Inclusion>][] = [
    ["a hash missing", { proof: proof.slice(1) }],
    ["a hash too many", { proof: [...proof, root] }],
    ["an index beyond the log", { index: size }],
    ["an index below zero", { index: -1 }],
    ["an index between numbers", { index: 0.5 }],
    ["no log", { index: 0, size: 0, proof: [] }],
    ["a hash of the wrong length", { proof: [...proof.slice(1), "AAAA"] }],
  ];
  return broken.map(([name, other]) => ({
    ...right,
    ...other,
    name: `inclusion: ${name}`,
    operation: "refused inclusion",
  }));
}

function brokenConsistencies(right: Consistency): MerkleVector[] {
  const { proof, oldRoot, newRoot } = right;
  const broken: [string, Partial<Consistency>][] = [
    ["another old root", { oldRoot: newRoot }],
    ["another new root", { newRoot: oldRoot }],
    ["a hash missing", { proof: proof.slice(0, -1) }],
    ["a hash too many", { proof: [...proof, newRoot] }],
    ["no proof", { proof: [] }],
    ["a log that shrank", { oldSize: 8 }],
    ["two roots of one size", { oldSize: 7, proof: [] }],
    ["an old log that was never empty", { oldSize: 0, proof: [] }],
    ["a proof where none is needed", { oldSize: 7, oldRoot: newRoot }],
  ];
  return broken.map(([name, other]) => ({
    ...right,
    ...other,
    name: `consistency: ${name}`,
    operation: "refused consistency",
  }));
}

async function check(vector: MerkleVector): Promise<void> {
  switch (vector.operation) {
    case "empty log":
      return requireSame("root", b64(await emptyRoot()), vector.root);
    case "inclusion":
      return requireSame("root", equalBytes(await includedRoot(vector), fromB64(vector.root)), true);
    case "refused inclusion":
      return requireRefusal("evidence_broken", () => includedRoot(vector));
    case "consistency":
      return connect(vector);
    case "refused consistency":
      return requireRefusal("evidence_broken", () => connect(vector));
  }
}

function includedRoot({
  index,
  size,
  entry,
  proof,
}: Omit<Inclusion, "operation" | "root">): Promise<Uint8Array> {
  return rootFromInclusionProof({ index, size, entry: fromHex(entry), proof: proof.map(fromB64) });
}

function connect({
  oldSize,
  oldRoot,
  newSize,
  newRoot,
  proof,
}: Omit<Consistency, "operation">): Promise<void> {
  const roots = { oldRoot: fromB64(oldRoot), newRoot: fromB64(newRoot) };
  return verifyConsistencyProof({ oldSize, newSize, ...roots, proof: proof.map(fromB64) });
}
