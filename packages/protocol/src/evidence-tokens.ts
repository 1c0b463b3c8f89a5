/**
 * What identity keys have signed in evidence (docs/protocol.md §9, steps 1 and 2): the tokens are opened whatever
 * their keys' dates are, and those are judged together.
 */
import type * as v from "valibot";
import type { Receipt } from "./approval.ts";
import { receiptSchema } from "./approval.ts";
import type { Checkpoint } from "./audit.ts";
import { checkpointSchema } from "./audit.ts";
import { linked, requireThat } from "./broken-link.ts";
import type { Certificate } from "./certificate.ts";
import { certificateSchema } from "./certificate.ts";
import type { Envelope } from "./envelope.ts";
import { envelopeSchema } from "./envelope.ts";
import { ProtocolError } from "./errors.ts";
import type { Evidence, EvidenceLink } from "./evidence.ts";
import type { IdentityJwk, IdentityJwks } from "./identity.ts";
import { importVerifyKey, thumbprint } from "./jwk.ts";
import type { TokenType } from "./token.ts";
import { readKid, verifyToken } from "./token.ts";

/** A token by an identity key: what it says and the key that said it. */
interface Signed<T> {
  payload: T;
  key: IdentityJwk;
}

/** The four tokens of evidence by identity keys. */
export interface SignedTokens {
  envelope: Signed<Envelope>;
  certificate: Signed<Certificate>;
  receipt: Signed<Receipt>;
  checkpoint: Signed<Checkpoint>;
}

/** Opens all that identity keys have signed. */
export async function openTokens(file: Evidence, jwks: IdentityJwks): Promise<SignedTokens> {
  return {
    envelope: await openSigned({
      link: "envelope",
      token: file.envelope,
      typ: "mtoken-envelope+jws",
      schema: envelopeSchema,
      jwks,
    }),
    certificate: await openSigned({
      link: "certificate",
      token: file.certificate,
      typ: "mtoken-certificate+jws",
      schema: certificateSchema,
      jwks,
    }),
    receipt: await openSigned({
      link: "receipt",
      token: file.receipt,
      typ: "mtoken-receipt+jws",
      schema: receiptSchema,
      jwks,
    }),
    checkpoint: await openSigned({
      link: "checkpoint",
      token: file.audit.checkpoint,
      typ: "mtoken-checkpoint+jws",
      schema: checkpointSchema,
      jwks,
    }),
  };
}

/**
 * Verifies a token by an identity key, whatever the key's dates are: those are looked at once all tokens are read,
 * since a revoked key is judged by the checkpoint's time.
 */
function openSigned<T>(options: {
  link: EvidenceLink;
  token: string;
  typ: TokenType;
  schema: v.GenericSchema<unknown, T>;
  jwks: IdentityJwks;
}): Promise<Signed<T>> {
  const { link, token, typ, schema, jwks } = options;
  return linked(link, `The ${link} is not signed by an identity key of this server.`, async () => {
    const kid = readKid(token);
    const key = jwks.keys.find((candidate) => candidate.kid === kid);
    // A kid is only a claim: the key has to have that thumbprint.
    if (key === undefined || (await thumbprint(key)) !== kid) throw new ProtocolError("message_refused");
    const { kty, n, e } = key;
    const payload = await verifyToken({ token, typ, schema, key: await importVerifyKey({ kty, n, e }), kid });
    return { payload, key };
  });
}

/** Requires each key to have been good when it signed, and a checkpoint older than its revocation. */
export function requireValidKeys(signed: SignedTokens, at: number | undefined): void {
  const until = signed.checkpoint.payload.iat;
  for (const { payload, key } of Object.values(signed)) {
    const { iat } = payload;
    const good = key.nbf <= iat && iat < key.exp && (at === undefined || iat <= at);
    requireThat(good, "key-validity", "A token is dated outside of the time for which its key was valid.");
    const { revoked } = key;
    // Only the log shows that a token is older than a revocation: its own date could have been written by a thief.
    const inTime = revoked === undefined || (iat < revoked && until < revoked);
    requireThat(
      inTime,
      "key-validity",
      "A key was revoked, and no earlier checkpoint covers what it signed.",
    );
  }
}

/** Keys whose revocation was known at the instant that counts. */
export function revokedKeys(signed: SignedTokens, at: number | undefined): string[] {
  const keys = Object.values(signed).map(({ key }) => key);
  const revoked = keys.filter((key) => key.revoked !== undefined && (at === undefined || key.revoked <= at));
  return [...new Set(revoked.map(({ kid }) => kid))];
}
