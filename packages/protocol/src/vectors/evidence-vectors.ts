/** Vectors of evidence (docs/protocol.md §9): a whole file with its JWKS, and files that break one link each. */
import * as v from "valibot";
import { b64 } from "../bytes.ts";
import { identityJwksSchema } from "../identity.ts";
import { verifyEvidence } from "../verify-evidence.ts";
import type { SampleChanges } from "./evidence-sample.ts";
import { sampleEvidence, sampleJwks, sampleTime } from "./evidence-sample.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import { VectorSource } from "./vector-source.ts";

const schema = v.strictObject({
  name: v.string(),
  evidence: v.unknown(),
  jwks: identityJwksSchema,
  /** Null where the evidence holds. */
  broken: v.nullable(v.string()),
});

interface Case {
  name: string;
  broken: string | null;
  changes?: SampleChanges;
  /** When the identity key was revoked, counted from the decision. */
  revokedAfter?: number;
}

const otherHash = b64(new Uint8Array(64));

const cases: Case[] = [
  { name: "a payment that was approved", broken: null },
  { name: "a sign-in on an unknown computer, with digits", broken: null, changes: { signIn: true } },
  {
    name: "a signature that was refused",
    broken: null,
    changes: {
      payloads: {
        approval: { decision: "refuse", reason: "wrong-content" },
        receipt: { decision: "refuse" },
        entry: { kind: "request.refused" },
      },
    },
  },
  { name: "a key revoked after the checkpoint", broken: null, revokedAfter: 3600 },
  { name: "a key revoked before the checkpoint", broken: "key-validity", revokedAfter: 30 },
  {
    name: "an envelope signed by a stranger",
    broken: "envelope",
    changes: { keys: { envelope: testKeys.stranger } },
  },
  {
    name: "a receipt dated before the key was valid",
    broken: "key-validity",
    changes: { payloads: { receipt: { iat: sampleTime - 31_536_000 } } },
  },
  {
    name: "an approval by the device key",
    broken: "approval",
    changes: { keys: { approval: testKeys.device } },
  },
  {
    name: "an approval of another envelope",
    broken: "approval",
    changes: { payloads: { approval: { envelope: otherHash } } },
  },
  {
    name: "an approval without the digits asked for",
    broken: "approval",
    changes: { signIn: true, payloads: { approval: { digits: undefined } } },
  },
  {
    name: "a certificate of another device",
    broken: "certificate",
    changes: { payloads: { certificate: { device: `dev_${"B".repeat(43)}` } } },
  },
  {
    name: "an approval by passkey of what took the mPIN",
    broken: "receipt",
    changes: { payloads: { envelope: { fresh_factor: "mpin" }, receipt: { factor: "biometric" } } },
  },
  {
    name: "a receipt for another approval",
    broken: "receipt",
    changes: { payloads: { receipt: { approval: otherHash } } },
  },
  {
    name: "a receipt that turns a refusal into an approval",
    broken: "receipt",
    changes: { payloads: { approval: { decision: "refuse" } } },
  },
  {
    name: "an audit entry of another receipt",
    broken: "audit-entry",
    changes: { payloads: { entry: { receipt: otherHash } } },
  },
  {
    name: "a checkpoint of a log without the entry",
    broken: "inclusion-proof",
    changes: { payloads: { checkpoint: { root: otherHash } } },
  },
];

/** Evidence, whole and broken. */
export const evidenceVectors = defineKind({
  name: "evidence",
  clause: "docs/protocol.md §9",
  schema,
  async make() {
    const vectors: v.InferOutput<typeof schema>[] = [];
    for (const { name, broken, changes = {}, revokedAfter } of cases) {
      const dates = revokedAfter === undefined ? {} : { revoked: sampleTime + 21 + revokedAfter };
      const evidence = await sampleEvidence(new VectorSource("evidence"), changes);
      vectors.push({ name, evidence, jwks: await sampleJwks(dates), broken });
    }
    return vectors;
  },
  async check({ evidence, jwks, broken }) {
    const result = await verifyEvidence({ evidence, jwks });
    requireSame("broken link", result.ok ? null : result.broken, broken);
  },
});
