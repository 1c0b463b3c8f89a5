/** What went wrong, as far as the page can say it: a code of the protocol's catalogue, or the page's own. */
import type { ErrorCode } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";

/** `offline`: the server did not answer. `storage`: the browser would not keep the computer key. */
export type Problem = ErrorCode | "offline" | "storage";

/** What this browser lacks. */
export type MissingAbility = "secure-context" | "storage";

/** An error that the page makes itself. */
export class PageError extends Error {
  override readonly name = "PageError";
  readonly problem: "offline" | "storage";

  constructor(problem: "offline" | "storage", options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** What an error means here. Whatever is neither the server's answer nor the page's own is a fault of this page. */
export function readProblem(error: unknown): Problem {
  if (error instanceof ProtocolError) return error.code;
  return error instanceof PageError ? error.problem : "internal";
}
