/**
 * The message that registers a device (docs/protocol.md §4): its key, its verifier, and the proofs of link and code,
 * sealed to the activation key. It is stored before it is sent, sealed as it is, so that it can be sent again.
 */
import type { ActivationLink, ActivationTranscriptFields, Bytes, ErrorCode } from "@mtoken/protocol";
import {
  activationAnswerSchema,
  activationTranscript,
  b64,
  codeProof,
  computeVerifier,
  exportPublicJwk,
  hashToken,
  linkProof,
  openDirect,
  padToGroup,
  randomBytes,
  sealToKey,
  signToken,
  srpGroup,
  thumbprint,
} from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError, isDeviceError, trusting } from "./errors.ts";
import { mpinExponent } from "./mpin-exponent.ts";
import type { SignedOffer } from "./offer.ts";
import type { ActivatingRecord, ActivationStep, DeviceKeys } from "./vault-record.ts";

/** What the user brought: the link, the registration code, the mPIN. */
export interface RegistrationOptions {
  link: ActivationLink;
  /** The ten characters, parsed. */
  code: string;
  mpin: string;
}

/** After these the message that is stored would not be taken if it were sent again. */
const closing: readonly ErrorCode[] = [
  "wrong_registration_code",
  "activation_refused",
  "activation_closed",
  "not_found",
];

/** Makes the message and its answer key, ready to be stored and sent. */
export async function registrationStep(
  context: DeviceContext,
  keys: DeviceKeys,
  options: RegistrationOptions & { signed: SignedOffer },
): Promise<ActivationStep> {
  const { offer } = options.signed;
  const answerKey = randomBytes(64);
  const message = await signRegistration(context, keys, { ...options, answerKey });
  const sealed = await sealToKey({
    plaintext: message,
    jwk: offer.activation_key,
    kid: await thumbprint(offer.activation_key),
    typ: "mtoken-activation+jwe",
  });
  return { name: "send", message: sealed, messageHash: await hashToken(message), answerKey };
}

async function signRegistration(
  context: DeviceContext,
  keys: DeviceKeys,
  options: RegistrationOptions & { signed: SignedOffer; answerKey: Bytes },
): Promise<string> {
  const { link, code, mpin, signed, answerKey } = options;
  const { origin } = context.connection;
  const group = srpGroup(keys.group);
  const x = await mpinExponent({ keys, origin, mpin, stretch: context.stretch });
  const fields: Omit<ActivationTranscriptFields, "device"> = {
    aud: origin,
    activation: link.activation,
    suite: "mtoken-1",
    offer: await hashToken(signed.token),
    salt: b64(keys.salt),
    argon2: keys.argon2,
    verifier: b64(padToGroup(group, computeVerifier({ group, x }))),
    answer_key: b64(answerKey),
  };
  const transcript = await activationTranscript({ ...fields, device: keys.device });
  return signToken({
    typ: "mtoken-activation+jws",
    key: keys.deviceKey.privateKey,
    payload: {
      ...fields,
      device_key: await exportPublicJwk(keys.deviceKey.publicKey),
      link_proof: b64(await linkProof(link.secret, transcript)),
      code_proof: b64(await codeProof(code, transcript)),
      iat: context.time.now(),
    },
  });
}

/**
 * Sends the stored message, for the first time or again, and moves on to the proof once the server's signed answer
 * says that it was taken.
 *
 * @throws {DeviceError} `wrong_registration_code` with `attemptsLeft`; `activation_refused`, `activation_closed`;
 *   `offline` and `untrusted_answer`, after which it can be sent again.
 */
export async function sendRegistration(context: DeviceContext, record: ActivatingRecord): Promise<void> {
  if (record.step.name !== "send") return;
  try {
    const path = `/v1/activations/${record.activation}`;
    const { refused, token } = await context.connection.post(path, record.step.message);
    if (refused) throw new DeviceError("untrusted_answer");
    await verifyAnswer(context, { token, record, step: record.step });
  } catch (error) {
    if (closing.some((code) => isDeviceError(error, code))) await moveTo(context, { name: "register" });
    throw error;
  }
  // The message and its answer key are of no more use, and are erased with this step.
  await moveTo(context, { name: "prove" });
}

async function verifyAnswer(
  context: DeviceContext,
  sealed: { token: string; record: ActivatingRecord; step: Extract<ActivationStep, { name: "send" }> },
): Promise<void> {
  const { record, step } = sealed;
  const { plaintext } = await trusting(() =>
    openDirect({ token: sealed.token, key: step.answerKey, typ: "mtoken-activation-answer+jwe" }),
  );
  const answer = await context.identity.verify({
    token: plaintext,
    typ: "mtoken-activation-answer+jws",
    schema: activationAnswerSchema,
  });
  const mine =
    answer.activation === record.activation &&
    answer.device === record.keys.device &&
    answer.activation_message === step.messageHash;
  if (!mine) throw new DeviceError("untrusted_answer");
}

async function moveTo(context: DeviceContext, step: ActivationStep): Promise<void> {
  await context.vault.update((record) => {
    if (record.kind !== "activating") throw new DeviceError("already_activated");
    return { ...record, step };
  });
}

/** The activation that is under way, or undefined when there is none. */
export async function activationUnderWay(context: DeviceContext): Promise<ActivatingRecord | undefined> {
  const record = await context.vault.read();
  if (record?.kind === "activated") throw new DeviceError("already_activated");
  return record?.kind === "activating" ? record : undefined;
}
