/**
 * Who a relying party is, by a JWT that it signs itself (RFC 7523 §3, `private_key_jwt`). No secret is shared, and an
 * assertion is good once.
 */
import { createHash } from "node:crypto";
import type { ClientId } from "@mtoken/protocol";
import { isClientId, parseJson, tuple } from "@mtoken/protocol";
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from "jose";
import * as v from "valibot";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { AssertionAlgorithm } from "./client-keys.ts";
import { assertionAlgorithms, keyFor } from "./client-keys.ts";
import { findClientKeys } from "./client-store.ts";
import { spendAssertion } from "./token-store.ts";

const longestLife = 300;
/** How far the client's clock may be from ours. */
const leeway = 30;

const headerSchema = v.strictObject({
  alg: v.picklist(assertionAlgorithms),
  kid: v.optional(v.pipe(v.string(), v.maxLength(128))),
  typ: v.optional(v.picklist(["JWT", "client-authentication+jwt"])),
});

const claimsSchema = v.object({
  iss: v.custom<ClientId>(isClientId),
  sub: v.custom<ClientId>(isClientId),
  aud: v.union([
    v.string(),
    v.pipe(
      v.strictTuple([v.string()]),
      v.transform(([only]) => only),
    ),
  ]),
  jti: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  exp: v.pipe(v.number(), v.finite()),
  iat: v.optional(v.pipe(v.number(), v.finite())),
  nbf: v.optional(v.pipe(v.number(), v.finite())),
});

type Claims = v.InferOutput<typeof claimsSchema>;

/** Undefined whatever is wrong with it: a stranger learns nothing about clients and their keys. */
export async function verifyClientAssertion(
  context: Context,
  assertion: string,
): Promise<ClientId | undefined> {
  const claims = await verifySignature(context, assertion);
  if (claims === undefined || !holds(context, claims)) return undefined;
  // Spent last, when nothing else can refuse it: nobody but the client uses up its assertions.
  const hash = createHash("sha512")
    .update(tuple("mtoken-1/assertion", claims.iss, claims.jti))
    .digest();
  const expiresAt = later(new Date(claims.exp * 1000), leeway);
  return (await spendAssertion(context.database.kysely, { hash, expiresAt })) ? claims.iss : undefined;
}

/** An audience of several would let one of them use it here (RFC 7523 as updated against audience injection). */
function holds({ config, clock }: Context, { iss, sub, aud, exp, iat, nbf }: Claims): boolean {
  const now = toNumericDate(clock.now());
  const isForUs = aud === config.signInOrigin || aud === `${config.signInOrigin}/v1/token`;
  const hasBegun = Math.max(iat ?? 0, nbf ?? 0) <= now + leeway;
  return iss === sub && isForUs && hasBegun && exp > now && exp <= now + longestLife + leeway;
}

async function verifySignature({ database }: Context, assertion: string): Promise<Claims | undefined> {
  const unverified = readUnverified(assertion);
  if (unverified === undefined) return undefined;
  const { alg, kid, iss } = unverified;
  const keys = await findClientKeys(database.kysely, iss);
  const jwk = keys && keyFor(keys, { alg, kid });
  if (jwk === undefined) return undefined;
  try {
    const key = await importJWK(jwk, alg);
    const { payload } = await compactVerify(assertion, key, { algorithms: [alg] });
    return v.parse(claimsSchema, parseJson(payload));
  } catch {
    return undefined;
  }
}

/** Only to find the key that it has to be verified with. */
function readUnverified(
  assertion: string,
): { alg: AssertionAlgorithm; kid: string | undefined; iss: ClientId } | undefined {
  try {
    const { alg, kid } = v.parse(headerSchema, decodeProtectedHeader(assertion));
    const { iss } = v.parse(claimsSchema, decodeJwt(assertion));
    return { alg, kid, iss };
  } catch {
    return undefined;
  }
}
