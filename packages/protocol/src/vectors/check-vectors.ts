/**
 * Makes and checks the test vectors; runs in Node and in browsers. Where the files lie is the caller's
 * matter.
 */
import * as v from "valibot";
import { vectorKinds } from "./kinds.ts";
import type { VectorFile, VectorKind } from "./vector-kind.ts";
import { vectorFileSchema } from "./vector-kind.ts";
import { VectorSource } from "./vector-source.ts";

/** What became of one vector; `problem` says what was wrong, and is absent when nothing was. */
export interface VectorResult {
  kind: string;
  vector: string;
  problem?: string;
}

/** The names of all kinds: each has a file `vectors/{name}.json`. */
export const vectorKindNames: readonly string[] = vectorKinds.map((kind) => kind.name);

/** Makes the file of every kind, by name. The same each time. */
export async function makeVectors(): Promise<Record<string, VectorFile>> {
  const files: Record<string, VectorFile> = {};
  for (const kind of vectorKinds) {
    const vectors = await kind.make(new VectorSource(kind.name));
    files[kind.name] = v.parse(vectorFileSchema, {
      suite: "mtoken-1",
      kind: kind.name,
      clause: kind.clause,
      vectors,
    });
  }
  return files;
}

/**
 * Checks the protocol's code against vector files, each under the name of its kind. A kind without a file,
 * or a file without vectors, is a problem too.
 */
export async function checkVectors(files: Readonly<Record<string, unknown>>): Promise<VectorResult[]> {
  const results: VectorResult[] = [];
  for (const kind of vectorKinds) results.push(...(await checkFile(kind, files[kind.name])));
  return results;
}

async function checkFile(kind: VectorKind, file: unknown): Promise<VectorResult[]> {
  const parsed = v.safeParse(vectorFileSchema, file);
  if (!parsed.success || parsed.output.kind !== kind.name || parsed.output.vectors.length === 0) {
    return [{ kind: kind.name, vector: "the file", problem: "missing, empty, or not of this kind" }];
  }
  const results: VectorResult[] = [];
  for (const vector of parsed.output.vectors) results.push(await checkVector(kind, vector));
  return results;
}

async function checkVector(kind: VectorKind, vector: VectorFile["vectors"][number]): Promise<VectorResult> {
  const result = { kind: kind.name, vector: vector.name };
  try {
    await kind.check(vector);
    return result;
  } catch (error) {
    return { ...result, problem: String(error) };
  }
}
