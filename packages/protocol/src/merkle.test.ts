import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes, randomBytes, toHex, utf8 } from "./bytes.ts";
import { emptyRoot, leafHash, nodeHash, rootFromInclusionProof, verifyConsistencyProof } from "./merkle.ts";
import {
  referenceConsistencyProof,
  referenceInclusionProof,
  referenceRoot,
} from "./vectors/merkle-reference.ts";

const broken = { code: "evidence_broken" };
const largest = 20;
const entries = Array.from({ length: largest }, (_, index) => utf8(`entry ${index}`));

/** Node's own hash, so that nothing of ours is taken for granted. */
function h(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash("sha512");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

describe("hashes", () => {
  it("are prefixed, so that an entry never passes for a node", async () => {
    const [left, right] = [h("left"), h("right")];
    expect(toHex(await leafHash(utf8("entry")))).toBe(h("\x00", "entry").toString("hex"));
    expect(toHex(await nodeHash(left, right))).toBe(h("\x01", left, right).toString("hex"));
    expect(toHex(await emptyRoot())).toBe(h().toString("hex"));
  });
});

describe("the reference tree", () => {
  it("of seven entries is RFC 9162 §2.1.5's picture", async () => {
    const leaf = (index: number) => h("\x00", `entry ${index}`);
    const node = (left: Buffer, right: Buffer) => h("\x01", left, right);
    const [g, k] = [node(leaf(0), leaf(1)), node(g2(), leaf(6))];
    const root = node(node(g, node(leaf(2), leaf(3))), k);
    expect(toHex(await referenceRoot(entries.slice(0, 7)))).toBe(root.toString("hex"));

    function g2(): Buffer {
      return node(leaf(4), leaf(5));
    }
  });
});

describe("an inclusion proof", () => {
  it("gives the root for every entry of every log up to 20 entries", async () => {
    for (let size = 1; size <= largest; size += 1) {
      const log = entries.slice(0, size);
      const root = await referenceRoot(log);
      for (const [index, entry] of log.entries()) {
        const proof = await referenceInclusionProof(index, log);
        expect(equalBytes(await rootFromInclusionProof({ index, size, entry, proof }), root)).toBe(true);
      }
    }
  });

  it("gives the true root for nothing else", async () => {
    const root = await referenceRoot(entries);
    const change = fc.constantFrom("entry", "index", "size", "order", "hash");
    await fc.assert(
      fc.asyncProperty(fc.nat(largest - 1), change, fc.nat(4), async (index, what, at) => {
        const proof: Uint8Array[] = await referenceInclusionProof(index, entries);
        const right = { index, size: largest, entry: entries[index] ?? utf8(""), proof };
        const changed = {
          entry: { ...right, entry: utf8("another entry") },
          index: { ...right, index: (index + 1) % largest },
          size: { ...right, size: largest * 2 },
          order: { ...right, proof: proof.toReversed() },
          hash: { ...right, proof: proof.with(at % proof.length, randomBytes(64)) },
        }[what];
        const found = await rootFromInclusionProof(changed).catch(() => undefined);
        expect(found !== undefined && equalBytes(found, root)).toBe(false);
      }),
    );
  });

  it("is broken with a hash more or less, or an index outside of the log", async () => {
    const proof: Uint8Array[] = await referenceInclusionProof(5, entries);
    const right = { index: 5, size: largest, entry: utf8("entry 5"), proof };
    for (const changed of [
      { ...right, proof: proof.slice(1) },
      { ...right, proof: [...proof, randomBytes(64)] },
      { ...right, proof: proof.with(0, randomBytes(63)) },
      { ...right, index: largest },
      { ...right, index: -1 },
      { ...right, index: 5.5 },
      { ...right, index: Number.NaN },
      { ...right, size: Number.POSITIVE_INFINITY },
      { ...right, index: 0, size: 0, proof: [] },
    ]) {
      await expect(rootFromInclusionProof(changed)).rejects.toMatchObject(broken);
    }
  });
});

describe("a consistency proof", () => {
  it("connects any two logs of which one begins the other", async () => {
    for (let newSize = 1; newSize <= largest; newSize += 1) {
      const newRoot = await referenceRoot(entries.slice(0, newSize));
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const oldRoot = await referenceRoot(entries.slice(0, oldSize));
        const proof = await referenceConsistencyProof(oldSize, entries.slice(0, newSize));
        await verifyConsistencyProof({ oldSize, oldRoot, newSize, newRoot, proof });
      }
    }
  });

  it("does not connect a log whose past was rewritten", async () => {
    const rewritten = entries.with(2, utf8("something else"));
    const newRoot = await referenceRoot(rewritten);
    for (let oldSize = 3; oldSize <= largest; oldSize += 1) {
      const oldRoot = await referenceRoot(entries.slice(0, oldSize));
      const proof = await referenceConsistencyProof(oldSize, rewritten);
      const verified = verifyConsistencyProof({ oldSize, oldRoot, newSize: largest, newRoot, proof });
      await expect(verified).rejects.toMatchObject(broken);
    }
  });

  it("vouches for no log larger than the one whose root it gives", async () => {
    const proof = await referenceConsistencyProof(6, entries.slice(0, 8));
    const oldRoot = await referenceRoot(entries.slice(0, 6));
    const newRoot = await referenceRoot(entries.slice(0, 8));
    await verifyConsistencyProof({ oldSize: 6, oldRoot, newSize: 8, newRoot, proof });
    const claimed = verifyConsistencyProof({ oldSize: 6, oldRoot, newSize: 16, newRoot, proof });
    await expect(claimed).rejects.toMatchObject(broken);
  });

  it("is broken with a hash changed, more or less", async () => {
    const [oldSize, newSize] = [6, 13];
    const oldRoot = await referenceRoot(entries.slice(0, oldSize));
    const newRoot = await referenceRoot(entries.slice(0, newSize));
    const proof: Uint8Array[] = await referenceConsistencyProof(oldSize, entries.slice(0, newSize));
    const changes = [
      ...proof.map((_, index) => proof.with(index, randomBytes(64))),
      ...proof.map((_, index) => proof.toSpliced(index, 1)),
      [...proof, randomBytes(64)],
      proof.with(0, randomBytes(32)),
      [],
    ];
    for (const changed of changes) {
      const verified = verifyConsistencyProof({ oldSize, oldRoot, newSize, newRoot, proof: changed });
      await expect(verified).rejects.toMatchObject(broken);
    }
  });

  it("needs nothing from the empty log or to the same, and takes nothing", async () => {
    const root = await referenceRoot(entries);
    const empty = { oldSize: 0, oldRoot: await emptyRoot(), newSize: largest, newRoot: root, proof: [] };
    const same = { oldSize: largest, oldRoot: root, newSize: largest, newRoot: root, proof: [] };
    await verifyConsistencyProof(empty);
    await verifyConsistencyProof(same);
    for (const changed of [
      { ...empty, oldRoot: root },
      { ...empty, proof: [root] },
      { ...same, oldRoot: await emptyRoot() },
      { ...same, proof: [root] },
      { ...same, oldSize: largest + 1 },
    ]) {
      await expect(verifyConsistencyProof(changed)).rejects.toMatchObject(broken);
    }
  });
});
