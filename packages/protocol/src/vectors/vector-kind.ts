/**
 * What a kind of test vector is: how its vectors are made and how an implementation is checked against
 * them. The making and the checking module are one, so that no vector is published that our own code does
 * not pass, in Node and in browsers.
 */
import * as v from "valibot";
import type { ErrorCode } from "../errors.ts";
import { ProtocolError } from "../errors.ts";
import type { VectorSource } from "./vector-source.ts";

/** A kind of vectors; each is one file, `vectors/{name}.json`. */
export interface VectorKind {
  readonly name: string;
  /** The clause of docs/protocol.md, or of an RFC, that the vectors are of. */
  readonly clause: string;
  make(source: VectorSource): Promise<unknown[]>;
  /** Throws when our code does not do what the vector says. */
  check(vector: unknown): Promise<void>;
}

/** A kind whose vectors have the type `T`, before {@link defineKind} makes it one of many. */
export interface TypedVectorKind<T> {
  name: string;
  clause: string;
  schema: v.GenericSchema<unknown, T>;
  make(source: VectorSource): Promise<T[]>;
  check(vector: T): Promise<void>;
}

/** Makes a kind of vectors from its typed parts. */
export function defineKind<T>({ name, clause, schema, make, check }: TypedVectorKind<T>): VectorKind {
  return { name, clause, make, check: async (vector) => check(v.parse(schema, vector)) };
}

/** Schema of a vector file. Every vector says what it shows. */
export const vectorFileSchema = v.object({
  suite: v.literal("mtoken-1"),
  kind: v.string(),
  clause: v.string(),
  vectors: v.array(v.looseObject({ name: v.string() })),
});

/** The content of a vector file. */
export type VectorFile = v.InferOutput<typeof vectorFileSchema>;

/** Throws when both are not the same JSON, whatever the order of members. `what` says which value it was. */
export function requireSame(what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual, sortMembers), JSON.stringify(expected, sortMembers)];
  if (left !== right) throw new Error(`${what}: got ${left}, expected ${right}`);
}

/** Throws unless the action is refused with this code. */
export async function requireRefusal(code: ErrorCode, action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof ProtocolError) return requireSame("refusal", error.code, code);
    throw error;
  }
  throw new Error(`accepted, but must be refused with ${code}`);
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
