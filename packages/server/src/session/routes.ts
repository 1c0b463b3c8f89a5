/** `POST /v1/calls`: every call of every session, to one address (docs/protocol.md §6). */
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { sendJose } from "../http/send-jose.ts";
import { answerCall } from "./answer-call.ts";

const message = v.pipe(v.string(), v.description("A sealed call or answer, as docs/protocol.md §6 has it"));

export function callRoutes(app: App, context: Context): void {
  app.post(
    "/v1/calls",
    {
      schema: {
        summary: "A sealed call of a session; its answer, or its error, is sealed too",
        tags: ["session"],
        consumes: ["application/jose"],
        body: message,
        response: { 200: message },
      },
    },
    async (request, reply) => sendJose(reply, await answerCall(context, request.body)),
  );
}
