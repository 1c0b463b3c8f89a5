/** Errors that are meant for the operator: the message is the one sentence to print, and no stack is wanted. */
export class OperatorError extends Error {
  override readonly name: string = "OperatorError";
}

/** Why the server can't start. */
export class StartError extends OperatorError {
  override readonly name: string = "StartError";
}
