/**
 * `POST /v1/token`: the one address that speaks OAuth's own dialect, form-encoded in and OAuth's errors out (RFC 6749
 * §3.2, §5.2), so that any OAuth library can ask for a token.
 */
import { ProtocolError, tokenAnswerSchema } from "@mtoken/protocol";
import type { FastifyReply } from "fastify";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import type { TokenRefusal } from "./grant-token.ts";
import { grantToken, tokenFormSchema } from "./grant-token.ts";

const formType = "application/x-www-form-urlencoded";
const longestForm = 32 * 1024;

const descriptions: Record<TokenRefusal, string> = {
  invalid_request: `Send grant_type, client_assertion_type and client_assertion, once each, as ${formType}.`,
  invalid_client: "The assertion does not authenticate a relying party, or was used before.",
  unsupported_grant_type: "The only grant_type is client_credentials.",
};

export function tokenRoute(app: App, context: Context): void {
  // In a scope of its own: the form and OAuth's errors are for this address alone.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      formType,
      { parseAs: "string", bodyLimit: longestForm },
      async (_request: unknown, body: string) => readForm(body),
    );
    scope.setErrorHandler((error, _request, reply) => {
      if (!isAboutInput(error)) throw error;
      return refuse(reply, "invalid_request");
    });
    addRoute(scope as App, context);
  });
}

function addRoute(app: App, context: Context): void {
  app.post(
    "/v1/token",
    {
      schema: {
        summary: "An access token for a relying party (client_credentials, private_key_jwt)",
        tags: ["relying parties"],
        consumes: [formType],
        body: tokenFormSchema,
        response: { 200: tokenAnswerSchema },
      },
    },
    async ({ body }, reply) => {
      reply.header("cache-control", "no-store").header("pragma", "no-cache");
      const answer = await grantToken(context, body);
      return typeof answer === "string" ? refuse(reply, answer) : reply.send(answer);
    },
  );
}

/** A parameter that comes twice could be read differently by who checks and who uses it (RFC 6749 §3.2). */
function readForm(text: string): Record<string, string> {
  const parameters = [...new URLSearchParams(text)];
  const names = new Set(parameters.map(([name]) => name));
  if (names.size !== parameters.length) throw new ProtocolError("malformed_message");
  return Object.fromEntries(parameters);
}

/** Too large, of another type, incomplete: all of that is the caller's. What is limited or broken is not. */
function isAboutInput(error: unknown): boolean {
  if (error instanceof ProtocolError) return error.code === "malformed_message";
  return (
    error instanceof Error && "statusCode" in error && (error.statusCode === 413 || error.statusCode === 415)
  );
}

function refuse(reply: FastifyReply, refusal: TokenRefusal): FastifyReply {
  return reply
    .status(refusal === "invalid_client" ? 401 : 400)
    .header("cache-control", "no-store")
    .type("application/json")
    .serializer(JSON.stringify)
    .send({ error: refusal, error_description: descriptions[refusal] });
}
