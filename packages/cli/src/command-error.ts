/** A command that can't be done: the message is the one sentence to print, and the code what a script goes by. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: string;

  constructor(message: string, code = "command_failed") {
    super(message);
    this.code = code;
  }
}
