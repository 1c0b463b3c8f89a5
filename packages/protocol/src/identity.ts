/**
 * The server's identity keys (docs/protocol.md §3): a JWKS whose entries say from when to when each is
 * good, and whether it was revoked. The phone accepts none but those whose thumbprints it carries: its
 * pins.
 */
import * as v from "valibot";
import { ProtocolError } from "./errors.ts";
import { originSchema, tokenSchema } from "./fields.ts";
import { importVerifyKey, rsaPublicJwkSchema, thumbprint } from "./jwk.ts";
import type { VerifyTokenOptions } from "./token.ts";
import { readKid, verifyToken } from "./token.ts";

export const thumbprintSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, "must be a thumbprint"));
const numericDateSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Schema of one entry of `GET {server origin}/.well-known/mtoken-keys`. */
export const identityJwkSchema = v.strictObject({
  ...rsaPublicJwkSchema.entries,
  kid: thumbprintSchema,
  alg: v.literal("PS512"),
  use: v.literal("sig"),
  nbf: numericDateSchema,
  exp: numericDateSchema,
  revoked: v.optional(numericDateSchema),
  endorsement: v.optional(tokenSchema()),
});

/** One identity key. `nbf`, `exp` and `revoked` count whole seconds since 1970; `endorsement` introduces the key. */
export type IdentityJwk = v.InferOutput<typeof identityJwkSchema>;

/** Schema of the whole JWKS. */
export const identityJwksSchema = v.object({ keys: v.pipe(v.array(identityJwkSchema), v.maxLength(100)) });

/** The server's identity keys, past ones included: old evidence is verified with old keys. */
export type IdentityJwks = v.InferOutput<typeof identityJwksSchema>;

/** Schema of `mtoken-key+jws`. */
export const keyEndorsementSchema = v.strictObject({
  iss: originSchema,
  kid: thumbprintSchema,
  nbf: numericDateSchema,
  exp: numericDateSchema,
  iat: numericDateSchema,
});

/** By an older identity key: `kid` is the next one's thumbprint, `nbf` and `exp` are when that is good. */
export type KeyEndorsement = v.InferOutput<typeof keyEndorsementSchema>;

/** How far the clocks of phone and server may differ, in seconds, before a key's first and after its last. */
const clockTolerance = 300;

/** What {@link verifyIdentityToken} takes. */
export interface VerifyIdentityTokenOptions<T>
  extends Pick<VerifyTokenOptions<T>, "token" | "typ" | "schema" | "iss"> {
  jwks: IdentityJwks;
  /** Thumbprints of the only identity keys to accept. Evidence is verified without pins. */
  pins?: readonly string[] | undefined;
  /** The moment at which the key must have been good, in seconds since 1970; the present when left out. */
  at?: number | undefined;
}

/**
 * Verifies a token signed by an identity key, and that the key was good at the time.
 *
 * @throws {ProtocolError} what {@link verifyToken} throws; an unknown, unpinned, revoked, early or late key
 *   is `message_refused` too.
 */
export async function verifyIdentityToken<T>(options: VerifyIdentityTokenOptions<T>): Promise<T> {
  const { token, typ, schema, iss, jwks, pins } = options;
  const at = options.at ?? Math.floor(Date.now() / 1000);
  const kid = readKid(token);
  const jwk = jwks.keys.find((candidate) => candidate.kid === kid);
  if (jwk === undefined || !wasGood(jwk, at)) throw new ProtocolError("message_refused");
  // A kid is only a claim: a JWKS that names a foreign key by a pinned kid must not pass.
  if ((await thumbprint(jwk)) !== kid) throw new ProtocolError("message_refused");
  if (pins !== undefined && !pins.includes(kid)) throw new ProtocolError("message_refused");
  const key = await importVerifyKey({ kty: jwk.kty, n: jwk.n, e: jwk.e });
  return verifyToken({ token, typ, schema, key, kid, iss });
}

function wasGood({ nbf, exp, revoked }: IdentityJwk, at: number): boolean {
  if (revoked !== undefined && at >= revoked) return false;
  return nbf - clockTolerance <= at && at < exp + clockTolerance;
}

/** What {@link trustedKeys} takes. */
export interface TrustedKeysOptions {
  iss: string;
  jwks: IdentityJwks;
  /** The thumbprints that are trusted without any introduction. */
  pins: readonly string[];
  /** The moment at which an endorsing key must be good, in seconds since 1970. */
  at: number;
}

/**
 * The pins, and every key of the JWKS that one of them introduces, directly or by another that it introduced. A key
 * that was revoked introduces none, whatever the date of its word: who stole it writes any date.
 *
 * @returns thumbprints; the pins first.
 */
export async function trustedKeys({ iss, jwks, pins, at }: TrustedKeysOptions): Promise<string[]> {
  const endorsers: IdentityJwks = { keys: jwks.keys.filter(({ revoked }) => revoked === undefined) };
  const trusted = [...pins];
  let waiting = jwks.keys.filter(({ kid }) => !trusted.includes(kid));
  for (let found = true; found; ) {
    const introduced: string[] = [];
    for (const jwk of waiting) {
      if (await isEndorsed(jwk, { iss, jwks: endorsers, pins: trusted, at })) introduced.push(jwk.kid);
    }
    found = introduced.length > 0;
    trusted.push(...introduced);
    waiting = waiting.filter(({ kid }) => !introduced.includes(kid));
  }
  return trusted;
}

/** The endorsement is for this very key, and for the time that the JWKS gives it. */
async function isEndorsed(jwk: IdentityJwk, options: TrustedKeysOptions): Promise<boolean> {
  const token = jwk.endorsement;
  if (token === undefined) return false;
  try {
    const said = await verifyIdentityToken({
      ...options,
      token,
      typ: "mtoken-key+jws",
      schema: keyEndorsementSchema,
    });
    return said.kid === jwk.kid && said.nbf === jwk.nbf && said.exp === jwk.exp;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}
