/** Vectors of SRP-6a: RFC 5054 Appendix B, and the suite's own groups with SHA-512 (docs/protocol.md §2). */
import * as v from "valibot";
import { bigIntFromBytes, fromHex, toHex } from "../bytes.ts";
import type { AnySrpGroup, SrpHash } from "../srp.ts";
import {
  clientEphemeral,
  clientSecret,
  computeVerifier,
  multiplierK,
  padToGroup,
  readGroupElement,
  scramblerU,
  serverEphemeral,
  serverSecret,
} from "../srp.ts";
import { rfc5054TestGroup, srpGroup } from "../srp-groups.ts";
import { rfc5054AppendixB } from "./rfc5054-appendix-b.ts";
import { defineKind, requireRefusal, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const hexSchema = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/));
const groupEntries = { name: v.string(), group: v.picklist([1024, 2048, 3072, 4096]) };

const schema = v.variant("operation", [
  v.strictObject({
    ...groupEntries,
    operation: v.literal("run"),
    hash: v.picklist(["SHA-1", "SHA-512"]),
    x: hexSchema,
    a: hexSchema,
    b: hexSchema,
    k: hexSchema,
    v: hexSchema,
    A: hexSchema,
    B: hexSchema,
    u: hexSchema,
    S: hexSchema,
  }),
  v.strictObject({ ...groupEntries, operation: v.literal("refused"), element: hexSchema }),
]);

type SrpVector = v.InferOutput<typeof schema>;
type Run = Extract<SrpVector, { operation: "run" }>;

/**
 * Whole runs, and elements of the group that must be refused as A and as B. Everything is hexadecimal, v,
 * A, B and S PADded.
 */
export const srpVectors = defineKind({
  name: "srp",
  clause: "docs/protocol.md §2, RFC 5054 Appendix B",
  schema,
  make,
  check,
});

const hashes: Record<Run["hash"], SrpHash> = { "SHA-1": digest("SHA-1"), "SHA-512": digest("SHA-512") };

function digest(name: Run["hash"]): SrpHash {
  return async (bytes) => new Uint8Array(await crypto.subtle.digest(name, new Uint8Array(bytes)));
}

function groupOf(bits: SrpVector["group"]): AnySrpGroup {
  return bits === 1024 ? rfc5054TestGroup : srpGroup(bits);
}

async function make(source: VectorSource): Promise<SrpVector[]> {
  const vectors: SrpVector[] = [
    { name: "RFC 5054 Appendix B", operation: "run", group: 1024, hash: "SHA-1", ...rfc5054AppendixB },
  ];
  for (const bits of [2048, 3072, 4096] as const) {
    const [x, a, b] = [await source.bytes(64), await source.bytes(32), await source.bytes(32)];
    for (const exponent of [a, b]) exponent[0] = (exponent[0] ?? 0) | 0x80;
    const inputs = {
      name: `${bits} bits`,
      group: bits,
      hash: "SHA-512" as const,
      x: toHex(x),
      a: toHex(a),
      b: toHex(b),
    };
    vectors.push({ ...inputs, operation: "run", ...(await run(inputs)) });
  }
  for (const bits of [2048, 3072, 4096] as const) vectors.push(...refusedElements(bits));
  return vectors;
}

function refusedElements(bits: 2048 | 3072 | 4096): SrpVector[] {
  const group = srpGroup(bits);
  const largest = (1n << BigInt(bits)) - 1n;
  const elements: [string, string][] = [
    ["zero", toHex(padToGroup(group, 0n))],
    ["N", toHex(padToGroup(group, group.N))],
    ["N + 1", toHex(padToGroup(group, group.N + 1n))],
    ["the largest number of that length", toHex(padToGroup(group, largest))],
    ["a byte too short", toHex(padToGroup(group, 2n).slice(1))],
    ["a byte too long", `00${toHex(padToGroup(group, 2n))}`],
  ];
  return elements.map(([name, element]) => ({
    name: `${name}, ${bits} bits`,
    operation: "refused",
    group: bits,
    element,
  }));
}

/** All values of a run from its inputs, both sides computed. */
async function run(
  inputs: Pick<Run, "group" | "hash" | "x" | "a" | "b">,
): Promise<Pick<Run, "k" | "v" | "A" | "B" | "u" | "S">> {
  const [group, hash] = [groupOf(inputs.group), hashes[inputs.hash]];
  const [x, a] = [bigIntFromBytes(fromHex(inputs.x)), bigIntFromBytes(fromHex(inputs.a))];
  const verifier = computeVerifier({ group, x });
  const { A } = clientEphemeral({ group, a });
  const { b, B } = await serverEphemeral({ group, verifier, b: bigIntFromBytes(fromHex(inputs.b)), hash });
  const S = toHex(await clientSecret({ group, x, a, A, B, hash }));
  requireSame("the server's S", toHex(await serverSecret({ group, verifier, A, b, B, hash })), S);
  const padded = (value: bigint) => toHex(padToGroup(group, value));
  const hashed = (value: bigint) => value.toString(16).padStart(inputs.hash === "SHA-1" ? 40 : 128, "0");
  const [k, u] = [await multiplierK(group, hash), await scramblerU(group, A, B, hash)];
  return { k: hashed(k), v: padded(verifier), A: padded(A), B: padded(B), u: hashed(u), S };
}

async function check(vector: SrpVector): Promise<void> {
  const group = groupOf(vector.group);
  if (vector.operation === "refused") {
    return requireRefusal("handshake_refused", () => readGroupElement(group, fromHex(vector.element)));
  }
  const values = await run(vector);
  for (const name of ["k", "v", "A", "B", "u", "S"] as const) requireSame(name, values[name], vector[name]);
}
