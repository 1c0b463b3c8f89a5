/** The public keys of a relying party (RFC 7517): what its assertions may be signed with, and nothing private. */
import { createPublicKey } from "node:crypto";
import { rsaPublicJwkSchema } from "@mtoken/protocol";
import * as v from "valibot";

/**
 * RSASSA-PSS and ECDSA as FAPI 2.0 has them (§5.4). `RS256` is left out, as it is there: PKCS #1 v1.5 is kept for
 * those who can't do better, and every library that signs assertions can.
 */
export const assertionAlgorithms = ["PS512", "PS256", "ES256"] as const;
export type AssertionAlgorithm = (typeof assertionAlgorithms)[number];

const mostKeys = 8;

const common = {
  kid: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
  use: v.exactOptional(v.literal("sig")),
};

const rsaKeySchema = v.strictObject({
  ...common,
  ...rsaPublicJwkSchema.entries,
  alg: v.exactOptional(v.picklist(["PS512", "PS256"])),
});

const coordinateSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

const ecKeySchema = v.strictObject({
  ...common,
  kty: v.literal("EC"),
  crv: v.literal("P-256"),
  x: coordinateSchema,
  y: coordinateSchema,
  alg: v.exactOptional(v.literal("ES256")),
});

type RsaKey = v.InferOutput<typeof rsaKeySchema>;
type EcKey = v.InferOutput<typeof ecKeySchema>;

/** Strict objects: a private member is refused, never stored. With several keys each needs a `kid` of its own. */
export const clientKeysSchema = v.strictObject({
  keys: v.pipe(
    v.array(
      v.pipe(v.variant("kty", [rsaKeySchema, ecKeySchema]), v.check(isUsable, "is no public key to rely on")),
    ),
    v.minLength(1),
    v.maxLength(mostKeys),
    v.check(
      (keys) => keys.length === 1 || new Set(keys.map(({ kid }) => kid ?? "")).size === keys.length,
      "each key needs a kid of its own",
    ),
    v.check(
      (keys) => keys.length === 1 || keys.every(({ kid }) => kid !== undefined),
      "each key needs a kid",
    ),
  ),
});

export type ClientKeys = v.InferOutput<typeof clientKeysSchema>;
export type ClientKey = ClientKeys["keys"][number];

/** The one key that an assertion's header can mean, or undefined. */
export function keyFor(
  { keys }: ClientKeys,
  { alg, kid }: { alg: AssertionAlgorithm; kid: string | undefined },
): ClientKey | undefined {
  const named = kid === undefined ? keys : keys.filter((key) => key.kid === kid);
  const [key, ...others] = named;
  if (key === undefined || others.length > 0) return undefined;
  const fits = key.kty === (alg === "ES256" ? "EC" : "RSA") && (key.alg === undefined || key.alg === alg);
  return fits ? key : undefined;
}

/** A point on the curve, a modulus of 2048 to 4096 bits. */
function isUsable(jwk: RsaKey | EcKey): boolean {
  try {
    const { modulusLength } = createPublicKey({ key: jwk, format: "jwk" }).asymmetricKeyDetails ?? {};
    return (
      jwk.kty === "EC" || (modulusLength !== undefined && modulusLength >= 2048 && modulusLength <= 4096)
    );
  } catch {
    return false;
  }
}
