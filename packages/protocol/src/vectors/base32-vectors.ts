/** Vectors of Crockford's base32 and of the codes that people type (docs/protocol.md §1, §4, §7). */
import * as v from "valibot";
import {
  checkCharacter,
  decodeBase32,
  decodeBase32Number,
  encodeBase32,
  encodeBase32Number,
  formatRegistrationCode,
  formatTypedCode,
  parseRegistrationCode,
  parseTypedCode,
} from "../base32.ts";
import { fromHex, toHex } from "../bytes.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const codeEntries = {
  name: v.string(),
  typed: v.string(),
  code: v.nullable(v.string()),
  shown: v.nullable(v.string()),
};

const schema = v.variant("operation", [
  v.strictObject({
    name: v.string(),
    operation: v.literal("encode"),
    bytes: v.string(),
    bits: v.number(),
    text: v.string(),
  }),
  v.strictObject({
    name: v.string(),
    operation: v.literal("decode"),
    text: v.string(),
    length: v.number(),
    bytes: v.nullable(v.string()),
  }),
  v.strictObject({ name: v.string(), operation: v.literal("number"), value: v.number(), text: v.string() }),
  v.strictObject({
    name: v.string(),
    operation: v.literal("check character"),
    text: v.string(),
    check: v.string(),
  }),
  v.strictObject({ ...codeEntries, operation: v.literal("registration code") }),
  v.strictObject({ ...codeEntries, operation: v.literal("typed code") }),
]);

type Base32Vector = v.InferOutput<typeof schema>;

/** Base32 and codes. Bytes are hexadecimal; null is what must be refused. */
export const base32Vectors = defineKind({
  name: "base32",
  clause: "docs/protocol.md §1, §4, §7",
  schema,
  make,
  check,
});

async function make(source: VectorSource): Promise<Base32Vector[]> {
  return [...(await encodings(source)), ...decodings(), ...(await codes(source))];
}

async function encodings(source: VectorSource): Promise<Base32Vector[]> {
  const vectors: Base32Vector[] = [];
  for (const [name, length, bits] of [
    ["an id or a link secret", 16, 128],
    ["the mac of a QR text", 64, 80],
    ["a fingerprint", 64, 100],
  ] as const) {
    const bytes = await source.bytes(length);
    vectors.push({ name, operation: "encode", bytes: toHex(bytes), bits, text: encodeBase32(bytes, bits) });
  }
  for (const value of [0, 31, 32, 1023]) {
    vectors.push({ name: `tick ${value}`, operation: "number", value, text: encodeBase32Number(value, 2) });
  }
  return vectors;
}

function decodings(): Base32Vector[] {
  const texts: [string, string, number][] = [
    ["as it is written", "ZZZZZZZZ", 5],
    ["lower case, spaces and hyphens are forgiven", "zz-zz zz-zz", 5],
    ["I and L are 1, O is 0, U is V", "ILOUiloU", 5],
    ["a character that is none", "ZZZZZZZ!", 5],
    ["a letter that only looks like one", "ZZZZZZZſ", 5],
    ["too short", "ZZZZZZZ", 5],
    ["too long", "ZZZZZZZZ0", 5],
    ["filling bits that are zero", "ZW", 1],
    ["filling bits that are not", "ZX", 1],
  ];
  return texts.map(([name, text, length]) => {
    const bytes = decodeBase32(text, length);
    return {
      name: `decode: ${name}`,
      operation: "decode",
      text,
      length,
      bytes: bytes === undefined ? null : toHex(bytes),
    };
  });
}

async function codes(source: VectorSource): Promise<Base32Vector[]> {
  const payload = encodeBase32(await source.bytes(6), 45);
  const registration = payload + checkCharacter(payload);
  const typed = payload.slice(1) + checkCharacter(payload.slice(1));
  return [
    {
      name: "of a registration code",
      operation: "check character",
      text: payload,
      check: checkCharacter(payload),
    },
    { name: "of zeros", operation: "check character", text: "000000000", check: checkCharacter("000000000") },
    registrationVector("as it is shown", formatRegistrationCode(registration)),
    registrationVector("as people type it", ` ${registration.toLowerCase().split("").join(" ")} `),
    registrationVector("one character wrong", changeFirst(registration)),
    registrationVector("one character less", registration.slice(1)),
    registrationVector("nothing", ""),
    typedVector("as it is shown", formatTypedCode(typed)),
    typedVector("one character wrong", changeFirst(typed)),
    typedVector("a registration code", registration),
  ];
}

function changeFirst(code: string): string {
  return `${code.startsWith("7") ? "8" : "7"}${code.slice(1)}`;
}

function registrationVector(name: string, typed: string): Base32Vector {
  return {
    name: `registration code ${name}`,
    operation: "registration code",
    typed,
    ...readRegistration(typed),
  };
}

function typedVector(name: string, typed: string): Base32Vector {
  return { name: `typed code ${name}`, operation: "typed code", typed, ...readTyped(typed) };
}

function readRegistration(typed: string): { code: string | null; shown: string | null } {
  const code = parseRegistrationCode(typed);
  return code === undefined ? { code: null, shown: null } : { code, shown: formatRegistrationCode(code) };
}

function readTyped(typed: string): { code: string | null; shown: string | null } {
  const code = parseTypedCode(typed);
  return code === undefined ? { code: null, shown: null } : { code, shown: formatTypedCode(code) };
}

async function check(vector: Base32Vector): Promise<void> {
  switch (vector.operation) {
    case "encode":
      return requireSame("text", encodeBase32(fromHex(vector.bytes), vector.bits), vector.text);
    case "decode": {
      const bytes = decodeBase32(vector.text, vector.length);
      return requireSame("bytes", bytes === undefined ? null : toHex(bytes), vector.bytes);
    }
    case "number":
      requireSame("value", decodeBase32Number(vector.text), vector.value);
      return requireSame("text", encodeBase32Number(vector.value, vector.text.length), vector.text);
    case "check character":
      return requireSame("check", checkCharacter(vector.text), vector.check);
    case "registration code":
      return requireSame("read", readRegistration(vector.typed), { code: vector.code, shown: vector.shown });
    case "typed code":
      return requireSame("read", readTyped(vector.typed), { code: vector.code, shown: vector.shown });
  }
}
