/** Vectors of the activation link, transcript and proofs (docs/protocol.md §4). */
import * as v from "valibot";
import {
  activationTranscript,
  codeProof,
  formatActivationLink,
  linkProof,
  parseActivationLink,
} from "../activation.ts";
import { checkCharacter } from "../base32.ts";
import { b64, bigIntToBytes, fromHex, toHex } from "../bytes.ts";
import { argon2Schema, originSchema } from "../fields.ts";
import { activationIdSchema, deviceIdOf, deviceIdSchema } from "../ids.ts";
import { suiteIdSchema } from "../suite.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = v.strictObject({
  name: v.string(),
  link: v.string(),
  link_secret: v.string(),
  registration_code: v.string(),
  fields: v.strictObject({
    suite: suiteIdSchema,
    aud: originSchema,
    activation: activationIdSchema,
    device: deviceIdSchema,
    offer: v.string(),
    salt: v.string(),
    argon2: argon2Schema,
    verifier: v.string(),
    answer_key: v.string(),
  }),
  transcript: v.string(),
  link_proof: v.string(),
  code_proof: v.string(),
});

type Vector = v.InferOutput<typeof schema>;

async function makeVector(source: VectorSource, name: string, bytesOfN: number): Promise<Vector> {
  const fields = {
    suite: "mtoken-1",
    aud: "https://phone.bank.example",
    activation: await source.id("act"),
    device: await deviceIdOf(testKeys.device),
    offer: b64(await source.bytes(64)),
    salt: b64(await source.bytes(16)),
    argon2: { m: 65_536, t: 3, p: 1 },
    verifier: b64(await source.bytes(bytesOfN)),
    answer_key: b64(await source.bytes(64)),
  } as const;
  const secret = await source.bytes(16);
  const code = `7KQXM2P4D${checkCharacter("7KQXM2P4D")}`;
  const transcript = await activationTranscript(fields);
  return {
    name,
    link: formatActivationLink({ origin: fields.aud, activation: fields.activation, secret }),
    link_secret: toHex(secret),
    registration_code: code,
    fields,
    transcript: toHex(transcript),
    link_proof: toHex(await linkProof(secret, transcript)),
    code_proof: toHex(await codeProof(code, transcript)),
  };
}

/** Activation: link, transcript, both proofs. */
export const activationVectors = defineKind({
  name: "activation",
  clause: "docs/protocol.md §4",
  schema,
  async make(source) {
    const usual = await makeVector(source, "a verifier of 3072 bits", 384);
    const padded = await makeVector(source, "a verifier of 2048 bits", 256);
    const verifier = b64(bigIntToBytes(1n, 256));
    const transcript = await activationTranscript({ ...padded.fields, verifier });
    const small = {
      ...padded,
      name: "a small verifier, padded with zeros",
      fields: { ...padded.fields, verifier },
      transcript: toHex(transcript),
      link_proof: toHex(await linkProof(fromHex(padded.link_secret), transcript)),
      code_proof: toHex(await codeProof(padded.registration_code, transcript)),
    };
    return [usual, padded, small];
  },
  async check(vector) {
    const secret = fromHex(vector.link_secret);
    const link = { origin: vector.fields.aud, activation: vector.fields.activation, secret };
    requireSame("link", formatActivationLink(link), vector.link);
    const read = parseActivationLink(vector.link);
    requireSame("link's secret", toHex(read?.secret ?? new Uint8Array()), vector.link_secret);
    requireSame("link's activation", read?.activation, vector.fields.activation);
    const transcript = await activationTranscript(vector.fields);
    requireSame("transcript", toHex(transcript), vector.transcript);
    requireSame("link proof", toHex(await linkProof(secret, transcript)), vector.link_proof);
    const proof = await codeProof(vector.registration_code, transcript);
    requireSame("code proof", toHex(proof), vector.code_proof);
  },
});
