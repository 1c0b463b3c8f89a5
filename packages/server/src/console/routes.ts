/** The console's sign-in and session, on the console origin. */
import { ProtocolError } from "@mtoken/protocol";
import { deskSchema, meSchema } from "@mtoken/protocol/people";
import type { FastifyRequest } from "fastify";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { refuseOtherPages, requireOwnPage } from "../http/same-origin.ts";
import { authenticate } from "./authenticate.ts";
import { beginningCookie, consoleCookie, hashOfSecret, readSecret } from "./console-cookie.ts";
import { beginSession, openSession } from "./open-session.ts";
import type { SessionUser } from "./store.ts";
import { deleteSession } from "./store.ts";

const tags = ["console"];

/** The sign-in page leads back with a code, or with why there is none (RFC 6749 §4.1.2). */
const returnSchema = v.object({
  code: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,128}$/))),
  state: v.exactOptional(v.pipe(v.string(), v.maxLength(512))),
});

export function consoleSessionRoutes(app: App, context: Context): void {
  callbackRoute(app, context);
  void app.register(async (scope) => {
    requirePage(scope as App, context);
    beginRoute(scope as App, context);
    deskRoute(scope as App, context);
  });
  void app.register(async (scope) => {
    requirePage(scope as App, context);
    requireUser(scope as App, context);
    sessionRoutes(scope as App, context);
  });
}

export function requirePage(app: App, { config }: Context): void {
  app.addHook("onRequest", async ({ method, headers }, reply) => {
    reply.header("cache-control", "no-store");
    if (method === "GET") refuseOtherPages(headers);
    else requireOwnPage(headers, config.consoleOrigin);
  });
}

/** Who calls is known before anything else is read. */
export function requireUser(app: App, context: Context): void {
  app.decorateRequest("person", null);
  app.addHook("onRequest", async (request) => {
    const called = {
      secret: readSecret(request.cookies, consoleCookie),
      // Whatever its value is: who says so only shortens their own session.
      polls: request.method === "GET" && request.headers["mtoken-poll"] !== undefined,
    };
    request.setDecorator<SessionUser>("person", await authenticate(context, called));
  });
}

export function personOf(request: Pick<FastifyRequest, "getDecorator">): SessionUser {
  return request.getDecorator<SessionUser>("person");
}

function beginRoute(app: App, context: Context): void {
  app.post(
    "/v1/session",
    {
      schema: {
        summary: "Begin to sign in: where the browser goes",
        tags,
        response: { 201: v.strictObject({ uri: v.string() }) },
      },
    },
    async (_request, reply) => {
      const { uri, verifier } = await beginSession(context);
      return reply
        .setCookie(beginningCookie.name, verifier, beginningCookie.options)
        .status(201)
        .send({ uri });
    },
  );
}

/** Whoever has lost the phone can't sign in any more. */
function deskRoute(app: App, { config }: Context): void {
  app.get(
    "/v1/desk",
    {
      schema: {
        summary: "The number of the operator's round-the-clock desk, where there is one",
        tags,
        response: { 200: deskSchema },
      },
    },
    () => ({ phone: config.deskPhone ?? null }),
  );
}

/** A navigation, so it answers with one: the page says what came of it. */
function callbackRoute(app: App, context: Context): void {
  app.get("/callback", { schema: { hide: true, querystring: returnSchema } }, async (request, reply) => {
    reply.header("cache-control", "no-store").clearCookie(beginningCookie.name, beginningCookie.options);
    const { code, state } = request.query;
    if (code === undefined || state === undefined) return reply.redirect("/c/sign-in?outcome=cancelled", 303);
    const verifier = readSecret(request.cookies, beginningCookie);
    const before = readSecret(request.cookies, consoleCookie);
    const opened = await openSession(context, { code, state, verifier, before }).catch(refusal);
    if (opened === undefined) return reply.redirect("/c/sign-in?outcome=refused", 303);
    return reply
      .setCookie(consoleCookie.name, opened.secret, consoleCookie.options)
      .redirect("/c/signed-in", 303);
  });
}

function refusal(error: unknown): undefined {
  if (error instanceof ProtocolError && error.code === "redemption_refused") return undefined;
  throw error;
}

function sessionRoutes(app: App, context: Context): void {
  app.get(
    "/v1/me",
    {
      schema: {
        summary: "Who is signed in",
        tags,
        security: [{ console: [] }],
        response: { 200: meSchema },
      },
    },
    (request) => {
      const person = personOf(request);
      return {
        user: { id: person.user, name: person.name, language: person.language },
        role: person.role,
        company: { id: person.company, name: person.company_name, kind: person.organization },
        device: person.device,
        code_service: context.config.codeFolder !== undefined,
        session_ends: Math.floor(person.expires_at.getTime() / 1000),
      };
    },
  );

  app.post(
    "/v1/session/end",
    { schema: { summary: "Sign out", tags, security: [{ console: [] }], response: { 204: v.undefined() } } },
    async (request, reply) => {
      const secret = readSecret(request.cookies, consoleCookie);
      if (secret !== undefined) await deleteSession(context.database.kysely, hashOfSecret(secret));
      return reply.clearCookie(consoleCookie.name, consoleCookie.options).status(204).send();
    },
  );
}
