/**
 * Vectors of whole activations (docs/protocol.md §4): the sealed message as it comes to the server, with all that it takes
 * to open and judge it, and the server's answer.
 */
import * as v from "valibot";
import type { ActivationMessage } from "../activation.ts";
import {
  activationAnswerSchema,
  activationSchema,
  activationTranscript,
  codeProof,
  linkProof,
  offerSchema,
  parseActivationLink,
} from "../activation.ts";
import { checkCharacter } from "../base32.ts";
import { b64, fromB64, toHex } from "../bytes.ts";
import { ProtocolError } from "../errors.ts";
import { deviceIdOf } from "../ids.ts";
import { importVerifyKey, rsaPublicJwkSchema, thumbprint } from "../jwk.ts";
import { openDirect, openWithKey } from "../sealed.ts";
import { hashToken, readUnverified, verifyToken } from "../token.ts";
import type { ActivationChanges } from "./activation-sample.ts";
import { sampleActivation } from "./activation-sample.ts";
import { publicHalf } from "./evidence-sample.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

/** The steps in which a server judges a message, each of them only after those before it. */
const faultSchema = v.picklist(["sealing", "message", "activation", "offer", "link_proof", "code_proof"]);

const commonEntries = {
  name: v.string(),
  link: v.string(),
  registration_code: v.string(),
  offer: v.string(),
  /** Sealed to the activation key of keys.json. */
  sealed: v.string(),
};

const schema = v.variant("operation", [
  v.strictObject({
    ...commonEntries,
    operation: v.literal("accepted"),
    payload: activationSchema,
    transcript: v.string(),
    identity_key: rsaPublicJwkSchema,
    answer: v.string(),
  }),
  v.strictObject({ ...commonEntries, operation: v.literal("refused"), broken: faultSchema }),
]);

type ActivationVector = v.InferOutput<typeof schema>;
type Accepted = Extract<ActivationVector, { operation: "accepted" }>;
type Fault = v.InferOutput<typeof faultSchema>;

/** Activation messages, whole and broken: `broken` names the first step that fails. */
export const activationMessageVectors = defineKind({
  name: "activation-message",
  clause: "docs/protocol.md §4",
  schema,
  make,
  async check(vector) {
    const read = await judge(vector);
    requireSame("fault", read.fault, vector.operation === "refused" ? vector.broken : null);
    if (vector.operation === "accepted" && read.fault === null) await checkAccepted(vector, read);
  },
});

async function make(source: VectorSource): Promise<ActivationVector[]> {
  const { message, transcript, answer, ...rest } = await sampleActivation(source);
  const vectors: ActivationVector[] = [
    {
      name: "a whole activation, with the server's answer",
      operation: "accepted",
      ...rest,
      payload: v.parse(activationSchema, message),
      transcript: toHex(transcript),
      identity_key: publicHalf(testKeys.identity),
      answer,
    },
  ];
  for (const [name, broken, changes] of await brokenCases(source)) {
    const { link, registration_code, offer, sealed } = await sampleActivation(source, changes);
    vectors.push({ name, operation: "refused", link, registration_code, offer, sealed, broken });
  }
  return vectors;
}

async function brokenCases(source: VectorSource): Promise<[string, Fault, ActivationChanges][]> {
  const other = async (length: number) => b64(await source.bytes(length));
  const thief = { device_key: publicHalf(testKeys.stranger) };
  return [
    ["sealed to another key", "sealing", { recipient: "stranger" }],
    ["signed by another key than the one in it", "message", { signer: "stranger" }],
    ["for another server", "message", { message: { aud: "https://other.example" } }],
    ["of another activation", "activation", { message: { activation: await source.id("act") } }],
    ["an answer to another offer", "offer", { message: { offer: await other(64) } }],
    ["the proofs kept, the device key exchanged", "link_proof", { exchanged: thief, signer: "stranger" }],
    ["the proofs kept, the verifier exchanged", "link_proof", { exchanged: { verifier: await other(384) } }],
    [
      "the proofs kept, the answer key exchanged",
      "link_proof",
      { exchanged: { answer_key: await other(64) } },
    ],
    ["the proofs kept, the salt exchanged", "link_proof", { exchanged: { salt: await other(16) } }],
    ["the secret of another link", "link_proof", { secret: await source.bytes(16) }],
    ["a wrong registration code", "code_proof", { code: `000000000${checkCharacter("000000000")}` }],
  ];
}

interface Judged {
  fault: null;
  message: ActivationMessage;
  transcript: Uint8Array;
  hash: string;
}

async function judge(vector: ActivationVector): Promise<Judged | { fault: Fault }> {
  const link = parseActivationLink(vector.link);
  if (link === undefined) throw new Error("the vector's link can't be read");
  const token = await unlessRefused(() => unseal(vector.sealed));
  if (token === undefined) return { fault: "sealing" };
  const message = await unlessRefused(() => verify(token, link.origin));
  if (message === undefined) return { fault: "message" };
  if (message.activation !== link.activation) return { fault: "activation" };
  if (message.offer !== (await hashToken(vector.offer))) return { fault: "offer" };
  const transcript = await activationTranscript({ ...message, device: await deviceIdOf(message.device_key) });
  if (b64(await linkProof(link.secret, transcript)) !== message.link_proof) return { fault: "link_proof" };
  const proof = await codeProof(vector.registration_code, transcript);
  if (b64(proof) !== message.code_proof) return { fault: "code_proof" };
  return { fault: null, message, transcript, hash: await hashToken(token) };
}

async function unseal(sealed: string): Promise<string> {
  const algorithm = { name: "RSA-OAEP", hash: "SHA-512" };
  const jwk = { ...testKeys.activation };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["decrypt"]);
  const kid = await thumbprint(testKeys.activation);
  return openWithKey({ token: sealed, privateKey, kid, typ: "mtoken-activation+jwe" });
}

async function verify(token: string, aud: string): Promise<ActivationMessage> {
  const form = { token, typ: "mtoken-activation+jws", schema: activationSchema } as const;
  const key = await importVerifyKey(readUnverified(form).device_key);
  return verifyToken({ ...form, key, aud });
}

async function unlessRefused<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

async function checkAccepted(vector: Accepted, { message, transcript, hash }: Judged): Promise<void> {
  requireSame("payload", message, vector.payload);
  requireSame("transcript", toHex(transcript), vector.transcript);
  const kid = await thumbprint(vector.identity_key);
  const issued = { key: await importVerifyKey(vector.identity_key), kid, iss: message.aud };
  const offer = { token: vector.offer, typ: "mtoken-offer+jws", schema: offerSchema } as const;
  requireSame("offered", (await verifyToken({ ...offer, ...issued })).activation, message.activation);
  const key = fromB64(message.answer_key);
  const { plaintext } = await openDirect({ token: vector.answer, key, typ: "mtoken-activation-answer+jwe" });
  const answer = await verifyToken({
    token: plaintext,
    typ: "mtoken-activation-answer+jws",
    schema: activationAnswerSchema,
    ...issued,
  });
  const { activation, device, activation_message } = answer;
  const expected = { activation: message.activation, device: await deviceIdOf(message.device_key) };
  requireSame("answer", { activation, device }, expected);
  requireSame("answered message", activation_message, hash);
}
