/** What a call of the console's API ends with when it fails: a code of the catalogue, or why there was no such answer. */
import type { ErrorCode } from "@mtoken/protocol";

/**
 * `offline`: no answer came; `unreadable`: one that this version of the page does not understand; `code-too-short`: nothing was asked,
 * since a control code is not whole.
 */
export type ProblemCode = ErrorCode | "offline" | "unreadable" | "code-too-short" | ComputerProblem;

/** What the server’s codes are about a computer: one that waits, or one that is to be added. */
type ComputerProblem = "wrong-computer-code" | "no-such-computer" | "computer-known";

export class ConsoleError extends Error {
  override readonly name = "ConsoleError";
  readonly code: ProblemCode;

  constructor(code: ProblemCode, options?: { cause: unknown }) {
    super(code, options);
    this.code = code;
  }
}

export function codeOf(error: unknown): ProblemCode {
  return error instanceof ConsoleError ? error.code : "internal";
}
