/** The messages of {@link messageVectors}: of each kind who signs it, good payloads, and changes that no reader may take. */
import type * as v from "valibot";
import { activationAnswerSchema, activationSchema, offerSchema } from "../activation.ts";
import { b64 } from "../bytes.ts";
import { signingKeyProofSchema } from "../certificate.ts";
import { computerProofSchema } from "../computer.ts";
import { enrolmentApprovalSchema, enrolmentSchema } from "../enrolment.ts";
import { handshake3Schema, refusalSchema } from "../handshake.ts";
import { keyEndorsementSchema } from "../identity.ts";
import { computerIdOf, deviceIdOf } from "../ids.ts";
import { thumbprint } from "../jwk.ts";
import { publicHalf, sampleTime } from "./evidence-sample.ts";
import type { TestKeyName } from "./test-keys.ts";
import { testKeys } from "./test-keys.ts";
import type { VectorSource } from "./vector-source.ts";

/** The server that all of them are for or from. */
export const sampleOrigin = "https://phone.bank.example";

export type MessageType =
  | "mtoken-offer+jws"
  | "mtoken-activation+jws"
  | "mtoken-activation-answer+jws"
  | "mtoken-handshake-3+jws"
  | "mtoken-refusal+jws"
  | "mtoken-signing-key+jws"
  | "mtoken-computer+jws"
  | "mtoken-enrolment+jws"
  | "mtoken-enrolment-approval+jws"
  | "mtoken-key+jws";

/** How each kind is read. */
export const messageSchemas: Readonly<Record<MessageType, v.GenericSchema>> = {
  "mtoken-offer+jws": offerSchema,
  "mtoken-activation+jws": activationSchema,
  "mtoken-activation-answer+jws": activationAnswerSchema,
  "mtoken-handshake-3+jws": handshake3Schema,
  "mtoken-refusal+jws": refusalSchema,
  "mtoken-signing-key+jws": signingKeyProofSchema,
  "mtoken-computer+jws": computerProofSchema,
  "mtoken-enrolment+jws": enrolmentSchema,
  "mtoken-enrolment-approval+jws": enrolmentApprovalSchema,
  "mtoken-key+jws": keyEndorsementSchema,
};

export type Payload = Readonly<Record<string, unknown>>;

export function isMessageType(typ: unknown): typ is MessageType {
  return typeof typ === "string" && Object.hasOwn(messageSchemas, typ);
}

/** One kind of message. */
export interface MessageSample {
  typ: MessageType;
  signer: TestKeyName;
  /** Good ones, by what each is. */
  payloads: readonly (readonly [string, Payload])[];
  /** Members that replace those of the first payload. */
  malformed: readonly (readonly [string, Payload])[];
}

const day = 86_400;

/** One sample of each kind. */
export async function sampleMessages(source: VectorSource): Promise<MessageSample[]> {
  return [
    ...(await activationSamples(source)),
    ...(await handshakeSamples(source)),
    await computerSample(source),
    await endorsementSample(),
    ...(await enrolmentSamples(source)),
  ];
}

/** What the server offers; open for a day, since an hour. */
export function offerPayload(activation: string): Payload {
  return {
    iss: sampleOrigin,
    activation,
    activation_key: publicHalf(testKeys.activation),
    suite: "mtoken-1",
    group: 3072,
    rsa_bits: 2048,
    mpin: { min: 6, max: 12 },
    iat: sampleTime - 3600,
    exp: sampleTime - 3600 + day,
  };
}

async function activationSamples(source: VectorSource): Promise<MessageSample[]> {
  const device = await deviceIdOf(testKeys.device);
  const [activation, handshake] = [await source.id("act"), await source.id("hsk")];
  const bytes = async (length: number) => b64(await source.bytes(length));
  const message = {
    aud: sampleOrigin,
    activation,
    suite: "mtoken-1",
    offer: await bytes(64),
    device_key: publicHalf(testKeys.device),
    salt: await bytes(16),
    argon2: { m: 65_536, t: 3, p: 1 },
    verifier: await bytes(384),
    answer_key: await bytes(64),
    link_proof: await bytes(64),
    code_proof: await bytes(64),
    iat: sampleTime,
  };
  const answer = {
    iss: sampleOrigin,
    activation,
    device,
    activation_message: await bytes(64),
    status: "pending",
  };
  const proof = { aud: sampleOrigin, device, handshake, activation, iat: sampleTime };
  return [
    {
      typ: "mtoken-offer+jws",
      signer: "identity",
      payloads: [["an offer", offerPayload(activation)]],
      malformed: [
        ["a group that there is not", { group: 1024 }],
        ["a size of RSA keys that there is not", { rsa_bits: 1024 }],
        ["mPINs shorter than five digits", { mpin: { min: 4, max: 12 } }],
        ["a longest mPIN below the shortest", { mpin: { min: 8, max: 6 } }],
        ["a private member in the activation key", { activation_key: testKeys.activation }],
      ],
    },
    {
      typ: "mtoken-activation+jws",
      signer: "device",
      payloads: [["the phone's part, without its sealing", message]],
      malformed: [
        ["an answer key of 63 bytes", { answer_key: await bytes(63) }],
        ["a verifier of 383 bytes", { verifier: await bytes(383) }],
        ["less stretching than 19 MiB", { argon2: { m: 19_455, t: 2, p: 1 } }],
        ["another suite", { suite: "mtoken-2" }],
        ["a private member in the device key", { device_key: testKeys.device }],
      ],
    },
    {
      typ: "mtoken-activation-answer+jws",
      signer: "identity",
      payloads: [["the message was taken", answer]],
      malformed: [["another status", { status: "active" }]],
    },
    {
      typ: "mtoken-signing-key+jws",
      signer: "signing",
      payloads: [["the signing key's proof", proof]],
      malformed: [["a session's id in the place of the activation's", { activation: handshake }]],
    },
  ];
}

async function handshakeSamples(source: VectorSource): Promise<MessageSample[]> {
  const bytes = async (length: number) => b64(await source.bytes(length));
  const message3 = {
    aud: sampleOrigin,
    handshake: await source.id("hsk"),
    message_1: await bytes(64),
    message_2: await bytes(64),
    M1: await bytes(64),
  };
  const salt = await bytes(16);
  const assertion = {
    credential: await bytes(20),
    authenticator_data: await bytes(37),
    client_data: await bytes(180),
    signature: await bytes(71),
  };
  const refusal = { iss: sampleOrigin, message_1: await bytes(64), iat: sampleTime };
  return [
    {
      typ: "mtoken-handshake-3+jws",
      signer: "device",
      payloads: [
        ["the phone's proof", message3],
        ["with a passkey's", { ...message3, assertion }],
      ],
      malformed: [
        ["an assertion with a member more", { assertion: { ...assertion, prf: salt } }],
        ["an assertion without a signature", { assertion: { ...assertion, signature: "" } }],
        ["a proof of 32 bytes", { M1: await bytes(32) }],
        ["a ratchet, which is kept for later", { ratchet: await bytes(32) }],
      ],
    },
    {
      typ: "mtoken-refusal+jws",
      signer: "identity",
      payloads: [
        ["a wrong mPIN", { ...refusal, reason: "wrong-mpin", tries_left: 4 }],
        ["blocked", { ...refusal, reason: "blocked", tries_left: 0 }],
        ["deactivated", { ...refusal, reason: "deactivated", tries_left: 0 }],
        ["a wrong proof by a passkey", { ...refusal, reason: "wrong-biometric", tries_left: 4 }],
        ["no passkey, or none any more", { ...refusal, reason: "biometric-removed", tries_left: 0 }],
        ["the company allows none", { ...refusal, reason: "biometric-refused", tries_left: 0 }],
      ],
      malformed: [
        ["a reason that there is not", { reason: "wrong-time" }],
        ["more tries than there are", { tries_left: 6 }],
        ["fewer tries than none", { tries_left: -1 }],
      ],
    },
  ];
}

async function computerSample(source: VectorSource): Promise<MessageSample> {
  const begin = {
    aud: sampleOrigin,
    interaction: await source.id("int"),
    challenge: await source.id("chg"),
    action: "begin",
    computer_key: publicHalf(testKeys.computer),
    iat: sampleTime,
  };
  const request = await source.id("req");
  return {
    typ: "mtoken-computer+jws",
    signer: "computer",
    payloads: [
      ["begin", begin],
      ["redeem", { ...begin, action: "redeem", request }],
      [
        "redeem, and ask that the computer be remembered",
        { ...begin, action: "redeem", request, remember: true },
      ],
    ],
    malformed: [
      ["begin with a request", { request }],
      ["redeem without a request", { action: "redeem" }],
      ["begin that asks to be remembered", { remember: true }],
      ["a remember that is not true", { action: "redeem", request, remember: false }],
      ["another action", { action: "enrol", request }],
    ],
  };
}

async function enrolmentSamples(source: VectorSource): Promise<MessageSample[]> {
  const device = await deviceIdOf(testKeys.device);
  const computer = { id: await computerIdOf(testKeys.computer), description: "Chrome on Windows" };
  const statement = {
    iss: sampleOrigin,
    suite: "mtoken-1",
    enrolment: await source.id("enr"),
    user: { id: await source.id("usr"), name: "Zoë Ångström" },
    company: { id: await source.id("cmp"), name: "Widgets and Sons Ltd" },
    device,
    relying_party: { id: await source.id("cli"), name: "Example Bank Portal" },
    origin: "https://portal.bank.example",
    computer,
    iat: sampleTime,
    exp: sampleTime + 600,
  };
  const approval = {
    aud: sampleOrigin,
    enrolment: b64(await source.bytes(64)),
    computer: computer.id,
    device,
    decision: "approve",
    handshake: await source.id("hsk"),
    iat: sampleTime,
  };
  return [
    {
      typ: "mtoken-enrolment+jws",
      signer: "identity",
      payloads: [["a computer asks to be remembered", statement]],
      malformed: [
        ["a request in the place of the enrolment", { enrolment: await source.id("req") }],
        ["a computer that says it is known", { computer: { ...computer, known_since: sampleTime } }],
      ],
    },
    {
      typ: "mtoken-enrolment-approval+jws",
      signer: "signing",
      payloads: [
        ["the user says yes", approval],
        ["the user says no", { ...approval, decision: "refuse" }],
      ],
      malformed: [
        ["another decision", { decision: "later" }],
        ["digits, which belong to a request", { digits: "42" }],
      ],
    },
  ];
}

async function endorsementSample(): Promise<MessageSample> {
  const payload = {
    iss: sampleOrigin,
    kid: await thumbprint(testKeys.large),
    nbf: sampleTime,
    exp: sampleTime + 365 * day,
    iat: sampleTime,
  };
  return {
    typ: "mtoken-key+jws",
    signer: "identity",
    payloads: [["the next identity key is introduced", payload]],
    malformed: [
      ["a kid that is no thumbprint", { kid: "next" }],
      ["an exp that is no NumericDate", { exp: "2027-11-22T12:00:00Z" }],
    ],
  };
}
