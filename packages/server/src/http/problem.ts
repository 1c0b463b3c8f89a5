/**
 * The one place where errors become HTTP (problem+json, RFC 9457). Errors of the catalogue are answered as they are;
 * everything else is `internal` outside, and a line in the log inside, under the id that the answer's `x-request-id` names.
 */
import { type ErrorCode, errorCatalogue, ProtocolError, toProblem } from "@mtoken/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app.ts";
import { watchMethods } from "./known-methods.ts";

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  404: "not_found",
  405: "method_not_allowed",
  413: "message_too_large",
  415: "unsupported_media_type",
  429: "rate_limited",
  503: "unavailable",
};

export function answerProblems(app: App): void {
  const known = watchMethods(app);
  app.setErrorHandler((error: unknown, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const methods = known.of(request.url);
    // A route of the method that was asked for found nothing: a built page's file is gone.
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(new ProtocolError("not_found"), request, reply);
    reply.header("allow", methods.join(", "));
    return sendProblem(new ProtocolError("method_not_allowed"), request, reply);
  });
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asProtocolError(error);
  if (!known || errorCatalogue[known.code].status >= 500) {
    request.log.error({ err: error, route: request.routeOptions.url }, "a request failed");
  }
  const problem = toProblem(known ?? error);
  return reply
    .status(problem.status)
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send(problem);
}

/** Fastify's own refusals (a body too large, not JSON, …) carry a status below 500 and a code of Fastify's. */
function asProtocolError(error: unknown): ProtocolError | undefined {
  if (error instanceof ProtocolError) return error;
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number")
    return undefined;
  const code = statusCodes[error.statusCode];
  if (code) return new ProtocolError(code);
  return error.statusCode >= 400 && error.statusCode < 500
    ? new ProtocolError("malformed_message")
    : undefined;
}
