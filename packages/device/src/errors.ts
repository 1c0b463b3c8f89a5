/**
 * Everything that can go wrong on the phone, by code. What the server's problem documents and answers say keeps the
 * code of the protocol's catalogue; what only the phone can know has its code here. Pages translate by code.
 */
import type { ErrorCode } from "@mtoken/protocol";
import { errorCatalogue, ProtocolError } from "@mtoken/protocol";
import type { MpinProblem } from "./mpin-rules.ts";

/** The codes that only the device has; a code is never reused for something else. */
export const deviceErrorCatalogue = {
  wrong_mpin:
    "The mPIN is wrong. Type it again, slowly: when no try is left, the device is blocked for good.",
  blocked:
    "This device is blocked: the mPIN was wrong, and no try was left. Its keys are erased. Ask for a new activation.",
  deactivated: "This device was deactivated, and its keys are erased. Ask for a new activation.",
  wrong_biometrics:
    "The server did not take the passkey's proof. Use your mPIN, then turn fingerprint or face on again in the settings.",
  biometrics_removed: "Fingerprint or face is off on this device. Use your mPIN.",
  biometrics_cancelled:
    "The phone did not recognise you, or you stopped it. Nothing was done. Try again, or use your mPIN.",
  biometrics_unsupported:
    "This phone or browser can't do what fingerprint or face takes here. The mPIN works as before.",
  offline: "The server did not answer. Check the connection and try again.",
  untrusted_answer:
    "The answer is not from your company's server, or was changed on the way. Nothing was done with it. Try another network.",
  wrong_clock: "The clock of this phone is wrong by more than five minutes. Set it right and try again.",
  weak_mpin: "This mPIN is too easy to guess. Choose another.",
  mistyped_code: "The code has a mistyped character. Compare it with the original.",
  unreadable_code: "This is not a code or link of mtoken. Scan the one that the computer shows.",
  digits_needed: "Type the two digits that the computer shows.",
  not_activated: "This phone is not activated yet. Open the activation link first.",
  already_activated: "This phone is activated already. Deactivate it before you activate it anew.",
  storage_failed:
    "The phone could not store what it has to keep. Nothing was sent. Free some storage and try again.",
  vault_damaged: "What this phone keeps is damaged and can't be used. Ask for a new activation.",
} as const satisfies Record<string, string>;

/** Any code that a {@link DeviceError} has. */
export type DeviceErrorCode = keyof typeof deviceErrorCatalogue | ErrorCode;

/** What some errors say beyond their code. */
export interface DeviceErrorDetails {
  /** With `wrong_mpin` and `wrong_biometrics`: how many tries that factor has left, as the server signed it. */
  triesLeft?: number;
  /** With `wrong_registration_code`: how many attempts are left, as the server says. */
  attemptsLeft?: number;
  /** With `weak_mpin`: the rule that it breaks. */
  problem?: MpinProblem;
  /** What led to it; for developers, never shown. */
  cause?: unknown;
}

/**
 * An error that a user of the device can be told about.
 *
 * @example
 * if (error instanceof DeviceError && error.code === "wrong_mpin") warn(error.triesLeft);
 */
export class DeviceError extends Error {
  override readonly name = "DeviceError";
  readonly code: DeviceErrorCode;
  readonly triesLeft: number | undefined;
  readonly attemptsLeft: number | undefined;
  readonly problem: MpinProblem | undefined;

  constructor(code: DeviceErrorCode, details: DeviceErrorDetails = {}) {
    super(messageOf(code), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.triesLeft = details.triesLeft;
    this.attemptsLeft = details.attemptsLeft;
    this.problem = details.problem;
  }
}

function messageOf(code: DeviceErrorCode): string {
  return isOwnCode(code) ? deviceErrorCatalogue[code] : errorCatalogue[code].message;
}

function isOwnCode(code: DeviceErrorCode): code is keyof typeof deviceErrorCatalogue {
  return Object.hasOwn(deviceErrorCatalogue, code);
}

/** Whether an error is the device's, with this code. */
export function isDeviceError(error: unknown, code?: DeviceErrorCode): error is DeviceError {
  return error instanceof DeviceError && (code === undefined || error.code === code);
}

/**
 * Does work on what the server sent. Whatever the protocol refuses in it becomes the one `untrusted_answer`: the
 * phone owes nobody an explanation of what was wrong with a forgery.
 */
export async function trusting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw new DeviceError("untrusted_answer", { cause: error });
    throw error;
  }
}
