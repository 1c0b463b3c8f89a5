/**
 * One exchange with the server: a message out, a message or an error back. Errors that nobody signed are told to
 * the user and believed in nothing else; whatever is not of the protocol (a proxy's page, a captive portal) counts
 * as being offline, but for one that says that the server is there and can't answer now (503).
 */
import type { ErrorCode } from "@mtoken/protocol";
import { fromProblem } from "@mtoken/protocol";
import { DeviceError } from "./errors.ts";
import type { Transport, TransportAnswer } from "./ports.ts";

/** A message from the server; a refusal (403) is still to be verified by who asked. */
export interface ServerMessage {
  refused: boolean;
  token: string;
}

const jose = "application/jose";

/** The way to the server, in the protocol's terms. */
export class ServerConnection {
  readonly origin: string;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.origin = transport.origin;
    this.#transport = transport;
  }

  /** @throws {DeviceError} `offline`, or the code of the server's problem document. */
  async get(path: string): Promise<string> {
    const answer = await reached(this.#transport.get(path));
    if (answer.status !== 200) throw problemOf(answer);
    return answer.body;
  }

  /** @throws {DeviceError} `offline`, or the code of the server's problem document. */
  async post(path: string, message: string): Promise<ServerMessage> {
    const answer = await reached(this.#transport.post(path, message, jose));
    if (!answer.contentType.toLowerCase().startsWith(jose)) throw problemOf(answer);
    if (answer.status === 403) return { refused: true, token: answer.body };
    if (answer.status < 200 || answer.status > 299) throw problemOf(answer);
    return { refused: false, token: answer.body };
  }
}

async function reached(exchange: Promise<TransportAnswer>): Promise<TransportAnswer> {
  try {
    return await exchange;
  } catch (cause) {
    throw new DeviceError("offline", { cause });
  }
}

function problemOf({ status, body }: TransportAnswer): DeviceError {
  const problem = fromProblem(parseJson(body));
  if (problem === undefined) return new DeviceError(status === 503 ? "unavailable" : "offline");
  return serverError(problem.code, problem.details?.attempts_left);
}

/** The server's error. How many tries an mPIN has left is not among what it may say here: that comes signed. */
export function serverError(code: ErrorCode, attemptsLeft?: number | undefined): DeviceError {
  return new DeviceError(code, attemptsLeft === undefined ? {} : { attemptsLeft });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
