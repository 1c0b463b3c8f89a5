/** The relying parties' API, on the sign-in origin: machine to machine (docs/protocol.md §8). */
import {
  evidenceSchema,
  exchangeAnswerSchema,
  exchangeRequestSchema,
  requestIdSchema,
  requestInfoSchema,
  signatureAnswerSchema,
  signatureRequestSchema,
  signInAnswerSchema,
  signInRequestSchema,
} from "@mtoken/protocol";
import type { FastifyRequest } from "fastify";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { StreamPool } from "../request/stream-pool.ts";
import type { Caller } from "./access-token.ts";
import { authenticate } from "./access-token.ts";
import { askSignature } from "./ask-signature.ts";
import { beginSignIn } from "./begin-sign-in.ts";
import { exchangeCode } from "./exchange-code.ts";
import { followRequest, RequestStream } from "./follow-request.ts";
import { ownEvidence } from "./own-evidence.ts";
import { tokenRoute } from "./token-routes.ts";
import { withdrawOwnRequest } from "./withdraw-own-request.ts";

const tags = ["relying parties"];
const params = v.strictObject({ request: requestIdSchema });
/** A thousand payments, each of them as long as it may be. */
const longestContent = 1024 * 1024;

export function relyingPartyRoutes(app: App, context: Context): void {
  tokenRoute(app, context);
  void app.register(async (scope) => {
    requireClient(scope as App, context);
    signInRoutes(scope as App, context);
    signatureRoute(scope as App, context);
    requestRoutes(scope as App, context);
    eventRoute(scope as App, context);
  });
}

/** Every call carries the access token; who calls is known before anything else is read. */
function requireClient(app: App, context: Context): void {
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request, reply) => {
    // What a relying party may see belongs in no cache.
    reply.header("cache-control", "no-store");
    try {
      request.setDecorator<Caller>("caller", await authenticate(context, request.headers.authorization));
    } catch (error) {
      reply.header("www-authenticate", "Bearer");
      throw error;
    }
  });
}

function callerOf(request: Pick<FastifyRequest, "getDecorator">): Caller {
  return request.getDecorator<Caller>("caller");
}

function signInRoutes(app: App, context: Context): void {
  app.post(
    "/v1/sign-ins",
    {
      schema: {
        summary: "Begin a sign-in",
        tags,
        body: signInRequestSchema,
        response: { 201: signInAnswerSchema },
      },
    },
    async (request, reply) => {
      const { client } = callerOf(request);
      return reply.status(201).send(await beginSignIn(context, { client, signIn: request.body }));
    },
  );

  app.post(
    "/v1/sign-ins/exchange",
    {
      schema: {
        summary: "Exchange the code that the browser brought back for the user",
        tags,
        body: exchangeRequestSchema,
        response: { 200: exchangeAnswerSchema },
      },
    },
    (request) => exchangeCode(context, { client: callerOf(request).client, exchange: request.body }),
  );
}

function signatureRoute(app: App, context: Context): void {
  app.post(
    "/v1/signatures",
    {
      bodyLimit: longestContent,
      schema: {
        summary: "Ask a user to sign",
        tags,
        body: signatureRequestSchema,
        response: { 201: signatureAnswerSchema },
      },
    },
    async (request, reply) => {
      const { client } = callerOf(request);
      return reply.status(201).send(await askSignature(context, { client, asked: request.body }));
    },
  );
}

function requestRoutes(app: App, context: Context): void {
  app.get(
    "/v1/requests/:request",
    { schema: { summary: "Where a request stands", tags, params, response: { 200: requestInfoSchema } } },
    (request) => followRequest(context, { ...callerOf(request), ...request.params }),
  );

  app.get(
    "/v1/requests/:request/evidence",
    { schema: { summary: "The evidence of a decision", tags, params, response: { 200: evidenceSchema } } },
    (request) => ownEvidence(context, { ...callerOf(request), ...request.params }),
  );

  app.post(
    "/v1/requests/:request/withdraw",
    { schema: { summary: "Take a request back", tags, params, response: { 200: requestInfoSchema } } },
    (request) => withdrawOwnRequest(context, { ...callerOf(request), ...request.params }),
  );
}

function eventRoute(app: App, context: Context): void {
  const pool = new StreamPool(context.clock);
  app.addHook("preClose", async () => pool.close());

  app.get(
    "/v1/requests/:request/events",
    {
      exposeHeadRoute: false,
      schema: { summary: "Where a request stands, as it changes (server-sent events)", tags, params },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      await followRequest(context, { ...caller, ...request.params });
      reply.hijack();
      const stream = new RequestStream(context, reply.raw, { caller, ...request.params });
      pool.open(reply.raw, reply.getHeaders(), stream);
    },
  );
}
