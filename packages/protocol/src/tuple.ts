/**
 * The one encoding of everything that is hashed or authenticated (docs/protocol.md §1): each part is
 * preceded by its length, so no two different lists of parts are ever the same bytes.
 */
import type { Bytes } from "./bytes.ts";
import { utf8 } from "./bytes.ts";

const lengthBytes = 4;

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
  const all = [label, ...parts].map((part) => (typeof part === "string" ? utf8(part) : part));
  const whole = new Uint8Array(all.reduce((length, part) => length + lengthBytes + part.length, 0));
  const lengths = new DataView(whole.buffer);
  let offset = 0;
  for (const part of all) {
    lengths.setUint32(offset, part.length);
    whole.set(part, offset + lengthBytes);
    offset += lengthBytes + part.length;
  }
  return whole;
}
