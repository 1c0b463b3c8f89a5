/** One place that turns whatever went wrong into the sentence that the command prints. */
import { DeviceError } from "@mtoken/device";
import { ProtocolError } from "@mtoken/protocol";
import { RelyingPartyError } from "@mtoken/relying-party";
import { OperatorError } from "@mtoken/server";
import { CommandError } from "./command-error.ts";

/** A sentence for what is expected to go wrong; the whole error for what is not. */
export function explainFailure(error: unknown): string {
  if (error instanceof CommandError || error instanceof OperatorError || error instanceof RelyingPartyError) {
    return error.message;
  }
  if (error instanceof DeviceError) return withDetails(error);
  if (error instanceof ProtocolError) return `${error.message} (${error.code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function withDetails({ message, code, triesLeft, attemptsLeft }: DeviceError): string {
  const left = triesLeft ?? attemptsLeft;
  return left === undefined ? `${message} (${code})` : `${message} (${code}, ${left} left)`;
}
