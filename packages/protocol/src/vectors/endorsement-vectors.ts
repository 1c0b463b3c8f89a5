/** Vectors of which identity keys a phone trusts: its pins, and what they introduce (docs/protocol.md §3). */
import * as v from "valibot";
import { originSchema } from "../fields.ts";
import type { IdentityJwk } from "../identity.ts";
import { identityJwksSchema, trustedKeys } from "../identity.ts";
import { thumbprint } from "../jwk.ts";
import { identityEntry, sampleTime } from "./evidence-sample.ts";
import { signFixed } from "./fixed-rsa.ts";
import { sampleOrigin } from "./message-samples.ts";
import type { TestKeyName } from "./test-keys.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = v.strictObject({
  name: v.string(),
  operation: v.picklist(["introduced", "refused"]),
  iss: originSchema,
  jwks: identityJwksSchema,
  pins: v.array(v.string()),
  /** The present, as the phone knows it. */
  at: v.number(),
  /** Thumbprints, the pins among them. */
  trusted: v.array(v.string()),
});

type EndorsementVector = v.InferOutput<typeof schema>;

const day = 86_400;

/** A server's keys, the first of which is the phone's pin; each other one is introduced by the one before it. */
interface Case {
  name: string;
  keys: readonly TestKeyName[];
  /** How many of them the phone trusts. */
  trusted: number;
  /** What the first key's entry differs in. */
  first?: Partial<IdentityJwk>;
  /** What the introductions differ in, from what the entries say. */
  said?: Readonly<Record<string, unknown>>;
  /** Who signs the introductions instead. */
  by?: TestKeyName;
  typ?: "mtoken-key+jws" | "mtoken-checkpoint+jws";
  withoutEndorsement?: boolean;
}

const cases: readonly Case[] = [
  { name: "a key that the pin introduces", keys: ["identity", "large"], trusted: 2 },
  {
    name: "a chain: the pin introduces a key, and that the next",
    keys: ["identity", "large", "signing"],
    trusted: 3,
  },
  { name: "no introduction", keys: ["identity", "large"], trusted: 1, withoutEndorsement: true },
  {
    name: "the introducing key is revoked",
    keys: ["identity", "large"],
    trusted: 1,
    first: { revoked: sampleTime - day },
  },
  {
    name: "the introducing key was revoked long after the introduction's iat",
    keys: ["identity", "large"],
    trusted: 1,
    first: { revoked: sampleTime - 1 },
    said: { iat: sampleTime - 90 * day },
  },
  {
    name: "a chain whose first introducing key is revoked",
    keys: ["identity", "large", "signing"],
    trusted: 1,
    first: { revoked: sampleTime - day },
  },
  {
    name: "the introducing key is over",
    keys: ["identity", "large"],
    trusted: 1,
    first: { exp: sampleTime - day },
  },
  {
    name: "the introducing key is not good yet",
    keys: ["identity", "large"],
    trusted: 1,
    first: { nbf: sampleTime + day },
  },
  { name: "an introduction by a stranger", keys: ["identity", "large"], trusted: 1, by: "stranger" },
  { name: "a key that introduces itself", keys: ["identity", "large"], trusted: 1, by: "large" },
  {
    name: "an introduction for a longer time than the entry's",
    keys: ["identity", "large"],
    trusted: 1,
    said: { exp: sampleTime + 3650 * day },
  },
  {
    name: "an introduction of another key",
    keys: ["identity", "large"],
    trusted: 1,
    said: { kid: "A".repeat(43) },
  },
  {
    name: "an introduction by another server",
    keys: ["identity", "large"],
    trusted: 1,
    said: { iss: "https://other.example" },
  },
  {
    name: "an introduction that was signed as another kind",
    keys: ["identity", "large"],
    trusted: 1,
    typ: "mtoken-checkpoint+jws",
  },
];

/** A JWKS, the pins, and which of its keys are trusted. */
export const endorsementVectors = defineKind({
  name: "endorsement",
  clause: "docs/protocol.md §3",
  schema,
  async make(source) {
    const vectors: EndorsementVector[] = [];
    for (const one of cases) vectors.push(await makeVector(source, one));
    return vectors;
  },
  async check({ iss, jwks, pins, at, trusted }) {
    requireSame("trusted keys", (await trustedKeys({ iss, jwks, pins, at })).sort(), [...trusted].sort());
  },
});

async function makeVector(source: VectorSource, one: Case): Promise<EndorsementVector> {
  const keys: IdentityJwk[] = [];
  for (const [index, name] of one.keys.entries()) {
    const entry = await identityEntry(testKeys[name], index === 0 ? one.first : {});
    const before = one.keys[index - 1];
    const isIntroduced = before !== undefined && one.withoutEndorsement !== true;
    keys.push(
      isIntroduced ? { ...entry, endorsement: await introduce(source, entry, one.by ?? before, one) } : entry,
    );
  }
  const thumbprints = keys.map(({ kid }) => kid);
  return {
    name: one.name,
    operation: one.trusted === keys.length ? "introduced" : "refused",
    iss: sampleOrigin,
    jwks: { keys: keys.reverse() },
    pins: thumbprints.slice(0, 1),
    at: sampleTime,
    trusted: thumbprints.slice(0, one.trusted),
  };
}

async function introduce(
  source: VectorSource,
  { kid, nbf, exp }: IdentityJwk,
  by: TestKeyName,
  { said, typ = "mtoken-key+jws" }: Case,
): Promise<string> {
  const payload = { iss: sampleOrigin, kid, nbf, exp, iat: sampleTime - 30 * day, ...said };
  return signFixed({ source, typ, payload, key: testKeys[by], kid: await thumbprint(testKeys[by]) });
}
