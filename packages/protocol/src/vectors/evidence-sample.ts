/**
 * A whole evidence file made of test keys, for vectors and tests. Every payload can be changed before it is signed,
 * and what follows from it follows: so a change shows the one check that is there to refuse it.
 */
import { b64, utf8 } from "../bytes.ts";
import type { Evidence } from "../evidence.ts";
import type { IdentityJwk, IdentityJwks } from "../identity.ts";
import { deviceIdOf } from "../ids.ts";
import type { RsaPublicJwk } from "../jwk.ts";
import { thumbprint } from "../jwk.ts";
import { hashToken } from "../token.ts";
import { signFixed } from "./fixed-rsa.ts";
import { referenceInclusionProof, referenceRoot } from "./merkle-reference.ts";
import type { TestKey } from "./test-keys.ts";
import { testKeys } from "./test-keys.ts";
import type { VectorSource } from "./vector-source.ts";

/** Noon of a day in November 2026. */
export const sampleTime = 1_795_348_800;
const day = 86_400;

/** Payloads by their place in the evidence. */
type SamplePart = "certificate" | "envelope" | "approval" | "receipt" | "entry" | "checkpoint";
type Payload = Record<string, unknown>;

/** What a sample differs in. */
export interface SampleChanges {
  /** Members that replace those of a payload, before it is signed; undefined takes a member away. */
  payloads?: Partial<Record<SamplePart, Payload>>;
  /** Keys that sign instead of the right ones. */
  keys?: Partial<Record<SamplePart, TestKey>>;
  /** The sign-in of a user instead of a payment. */
  signIn?: boolean;
}

/** The public half of a test key. */
export function publicHalf({ kty, n, e }: RsaPublicJwk): RsaPublicJwk {
  return { kty, n, e };
}

/** A test key as an entry of the server's JWKS, good for the year around {@link sampleTime}. */
export async function identityEntry(key: TestKey, dates: Partial<IdentityJwk> = {}): Promise<IdentityJwk> {
  const kid = await thumbprint(key);
  const validity = { nbf: sampleTime - 100 * day, exp: sampleTime + 265 * day };
  return { ...publicHalf(key), kid, alg: "PS512", use: "sig", ...validity, ...dates };
}

/** The JWKS that the sample verifies with: the identity key, and one that came after it. */
export async function sampleJwks(dates: Partial<IdentityJwk> = {}): Promise<IdentityJwks> {
  return { keys: [await identityEntry(testKeys.large), await identityEntry(testKeys.identity, dates)] };
}

const iss = "https://phone.bank.example";

const payment = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Müller & Söhne GmbH", account: "DE89370400440532013000" },
  reference: "Invoice 2026-117",
};

/** Who and what the sample is about. */
async function samplePeople(source: VectorSource) {
  return {
    request: await source.id("req"),
    relyingParty: { id: await source.id("cli"), name: "Example Bank Portal" },
    company: { id: await source.id("cmp"), name: "Widgets and Sons Ltd" },
    user: { id: await source.id("usr"), name: "Zoë Ångström" },
    handshake: await source.id("hsk"),
    device: await deviceIdOf(testKeys.device),
    nonce: b64(await source.bytes(16)),
  };
}

type People = Awaited<ReturnType<typeof samplePeople>>;

function envelopePayload(people: People, signIn: boolean): Payload {
  const { request, relyingParty, company, user, device, nonce } = people;
  const computer = {
    id: `cpt_${"A".repeat(43)}`,
    known_since: null,
    description: "Chrome on Windows",
  };
  return {
    iss,
    suite: "mtoken-1",
    request,
    kind: signIn ? "sign-in" : "signature",
    relying_party: relyingParty,
    origin: "https://portal.bank.example",
    company,
    user,
    device,
    nonce,
    computer: signIn ? computer : null,
    digits: signIn,
    same_device: false,
    fresh_factor: "any",
    asked_at: sampleTime - 60,
    content: signIn ? null : payment,
    iat: sampleTime,
    exp: sampleTime + 180,
  };
}

/** Makes evidence: right in everything but what the changes say. */
export async function sampleEvidence(source: VectorSource, changes: SampleChanges = {}): Promise<Evidence> {
  const { payloads = {}, keys = {}, signIn = false } = changes;
  const people = await samplePeople(source);
  const { request, user, company, device, handshake } = people;

  const certificate = await signedByServer("mtoken-certificate+jws", "certificate", {
    iss,
    suite: "mtoken-1",
    device,
    signing_key: publicHalf(testKeys.signing),
    user: user.id,
    company: company.id,
    iat: sampleTime - 30 * day,
  });
  const envelope = await signedByServer("mtoken-envelope+jws", "envelope", envelopePayload(people, signIn));
  const approval = await signFixed({
    source,
    typ: "mtoken-approval+jws",
    payload: changed("approval", {
      aud: iss,
      request,
      device,
      envelope: await hashToken(envelope),
      decision: "approve",
      ...(signIn ? { digits: "42" } : {}),
      handshake,
      iat: sampleTime + 20,
    }),
    key: keys.approval ?? testKeys.signing,
  });
  const receipt = await signedByServer("mtoken-receipt+jws", "receipt", {
    iss,
    request,
    kind: signIn ? "sign-in" : "signature",
    decision: "approve",
    envelope: await hashToken(envelope),
    approval: await hashToken(approval),
    certificate: await hashToken(certificate),
    device,
    user: user.id,
    company: company.id,
    factor: "mpin",
    handshake,
    iat: sampleTime + 21,
  });
  const entry = JSON.stringify(
    changed("entry", {
      at: new Date((sampleTime + 21) * 1000).toISOString(),
      kind: "request.approved",
      company: company.id,
      user: user.id,
      device,
      request,
      receipt: await hashToken(receipt),
    }),
  );
  const log = ["first", "second", entry, "fourth", "fifth"].map(utf8);
  const checkpoint = await signedByServer("mtoken-checkpoint+jws", "checkpoint", {
    iss,
    size: log.length,
    root: b64(await referenceRoot(log)),
    iat: sampleTime + 60,
  });
  const proof = (await referenceInclusionProof(2, log)).map(b64);
  return {
    format: "mtoken-evidence-1",
    envelope,
    approval,
    certificate,
    receipt,
    audit: { index: 2, entry, proof, checkpoint },
  };

  function changed(part: SamplePart, payload: Payload): Payload {
    return { ...payload, ...payloads[part] };
  }

  async function signedByServer(
    typ: Parameters<typeof signFixed>[0]["typ"],
    part: SamplePart,
    payload: Payload,
  ): Promise<string> {
    const key = keys[part] ?? testKeys.identity;
    return signFixed({ source, typ, payload: changed(part, payload), key, kid: await thumbprint(key) });
  }
}
