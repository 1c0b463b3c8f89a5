/** One place that turns whatever went wrong into the sentence that a command prints, and what a script goes by. */
import { DeviceError } from "@mtoken/device";
import { ProtocolError } from "@mtoken/protocol";
import { RelyingPartyError } from "@mtoken/relying-party";
import { OperatorError } from "@mtoken/server";
import { CommanderError } from "commander";
import { CommandError } from "./command-error.ts";
import type { Shell } from "./shell.ts";

/** Tells it as it was asked for, and gives the exit code. */
export function tellFailure(error: unknown, words: readonly string[], { progress }: Shell): number {
  // It was asked for help, and gave it.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  progress(words.includes("--json") ? JSON.stringify(describeFailure(error)) : explainFailure(error));
  return exitCodeOf(error);
}

/** A sentence for what is expected to go wrong; the whole error for what is not. */
function explainFailure(error: unknown): string {
  if (error instanceof CommandError || error instanceof OperatorError || error instanceof RelyingPartyError) {
    return error.message;
  }
  if (error instanceof DeviceError) return withDetails(error);
  if (error instanceof ProtocolError) return `${sentenceOf(error)} (${error.code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function withDetails({ message, code, triesLeft, attemptsLeft }: DeviceError): string {
  const left = triesLeft ?? attemptsLeft;
  return left === undefined ? `${message} (${code})` : `${message} (${code}, ${left} left)`;
}

/** The same in a line of JSON, for commands that were asked for it. */
export function describeFailure(error: unknown): { code: string; message: string } {
  if (error instanceof ProtocolError) return { code: error.code, message: sentenceOf(error) };
  if (error instanceof CommanderError) return { code: codeOf(error), message: wordsOf(error) };
  const message = error instanceof Error ? error.message : String(error);
  return { code: codeOf(error), message };
}

/** As a sentence; where a command lacks another one it has printed what there is, and says nothing. */
function wordsOf({ code, message }: CommanderError): string {
  if (code === "commander.help") return "A command is missing: mtoken help shows what there is.";
  return message.replace(/^error: /, "");
}

/** The catalogue speaks to who looks at a page; whoever types a command goes on with another one. */
function sentenceOf({ code, message, details }: ProtocolError): string {
  switch (code) {
    case "not_found":
      return "There is no such thing: the command's list shows what there is.";
    case "not_allowed":
      return "A rule is against it: of a company with two administrators, one of them does this in the console.";
    case "wrong_fingerprint":
      return "The control code is another one: do not approve it, and ask what the phone or the computer itself shows.";
    case "policy_refused":
      return `The policy would be laxer than the limits, in ${details?.path}: mtoken limits show has them.`;
    case "no_code_service":
      return "There is no service for registration codes: MTOKEN_CODE_FOLDER says where it takes them.";
    default:
      return message;
  }
}

/** docs/operate.md lists them. */
export function exitCodeOf(error: unknown): number {
  switch (codeOf(error)) {
    case "not_found":
      return 3;
    case "already_decided":
      return 4;
    case "last_administrator":
    case "not_allowed":
    case "wrong_fingerprint":
    case "policy_refused":
    case "import_refused":
    case "no_code_service":
    case "reference_required":
    case "user_frozen":
      return 5;
    default:
      return 1;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof CommandError || error instanceof DeviceError || error instanceof ProtocolError)
    return error.code;
  if (error instanceof CommanderError) return "wrong_argument";
  return error instanceof OperatorError || error instanceof RelyingPartyError ? "command_failed" : "internal";
}
