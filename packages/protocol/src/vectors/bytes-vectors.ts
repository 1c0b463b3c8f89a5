/** Vectors of base64url, padding, HMAC and HKDF (docs/protocol.md §1, §2). */
import * as v from "valibot";
import {
  b64,
  bigIntFromBytes,
  bigIntToBytes,
  fromB64,
  fromHex,
  hkdfSha512,
  hmacSha512,
  sha512,
  toHex,
  utf8,
} from "../bytes.ts";
import { defineKind, requireRefusal, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = v.variant("operation", [
  v.strictObject({ name: v.string(), operation: v.literal("b64"), bytes: v.string(), b64: v.string() }),
  v.strictObject({ name: v.string(), operation: v.literal("refused b64"), b64: v.string() }),
  v.strictObject({
    name: v.string(),
    operation: v.literal("pad"),
    integer: v.string(),
    length: v.number(),
    bytes: v.string(),
  }),
  v.strictObject({ name: v.string(), operation: v.literal("hash"), bytes: v.string(), hash: v.string() }),
  v.strictObject({
    name: v.string(),
    operation: v.literal("hmac"),
    key: v.string(),
    data: v.string(),
    mac: v.string(),
  }),
  v.strictObject({
    name: v.string(),
    operation: v.literal("hkdf"),
    key: v.string(),
    salt: v.string(),
    info: v.string(),
    derived: v.string(),
  }),
]);

type BytesVector = v.InferOutput<typeof schema>;

/** Base64url, padding and derivation. Integers are decimal, other bytes hexadecimal. */
export const bytesVectors = defineKind({
  name: "bytes",
  clause: "docs/protocol.md §1, §2",
  schema,
  make,
  check,
});

const refused: [string, string][] = [
  ["padding", "AA=="],
  ["the standard alphabet's plus", "+A"],
  ["the standard alphabet's slash", "/A"],
  ["a blank", "AA A"],
  ["a line break at the end", "AAAA\n"],
  ["unused bits of one byte that are not zero", "AB"],
  ["unused bits of two bytes that are not zero", "AAB"],
  ["one character alone", "AAAAA"],
];

async function make(source: VectorSource): Promise<BytesVector[]> {
  const vectors: BytesVector[] = [];
  for (const length of [0, 1, 2, 3, 64]) {
    const bytes = await source.bytes(length);
    vectors.push({ name: `${length} bytes`, operation: "b64", bytes: toHex(bytes), b64: b64(bytes) });
  }
  for (const [name, text] of refused) vectors.push({ name, operation: "refused b64", b64: text });
  for (const [integer, length] of [
    [0n, 4],
    [1n, 4],
    [0x0102_0304n, 4],
    [255n, 1],
  ] as const) {
    const bytes = toHex(bigIntToBytes(integer, length));
    vectors.push({
      name: `${integer} in ${length} bytes`,
      operation: "pad",
      integer: String(integer),
      length,
      bytes,
    });
  }
  const text = utf8("mtoken");
  vectors.push({ name: "H", operation: "hash", bytes: toHex(text), hash: toHex(await sha512(text)) });
  const [key, salt] = [await source.bytes(64), await source.bytes(64)];
  const mac = toHex(await hmacSha512(key, text));
  vectors.push({ name: "HMAC", operation: "hmac", key: toHex(key), data: toHex(text), mac });
  for (const length of [32, 64]) {
    const info = "mtoken-1/kek";
    const derived = toHex(await hkdfSha512({ key, salt, info, length }));
    vectors.push({
      name: `HKDF of ${length} bytes`,
      operation: "hkdf",
      key: toHex(key),
      salt: toHex(salt),
      info,
      derived,
    });
  }
  return vectors;
}

async function check(vector: BytesVector): Promise<void> {
  switch (vector.operation) {
    case "b64":
      requireSame("b64", b64(fromHex(vector.bytes)), vector.b64);
      return requireSame("bytes", toHex(fromB64(vector.b64)), vector.bytes);
    case "refused b64":
      return requireRefusal("malformed_message", () => fromB64(vector.b64));
    case "pad":
      requireSame("integer", String(bigIntFromBytes(fromHex(vector.bytes))), vector.integer);
      return requireSame("bytes", toHex(bigIntToBytes(BigInt(vector.integer), vector.length)), vector.bytes);
    case "hash":
      return requireSame("hash", toHex(await sha512(fromHex(vector.bytes))), vector.hash);
    case "hmac":
      return requireSame(
        "mac",
        toHex(await hmacSha512(fromHex(vector.key), fromHex(vector.data))),
        vector.mac,
      );
    case "hkdf": {
      const length = vector.derived.length / 2;
      const { info } = vector;
      const derived = await hkdfSha512({
        key: fromHex(vector.key),
        salt: fromHex(vector.salt),
        info,
        length,
      });
      return requireSame("derived", toHex(derived), vector.derived);
    }
  }
}
