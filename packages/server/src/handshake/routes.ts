/** `POST /v1/handshakes` and `POST /v1/handshakes/{hsk}` (docs/protocol.md §5). */
import { handshakeIdSchema } from "@mtoken/protocol";
import type { FastifyReply } from "fastify";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { sendJose } from "../http/send-jose.ts";
import { openHandshake } from "./open-handshake.ts";
import { proveHandshake } from "./prove-handshake.ts";
import type { Reply } from "./refusal.ts";
import { makeDeviceVerifier } from "./verify-device.ts";

const message = v.pipe(
  v.string(),
  v.description("A message of the handshake, as docs/protocol.md §5 has it"),
);

export function handshakeRoutes(app: App, context: Context): void {
  const verifier = makeDeviceVerifier();

  app.post(
    "/v1/handshakes",
    {
      schema: {
        summary: "Message 1 of a handshake; answers message 2, or 403 with a signed refusal",
        tags: ["handshake"],
        consumes: ["application/jose"],
        body: message,
        response: { 200: message, 403: message },
      },
    },
    async (request, reply) => sendReply(reply, await openHandshake(context, verifier, request.body)),
  );

  app.post(
    "/v1/handshakes/:handshake",
    {
      schema: {
        summary: "Message 3 of a handshake; answers message 4, or 403 with a signed refusal",
        tags: ["handshake"],
        consumes: ["application/jose"],
        params: v.strictObject({ handshake: handshakeIdSchema }),
        body: message,
        response: { 200: message, 403: message },
      },
    },
    async (request, reply) => {
      const { handshake } = request.params;
      const options = { handshake, token: request.body, verifier };
      return sendReply(reply, await proveHandshake(context, options));
    },
  );
}

function sendReply(reply: FastifyReply, { kind, token }: Reply): FastifyReply {
  return sendJose(reply, token, kind === "message" ? 200 : 403);
}
