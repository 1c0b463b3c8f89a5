/** A command that can't be done: the message is the one sentence to print, and the exit code is 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
