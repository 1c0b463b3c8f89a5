/** The test keys that other vectors are made with, and their thumbprints (RFC 7638). */
import * as v from "valibot";
import { computerIdOf, deviceIdOf } from "../ids.ts";
import type { RsaPublicJwk } from "../jwk.ts";
import { importVerifyKey, thumbprint } from "../jwk.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireRefusal, requireSame } from "./vector-kind.ts";

const jwkSchema = v.looseObject({ kty: v.literal("RSA"), n: v.string(), e: v.literal("AQAB") });

const schema = v.variant("operation", [
  v.strictObject({
    name: v.string(),
    operation: v.literal("TEST KEY"),
    jwk: jwkSchema,
    thumbprint: v.string(),
    device: v.string(),
    computer: v.string(),
  }),
  v.strictObject({ name: v.string(), operation: v.literal("refused"), jwk: v.looseObject({}) }),
]);

type KeyVector = v.InferOutput<typeof schema>;

/**
 * Keys (private ones, as JWK), with the ids that a device or computer of this key has, and public keys to
 * refuse.
 */
export const keyVectors = defineKind({
  name: "keys",
  clause: "docs/protocol.md §1, §2",
  schema,
  make,
  check,
});

async function make(): Promise<KeyVector[]> {
  const vectors: KeyVector[] = [];
  for (const [name, key] of Object.entries(testKeys)) {
    const ids = {
      thumbprint: await thumbprint(key),
      device: await deviceIdOf(key),
      computer: await computerIdOf(key),
    };
    vectors.push({ name, operation: "TEST KEY", jwk: { ...key }, ...ids });
  }
  const { n, e } = testKeys.device;
  const refused: [string, object][] = [
    ["a modulus of 1024 bits", { kty: "RSA", n: n.slice(0, 171), e }],
    ["a modulus of more than 4096 bits", { kty: "RSA", n: n.repeat(3).slice(0, 684), e }],
    ["a modulus of 2047 bits", { kty: "RSA", n: `f${n.slice(1)}`, e }],
    ["a modulus with a zero byte in front", { kty: "RSA", n: `AA${n}`.slice(0, 343), e }],
    ["exponent 3", { kty: "RSA", n, e: "Aw" }],
    ["another kind of key", { kty: "oct", k: n }],
    ["a private member", { kty: "RSA", n, e, d: n }],
  ];
  return [
    ...vectors,
    ...refused.map(([name, jwk]) => ({ name, operation: "refused" as const, jwk: { ...jwk } })),
  ];
}

async function check(vector: KeyVector): Promise<void> {
  if (vector.operation === "refused") {
    return requireRefusal("malformed_message", () => importVerifyKey(vector.jwk as unknown as RsaPublicJwk));
  }
  const jwk: RsaPublicJwk = { kty: vector.jwk.kty, n: vector.jwk.n, e: vector.jwk.e };
  requireSame("thumbprint", await thumbprint(jwk), vector.thumbprint);
  requireSame("device", await deviceIdOf(jwk), vector.device);
  requireSame("computer", await computerIdOf(jwk), vector.computer);
  requireSame("type", (await importVerifyKey(jwk)).type, "public");
}
