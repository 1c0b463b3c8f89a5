/**
 * The one encoding of everything that is hashed or authenticated (docs/protocol.md §1): each part is
 * preceded by its length, so no two different lists of parts are ever the same bytes.
 */
import type { Bytes } from "./bytes.ts";
import { concat, utf8 } from "./bytes.ts";

/** Says what a tuple is for, so that a hash made for one purpose can't serve another. */
export type TupleLabel = `mtoken-1/${string}`;

/**
 * Encodes a label and its parts: for each a 4-byte big-endian length, then the bytes. An absent part is the
 * empty one, `""`.
 *
 * @example
 * await sha512(tuple("mtoken-1/activation", "mtoken-1", origin, activation, salt));
 */
export function tuple(label: TupleLabel, ...parts: (string | Uint8Array)[]): Bytes {
  return concat(...[label, ...parts].flatMap(withLength));
}

function withLength(part: string | Uint8Array): Uint8Array[] {
  const bytes = typeof part === "string" ? utf8(part) : part;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return [length, bytes];
}
