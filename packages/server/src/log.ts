/**
 * What the server writes about itself: one line of JSON an event, to standard output.
 * Nothing that a peer sent and nothing secret goes in: requests are named by their route's pattern, errors by
 * type, code, message and stack; a database error's `detail` (which quotes rows) is left out.
 */
import { type DestinationStream, type Logger, pino } from "pino";
import type { LogLevel } from "./config.ts";

export type { Logger } from "pino";

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    // A request or an answer is never serialised, whoever passes one.
    serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
  };
  return pino(options, destination ?? standardOutput());
}

/**
 * Lines leave together, since a write for each costs a request a tenth of its time. What waits is written at the latest
 * after a quarter of a second, and when the process ends; only a process that is killed takes it along.
 */
function standardOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 250 });
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
