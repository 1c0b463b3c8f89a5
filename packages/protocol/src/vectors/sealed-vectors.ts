/** Vectors of sealed messages (docs/protocol.md §2). */
import * as v from "valibot";
import { b64, fromB64, fromHex, toHex, utf8 } from "../bytes.ts";
import { errorCodeSchema } from "../errors.ts";
import { thumbprint } from "../jwk.ts";
import type { SealedType } from "../sealed.ts";
import { openDirect, openWithKey, readSealedHeader } from "../sealed.ts";
import { sealFixed } from "./fixed-rsa.ts";
import type { TestKey } from "./test-keys.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireRefusal, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const commonEntries = {
  name: v.string(),
  typ: v.custom<SealedType>((typ) => typeof typ === "string" && typ.endsWith("+jwe")),
  token: v.string(),
};
const toKeyEntries = { ...commonEntries, recipient: v.picklist(["activation", "stranger"]), kid: v.string() };
const directEntries = { ...commonEntries, key: v.string(), kid: v.nullable(v.string()) };
const opened = { plaintext: v.string() };
const refusedEntries = { code: errorCodeSchema };

const schema = v.variant("operation", [
  v.strictObject({ ...toKeyEntries, ...opened, operation: v.literal("open with key") }),
  v.strictObject({ ...toKeyEntries, ...refusedEntries, operation: v.literal("refused with key") }),
  v.strictObject({ ...directEntries, ...opened, operation: v.literal("open"), seq: v.nullable(v.number()) }),
  v.strictObject({ ...directEntries, ...refusedEntries, operation: v.literal("refused") }),
]);

type SealedVector = v.InferOutput<typeof schema>;

/**
 * Messages sealed to a test key of keys.json (`recipient`), or under `key` (hexadecimal); `kid` null: none
 * is to be there.
 */
export const sealedVectors = defineKind({
  name: "sealed",
  clause: "docs/protocol.md §2",
  schema,
  make,
  check,
});

const plaintext = '{"method":"status","params":{}}';

async function make(source: VectorSource): Promise<SealedVector[]> {
  return [
    ...(await sealedToKey(source)),
    ...(await sealedDirectly(source)),
    ...(await refusedDirectly(source)),
  ];
}

async function sealedToKey(source: VectorSource): Promise<SealedVector[]> {
  const typ = "mtoken-activation+jwe";
  const kid = await thumbprint(testKeys.activation);
  const seal = (header?: object) =>
    sealFixed({ source, plaintext: "Žofie", typ, recipient: { jwk: testKeys.activation }, kid, header });
  const common = { typ, kid, recipient: "activation" } as const;
  const right = await seal();
  const enc = "A256CBC-HS512";
  const refused: [string, string, Partial<typeof common>?][] = [
    ["sealed to another key", right, { ...common, kid: await thumbprint(testKeys.stranger) }],
    ["opened with another key", await seal(), { ...common, recipient: "stranger" as "activation" }],
    ["RSA-OAEP with SHA-1", await seal({ alg: "RSA-OAEP", enc, typ, kid })],
    ["RSA1_5", await seal({ alg: "RSA1_5", enc, typ, kid })],
    ["compressed", await seal({ alg: "RSA-OAEP-512", enc, typ, kid, zip: "DEF" })],
    ["a seq where none belongs", await seal({ alg: "RSA-OAEP-512", enc, typ, kid, seq: 1 })],
    ["a bit of the sealed key changed", changePart(await seal(), 1)],
    ["a bit of the ciphertext changed", changePart(await seal(), 3)],
  ];
  return [
    {
      name: "to the activation key",
      operation: "open with key",
      ...common,
      token: right,
      plaintext: "Žofie",
    },
    ...refused.map(([name, token, other]) => ({
      name: `to a key: ${name}`,
      operation: "refused with key" as const,
      ...common,
      ...other,
      token,
      code: "message_refused" as const,
    })),
  ];
}

async function sealedDirectly(source: VectorSource): Promise<SealedVector[]> {
  const key = await source.bytes(64);
  const kid = await source.id("hsk");
  const typ = "mtoken-activation-answer+jwe";
  const alone = await sealFixed({ source, plaintext, typ, recipient: { key } });
  const vectors: SealedVector[] = [
    {
      name: "outside of a session",
      operation: "open",
      typ,
      key: toHex(key),
      kid: null,
      seq: null,
      plaintext,
      token: alone,
    },
  ];
  for (const [typ, seq] of [
    ["mtoken-handshake-4+jwe", 0],
    ["mtoken-call+jwe", 1],
    ["mtoken-answer+jwe", 4096],
  ] as const) {
    const token = await sealFixed({ source, plaintext, typ, recipient: { key }, kid, seq });
    vectors.push({
      name: `${typ}, seq ${seq}`,
      operation: "open",
      typ,
      key: toHex(key),
      kid,
      seq,
      plaintext,
      token,
    });
  }
  return vectors;
}

async function refusedDirectly(source: VectorSource): Promise<SealedVector[]> {
  const key = await source.bytes(64);
  const [kid, otherKid] = [await source.id("hsk"), await source.id("hsk")];
  const typ = "mtoken-call+jwe";
  const seal = (header?: object) =>
    sealFixed({ source, plaintext, typ, recipient: { key }, kid, seq: 1, header });
  const enc = "A256CBC-HS512";
  const right = await seal();
  const parts = right.split(".");
  const reseq = [b64(utf8(JSON.stringify({ alg: "dir", enc, typ, kid, seq: 2 }))), ...parts.slice(1)].join(
    ".",
  );
  const common = { typ, key: toHex(key), kid } as const;
  const otherKey = toHex(await source.bytes(64));
  const refused: [string, string, object?][] = [
    ["another key", right, { key: otherKey }],
    ["another typ", right, { typ: "mtoken-answer+jwe" }],
    ["another session", right, { kid: otherKid }],
    ["a kid where none belongs", right, { kid: null }],
    ["another seq in the header", reseq],
    ["no seq", await seal({ alg: "dir", enc, typ, kid })],
    ["a seq that is no number", await seal({ alg: "dir", enc, typ, kid, seq: "1" })],
    ["a seq below zero", await seal({ alg: "dir", enc, typ, kid, seq: -1 })],
    ["a seq between numbers", await seal({ alg: "dir", enc, typ, kid, seq: 1.5 })],
    ["a seq beyond 2^53", await seal({ alg: "dir", enc, typ, kid, seq: 2 ** 53 })],
    ["compressed", await seal({ alg: "dir", enc, typ, kid, seq: 1, zip: "DEF" })],
    ["crit", await seal({ alg: "dir", enc, typ, kid, seq: 1, crit: ["seq"] })],
    ["another enc", await seal({ alg: "dir", enc: "A256GCM", typ, kid, seq: 1 })],
    ["another alg", await seal({ alg: "A256KW", enc, typ, kid, seq: 1 })],
    ["a bit of the iv changed", changePart(right, 2)],
    ["a bit of the ciphertext changed", changePart(right, 3)],
    ["a bit of the tag changed", changePart(right, 4)],
    ["half of the tag", [...parts.slice(0, 4), b64(fromB64(parts[4] ?? "").slice(0, 16))].join(".")],
    ["a sealed key where none belongs", parts.map((part, index) => (index === 1 ? "AAAA" : part)).join(".")],
  ];
  const malformed: [string, string][] = [
    ["four parts", parts.slice(0, 4).join(".")],
    ["padding", `${right}=`],
    ["nothing", ""],
  ];
  return [
    ...refused.map(([name, token, other]) => ({
      ...refusedVector(name, token, "message_refused"),
      ...common,
      ...other,
    })),
    ...malformed.map(([name, token]) => ({ ...refusedVector(name, token, "malformed_message"), ...common })),
  ];
}

function refusedVector<Code extends string>(name: string, token: string, code: Code) {
  return { name: `in a session: ${name}`, operation: "refused" as const, token, code };
}

function changePart(token: string, index: number): string {
  const parts = token.split(".");
  const bytes = fromB64(parts[index] ?? "");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  parts[index] = b64(bytes);
  return parts.join(".");
}

async function check(vector: SealedVector): Promise<void> {
  switch (vector.operation) {
    case "open with key":
      return requireSame("plaintext", await openToKey(vector), vector.plaintext);
    case "refused with key":
      return requireRefusal(vector.code, () => openToKey(vector));
    case "open": {
      const { token, typ, kid, seq } = vector;
      const expected = seq === null ? { plaintext: vector.plaintext } : { plaintext: vector.plaintext, seq };
      requireSame("opened", await openDirectly(vector), expected);
      if (kid !== null) requireSame("header", readSealedHeader(token, typ), { kid, seq });
      return;
    }
    case "refused":
      return requireRefusal(vector.code, () => openDirectly(vector));
  }
}

type Sealed = Pick<
  Extract<SealedVector, { operation: "open with key" }>,
  "token" | "typ" | "kid" | "recipient"
>;
type SealedUnder = Pick<Extract<SealedVector, { operation: "open" }>, "token" | "typ" | "kid" | "key">;

async function openToKey({ token, typ, kid, recipient }: Sealed): Promise<string> {
  const privateKey = await importPrivate(testKeys[recipient]);
  return openWithKey({ token, privateKey, kid, typ });
}

function openDirectly({ token, typ, kid, key }: SealedUnder): Promise<{ plaintext: string; seq?: number }> {
  return openDirect({ token, key: fromHex(key), typ, kid: kid ?? undefined });
}

function importPrivate(key: TestKey) {
  return crypto.subtle.importKey("jwk", { ...key }, { name: "RSA-OAEP", hash: "SHA-512" }, false, [
    "decrypt",
  ]);
}
