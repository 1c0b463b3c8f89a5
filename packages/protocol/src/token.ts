/**
 * Signed tokens (docs/protocol.md §2): JWS compact, PS512. The header is exactly `alg`, `typ`, and `kid`
 * where the identity key signs; a token of one kind is never accepted as another.
 */
import type * as v from "valibot";
import { platform } from "#platform";
import { b64, sha512, utf8 } from "./bytes.ts";
import type { UnverifiedHeader } from "./compact.ts";
import {
  largestEnvelope,
  largestOf,
  parseJsonObject,
  parseWith,
  readCompact,
  requireHeader,
} from "./compact.ts";
import { ProtocolError } from "./errors.ts";
import type { CryptoKey } from "./jwk.ts";

/** The kinds of signed tokens. */
export type TokenType =
  | "mtoken-offer+jws"
  | "mtoken-activation+jws"
  | "mtoken-activation-answer+jws"
  | "mtoken-handshake-1+jws"
  | "mtoken-handshake-2+jws"
  | "mtoken-handshake-3+jws"
  | "mtoken-refusal+jws"
  | "mtoken-signing-key+jws"
  | "mtoken-certificate+jws"
  | "mtoken-envelope+jws"
  | "mtoken-approval+jws"
  | "mtoken-enrolment+jws"
  | "mtoken-enrolment-approval+jws"
  | "mtoken-receipt+jws"
  | "mtoken-checkpoint+jws"
  | "mtoken-computer+jws"
  | "mtoken-key+jws";

/** What {@link signToken} takes. `kid` is given exactly when the identity key signs. */
export interface SignTokenOptions {
  typ: TokenType;
  payload: object;
  key: CryptoKey;
  kid?: string | undefined;
}

/**
 * Signs a payload. Members that are undefined are left out.
 *
 * @example
 * await signToken({ typ: "mtoken-approval+jws", payload: approval, key: signingKey });
 */
export function signToken({ typ, payload, key, kid }: SignTokenOptions): Promise<string> {
  return platform.sign({ header: tokenHeader(typ, kid), payload: utf8(JSON.stringify(payload)), key });
}

/** What {@link verifyToken} takes. */
export interface VerifyTokenOptions<T> {
  token: string;
  typ: TokenType;
  schema: v.GenericSchema<unknown, T>;
  key: CryptoKey;
  /** What the header's `kid` must be. When it is left out, a header with a `kid` is refused. */
  kid?: string | undefined;
  /** When given, the payload's `aud` must be this. */
  aud?: string | undefined;
  /** When given, the payload's `iss` must be this. */
  iss?: string | undefined;
}

/**
 * Verifies a token: header, signature, addressee and issuer where they are given, and the form of its
 * payload.
 *
 * @throws {ProtocolError} `message_too_large`; `malformed_message` for what is no token, or a payload that
 *   the schema refuses; `message_refused`, always alike, for a wrong header, signature, `aud` or `iss`.
 */
export async function verifyToken<T>(options: VerifyTokenOptions<T>): Promise<T> {
  const { token, typ, schema, key, kid } = options;
  const { header, payload } = readToken(token, largestOf(typ));
  requireHeader(header, tokenHeader(typ, kid));
  await requireSignature(token, key);
  const claims = parseJsonObject(payload);
  for (const name of ["aud", "iss"] as const) {
    const expected = options[name];
    if (expected !== undefined && claims[name] !== expected) throw new ProtocolError("message_refused");
  }
  return parseWith(schema, claims);
}

/**
 * Reads a token that nobody has verified, only to find the key that verifies it. Nothing in it may be
 * believed, stored or acted upon before {@link verifyToken} has accepted the same text.
 */
export function readUnverified<T>(options: Pick<VerifyTokenOptions<T>, "token" | "typ" | "schema">): T {
  const { header, payload } = readToken(options.token, largestOf(options.typ));
  requireHeader(header, tokenHeader(options.typ, undefined));
  return parseWith(options.schema, parseJsonObject(payload));
}

/** The `kid` of an unverified token by an identity key. */
export function readKid(token: string): string {
  const { kid } = readToken(token, largestEnvelope).header;
  if (typeof kid !== "string") throw new ProtocolError("message_refused");
  return kid;
}

/** `hash(token)` of docs/protocol.md §1: SHA-512 over the exact characters that were sent, base64url. */
export async function hashToken(token: string): Promise<string> {
  return b64(await sha512(utf8(token)));
}

function tokenHeader(typ: TokenType, kid: string | undefined) {
  return { alg: "PS512", typ, ...(kid === undefined ? {} : { kid }) } as const;
}

function readToken(token: string, largest: number): { header: UnverifiedHeader; payload: Uint8Array } {
  const { header, parts } = readCompact(token, 3, largest);
  const [, payload] = parts;
  if (payload === undefined) throw new ProtocolError("malformed_message");
  return { header, payload };
}

async function requireSignature(token: string, key: CryptoKey): Promise<void> {
  try {
    await platform.verify(token, key);
  } catch (cause) {
    throw new ProtocolError("message_refused", { cause });
  }
}
