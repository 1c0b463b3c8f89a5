/**
 * Activation (docs/protocol.md §4) from the link to the certificate. Before anything is sent that the server may act
 * on, the vault holds what it takes to send it again or to go on from there: a lost answer or a crash strands nobody.
 */
import type { ActivationLink } from "@mtoken/protocol";
import { parseRegistrationCode, triesAllowed } from "@mtoken/protocol";
import type { CertifiedDevice } from "./certification.ts";
import { certify } from "./certification.ts";
import type { DeviceContext } from "./device-context.ts";
import { makeDeviceKeys } from "./device-keys.ts";
import { DeviceError } from "./errors.ts";
import { freshMpinKeys } from "./fresh-mpin-keys.ts";
import { shakeHands } from "./handshake.ts";
import { checkMpin } from "./mpin-rules.ts";
import type { SignedOffer } from "./offer.ts";
import { fetchOffer } from "./offer.ts";
import { activationUnderWay, registrationStep, sendRegistration } from "./registration.ts";
import type { ActivatingRecord } from "./vault-record.ts";

/** Where an activation is: what the app shows while it works. */
export type ActivationProgress = "offer" | "keys" | "register" | "prove" | "certify" | "done";

/** What an activation takes. */
export interface ActivateOptions {
  link: ActivationLink;
  /** The registration code as the user typed it. */
  code: string;
  mpin: string;
  onProgress?: ((progress: ActivationProgress) => void) | undefined;
}

/** What an activation takes whose message is stored already. */
export type ResumeOptions = Pick<ActivateOptions, "mpin" | "onProgress">;

/**
 * Activates this phone. May be called again with the same link after any error or crash: the device key stays the
 * same, and what the server has taken already is not sent again.
 *
 * @throws {DeviceError} `mistyped_code` and `weak_mpin` before anything is sent; what the steps throw.
 */
export async function activate(context: DeviceContext, options: ActivateOptions): Promise<CertifiedDevice> {
  const code = parseRegistrationCode(options.code);
  if (code === undefined) throw new DeviceError("mistyped_code");
  const begun = await earlierAttempt(context, options.link);
  if (begun?.step.name === "prove") return resumeActivation(context, options);

  options.onProgress?.("offer");
  const signed = await fetchOffer(context, options.link);
  const problem = checkMpin(options.mpin, signed.offer.mpin);
  if (problem !== undefined) throw new DeviceError("weak_mpin", { problem });

  options.onProgress?.("keys");
  await context.vault.replace(await prepare(context, { ...options, code, signed, begun }));
  return resumeActivation(context, options);
}

/**
 * Goes on where a crash or a lost answer stopped an activation, with the mPIN that was chosen then.
 *
 * @throws {DeviceError} `not_activated` when link and code are needed; what the steps throw.
 */
export async function resumeActivation(
  context: DeviceContext,
  { mpin, onProgress }: ResumeOptions,
): Promise<CertifiedDevice> {
  const record = await activationUnderWay(context);
  if (record === undefined || record.step.name === "register") throw new DeviceError("not_activated");
  if (record.step.name === "send") onProgress?.("register");
  await sendRegistration(context, record);

  onProgress?.("prove");
  const proven = await shakeHands(context, { mpin, purpose: "session" });

  onProgress?.("certify");
  const certified = await certify(context, proven);
  onProgress?.("done");
  return certified;
}

/** Of an attempt at another activation nothing is kept. */
async function earlierAttempt(
  context: DeviceContext,
  link: ActivationLink,
): Promise<ActivatingRecord | undefined> {
  const record = await activationUnderWay(context);
  return record?.activation === link.activation ? record : undefined;
}

/**
 * The record of a registration that is ready to be sent. The device key of an earlier attempt stays: the server may
 * have taken it although its answer was lost, and then takes no other.
 */
async function prepare(
  context: DeviceContext,
  options: ActivateOptions & { signed: SignedOffer; begun: ActivatingRecord | undefined },
): Promise<ActivatingRecord> {
  const { ports, identity } = context;
  const { offer } = options.signed;
  const base = options.begun?.keys ?? {
    ...(await makeDeviceKeys({ bits: offer.rsa_bits, extractable: ports.extractableKeys ?? false })),
    counter: 0,
  };
  const keys = {
    ...base,
    ...(await freshMpinKeys(context)),
    ...{ group: offer.group, triesLeft: triesAllowed },
  };
  return {
    schema: 1,
    kind: "activating",
    server: await identity.save(),
    keys,
    activation: options.link.activation,
    mpin: offer.mpin,
    step: await registrationStep(context, keys, options),
    signingKey: null,
  };
}
