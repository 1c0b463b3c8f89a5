import { evidenceSchema, identityJwksSchema, parseWith, verifyEvidence } from "@mtoken/protocol";
import file from "@mtoken/protocol/vectors/evidence.json" with { type: "json" };
import { expect, it } from "vitest";
import { forgeAmount } from "./check-evidence.ts";

const sound = file.vectors.find(({ name }) => name === "a payment that was approved");
if (sound === undefined) throw new Error("the vectors have a sound payment");
const jwks = parseWith(identityJwksSchema, sound.jwks);
const evidence = parseWith(evidenceSchema, sound.evidence);

it("forges another amount, and nothing but the envelope", () => {
  const forged = forgeAmount(evidence);
  expect(forged.payment).toMatchObject({ amount: "2234.50", currency: "EUR" });
  expect(forged.evidence).toEqual({ ...evidence, envelope: forged.evidence.envelope });
  expect(forged.evidence.envelope).not.toBe(evidence.envelope);
});

it("can't make evidence that holds", async () => {
  expect((await verifyEvidence({ evidence, jwks })).ok).toBe(true);
  expect((await verifyEvidence({ evidence: forgeAmount(evidence).evidence, jwks })).ok).toBe(false);
});
