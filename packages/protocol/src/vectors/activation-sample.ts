/** A whole activation made of test keys, from the offer to the server's answer, with one thing wrong at a time. */
import { activationTranscript, codeProof, formatActivationLink, linkProof } from "../activation.ts";
import { checkCharacter } from "../base32.ts";
import { b64, bigIntFromBytes } from "../bytes.ts";
import { deviceIdOf } from "../ids.ts";
import { thumbprint } from "../jwk.ts";
import { computeVerifier, padToGroup } from "../srp.ts";
import { srpGroup } from "../srp-groups.ts";
import { hashToken } from "../token.ts";
import { publicHalf, sampleTime } from "./evidence-sample.ts";
import { sealFixed, signFixed } from "./fixed-rsa.ts";
import type { Payload } from "./message-samples.ts";
import { offerPayload, sampleOrigin } from "./message-samples.ts";
import type { TestKeyName } from "./test-keys.ts";
import { testKeys } from "./test-keys.ts";
import type { VectorSource } from "./vector-source.ts";

/** What a sample differs in. */
export interface ActivationChanges {
  /** Members that replace those of the message before it is signed; the proofs are made over these. */
  message?: Payload;
  /** The same, after the proofs were made: what somebody between phone and server could do. */
  exchanged?: Payload;
  /** Who signs, and is sealed to. */
  signer?: TestKeyName;
  recipient?: TestKeyName;
  /** The code and the link's secret that the phone proves. */
  code?: string;
  secret?: Uint8Array;
}

/** An activation as both sides see it, in the members of the vectors. */
export interface SampledActivation {
  link: string;
  registration_code: string;
  offer: string;
  message: Payload;
  transcript: Uint8Array;
  sealed: string;
  answer: string;
}

const code = `7KQXM2P4D${checkCharacter("7KQXM2P4D")}`;

/** Makes an activation: right in everything but what the changes say. */
export async function sampleActivation(
  source: VectorSource,
  changes: ActivationChanges = {},
): Promise<SampledActivation> {
  const activation = await source.id("act");
  const secret = await source.bytes(16);
  const offer = await signOffer(source, activation);
  const device = await deviceIdOf(testKeys.device);
  const group = srpGroup(3072);
  const answerKey = await source.bytes(64);
  const fields = {
    aud: sampleOrigin,
    activation,
    suite: "mtoken-1",
    offer: await hashToken(offer),
    salt: b64(await source.bytes(16)),
    argon2: { m: 65_536, t: 3, p: 1 },
    verifier: b64(padToGroup(group, computeVerifier({ group, x: bigIntFromBytes(await source.bytes(64)) }))),
    answer_key: b64(answerKey),
    ...changes.message,
  } as const;
  const transcript = await activationTranscript({ ...fields, device });
  const message = {
    ...fields,
    device_key: publicHalf(testKeys.device),
    link_proof: b64(await linkProof(changes.secret ?? secret, transcript)),
    code_proof: b64(await codeProof(changes.code ?? code, transcript)),
    iat: sampleTime,
    ...changes.exchanged,
  };
  const token = await signFixed({
    source,
    typ: "mtoken-activation+jws",
    payload: message,
    key: testKeys[changes.signer ?? "device"],
  });
  const sealed = await sealFixed({
    source,
    plaintext: token,
    typ: "mtoken-activation+jwe",
    recipient: { jwk: testKeys[changes.recipient ?? "activation"] },
    kid: await thumbprint(testKeys.activation),
  });
  return {
    link: formatActivationLink({ origin: sampleOrigin, activation, secret }),
    registration_code: code,
    offer,
    message,
    transcript,
    sealed,
    answer: await makeAnswer(source, { answerKey, activation, device, token }),
  };
}

async function signOffer(source: VectorSource, activation: string): Promise<string> {
  return signFixed({
    source,
    typ: "mtoken-offer+jws",
    payload: offerPayload(activation),
    key: testKeys.identity,
    kid: await thumbprint(testKeys.identity),
  });
}

interface AnswerParts {
  answerKey: Uint8Array;
  activation: string;
  device: string;
  token: string;
}

async function makeAnswer(
  source: VectorSource,
  { answerKey, activation, device, token }: AnswerParts,
): Promise<string> {
  const answer = await signFixed({
    source,
    typ: "mtoken-activation-answer+jws",
    payload: {
      iss: sampleOrigin,
      activation,
      device,
      activation_message: await hashToken(token),
      status: "pending",
    },
    key: testKeys.identity,
    kid: await thumbprint(testKeys.identity),
  });
  return sealFixed({
    source,
    plaintext: answer,
    typ: "mtoken-activation-answer+jwe",
    recipient: { key: answerKey },
  });
}
