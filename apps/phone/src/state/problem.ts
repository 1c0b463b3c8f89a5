/** What went wrong, as far as a screen can say it: a code of the device's or the protocol's catalogue, and its figures. */
import type { DeviceError, DeviceErrorCode, MpinProblem } from "@mtoken/device";

export interface Problem {
  code: DeviceErrorCode;
  /** With `wrong_mpin`. */
  triesLeft: number | null;
  /** With `wrong_registration_code`. */
  attemptsLeft: number | null;
  /** With `weak_mpin`. */
  weakness: MpinProblem | null;
  /** With `mistyped_code`, of a code that ends too soon: how many characters. */
  missing?: number;
}

/** A problem that has no figures. */
export function problemOf(code: DeviceErrorCode): Problem {
  return { code, triesLeft: null, attemptsLeft: null, weakness: null };
}

/** Whether the server was out of reach, so that nobody knows what it would have said. */
export function isUnanswered(problem: Problem | null): boolean {
  return problem?.code === "offline" || problem?.code === "unavailable";
}

/** What an error means to the user. Whatever is not the device's own error is a fault of this app. */
export function readProblem(error: unknown): Problem {
  if (!isOfDevice(error)) return problemOf("internal");
  return {
    code: error.code,
    triesLeft: error.triesLeft ?? null,
    attemptsLeft: error.attemptsLeft ?? null,
    weakness: error.problem ?? null,
  };
}

/** By its name: the class comes with the device's code, and that is not here when the first screen is. */
function isOfDevice(error: unknown): error is DeviceError {
  return error instanceof Error && error.name === "DeviceError";
}
