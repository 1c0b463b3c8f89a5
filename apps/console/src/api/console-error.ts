/** What a call of the console's API ends with when it fails: a code of the catalogue, or why there was no such answer. */
import type { ErrorCode } from "@mtoken/protocol";

/**
 * `offline`: no answer came; `unreadable`: one that this version of the page does not understand; `code-too-short`: nothing was asked,
 * since a control code is not whole.
 */
export type ProblemCode =
  | ErrorCode
  | "offline"
  | "unreadable"
  | "code-too-short"
  | ComputerProblem
  | ProposingProblem;

/** What the server’s codes are about a computer: one that waits, or one that is to be added. */
type ComputerProblem = "wrong-computer-code" | "no-such-computer" | "computer-known";

/** Twenty of one's own wait already; or it is so already. */
type ProposingProblem = "too-many-proposals" | "nothing-to-propose";

export class ConsoleError extends Error {
  override readonly name = "ConsoleError";
  readonly code: ProblemCode;
  /** Which part of what was sent, where one is named. */
  readonly path: string | undefined;

  constructor(code: ProblemCode, { cause, path }: { cause?: unknown; path?: string | undefined } = {}) {
    super(code, { cause });
    this.code = code;
    this.path = path;
  }
}

export function codeOf(error: unknown): ProblemCode {
  return error instanceof ConsoleError ? error.code : "internal";
}
