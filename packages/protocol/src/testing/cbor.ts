/** As much of CBOR (RFC 8949) as an authenticator writes: integers, bytes, texts and maps, each in the shortest form. */
import type { Bytes } from "../bytes.ts";
import { concat, utf8 } from "../bytes.ts";

const majors = { unsigned: 0, negative: 1, bytes: 2, text: 3, map: 5 } as const;

export function cborText(text: string): Bytes {
  const bytes = utf8(text);
  return concat(head(majors.text, bytes.length), bytes);
}

export function cborBytes(bytes: Uint8Array): Bytes {
  return concat(head(majors.bytes, bytes.length), bytes);
}

/** A map whose keys are numbers or texts. */
export function cborMap(entries: readonly (readonly [number | string, number | Bytes | string])[]): Bytes {
  return concat(head(majors.map, entries.length), ...entries.flat().map(cborValue));
}

function cborValue(value: number | Bytes | string): Bytes {
  if (typeof value === "string") return cborText(value);
  if (typeof value !== "number") return cborBytes(value);
  return value < 0 ? head(majors.negative, -1 - value) : head(majors.unsigned, value);
}

function head(major: number, value: number): Bytes {
  const type = major << 5;
  if (value < 24) return new Uint8Array([type | value]);
  if (value < 0x100) return new Uint8Array([type | 24, value]);
  if (value < 0x10000) return new Uint8Array([type | 25, value >> 8, value & 0xff]);
  throw new TypeError("cbor: larger than a test needs");
}
