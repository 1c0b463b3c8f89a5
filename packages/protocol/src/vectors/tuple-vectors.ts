/** Vectors of the encoding under every hash and proof (docs/protocol.md §1). */
import * as v from "valibot";
import { fromHex, toHex, utf8 } from "../bytes.ts";
import type { TupleLabel } from "../tuple.ts";
import { tuple } from "../tuple.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const partSchema = v.union([v.strictObject({ text: v.string() }), v.strictObject({ bytes: v.string() })]);

const schema = v.strictObject({
  name: v.string(),
  label: v.custom<TupleLabel>((label) => typeof label === "string" && label.startsWith("mtoken-1/")),
  parts: v.array(partSchema),
  encoded: v.string(),
});

type TupleVector = v.InferOutput<typeof schema>;

/** Tuples of texts and bytes (hexadecimal). */
export const tupleVectors = defineKind({ name: "tuple", clause: "docs/protocol.md §1", schema, make, check });

async function make(source: VectorSource): Promise<TupleVector[]> {
  const bytes = toHex(await source.bytes(16));
  const vectors: Omit<TupleVector, "encoded">[] = [
    { name: "a label alone", label: "mtoken-1/x", parts: [] },
    { name: "an absent part is empty", label: "mtoken-1/x", parts: [{ text: "" }] },
    { name: "parts end where they end: ab, c", label: "mtoken-1/x", parts: [{ text: "ab" }, { text: "c" }] },
    { name: "parts end where they end: a, bc", label: "mtoken-1/x", parts: [{ text: "a" }, { text: "bc" }] },
    { name: "text beyond ASCII", label: "mtoken-1/x", parts: [{ text: "Žofie 🏦" }] },
    { name: "text and bytes", label: "mtoken-1/kek", parts: [{ text: "dev_" }, { bytes }] },
  ];
  return vectors.map((vector) => ({ ...vector, encoded: encode(vector) }));
}

async function check(vector: TupleVector): Promise<void> {
  requireSame("encoded", encode(vector), vector.encoded);
}

function encode({ label, parts }: Pick<TupleVector, "label" | "parts">): string {
  return toHex(
    tuple(label, ...parts.map((part) => ("text" in part ? utf8(part.text) : fromHex(part.bytes)))),
  );
}
