/** The demonstration's third server: the welcome page, the portal and the mailbox, for this machine alone. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import cookie from "@fastify/cookie";
import staticFiles from "@fastify/static";
import { ProtocolError, toProblem } from "@mtoken/protocol";
import { RelyingPartyError } from "@mtoken/relying-party";
import type { FastifyInstance } from "fastify";
import { fastify } from "fastify";
import { CommandError } from "../command-error.ts";
import type { Mailbox } from "./mailbox-routes.ts";
import { mailboxRoutes } from "./mailbox-routes.ts";
import type { Portal } from "./portal-routes.ts";
import { portalRoutes } from "./portal-routes.ts";
import type { Welcome } from "./welcome-routes.ts";
import { welcomeRoutes } from "./welcome-routes.ts";

const pages = resolve(import.meta.dirname, "../../../../apps/demonstration/dist");

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/** Builds it; listening is the caller's. */
export async function demonstrationServer(options: Portal & Welcome & Mailbox): Promise<FastifyInstance> {
  if (!existsSync(join(pages, "index.html"))) {
    throw new CommandError(
      "The demonstration's pages are not built yet: run npm run build, then start again.",
    );
  }
  const app = fastify({ bodyLimit: 16_384, forceCloseConnections: "idle" });
  await app.register(cookie);
  guard(app, options.origin);
  app.setNotFoundHandler(({ method, url, headers }, reply) => {
    const isForPerson = method === "GET" && headers.accept?.includes("text/html") && !url.startsWith("/api/");
    // A person who mistyped an address is led to the page that has a link to everything.
    if (isForPerson) return reply.redirect("/", 303);
    throw new ProtocolError("not_found");
  });
  app.setErrorHandler((error, _request, reply) => {
    const problem = toProblem(codedErrorOf(error));
    if (problem.status >= 500) console.error(error instanceof RelyingPartyError ? error.message : error);
    return reply.code(problem.status).type("application/problem+json").send(problem);
  });
  app.addHook("preClose", async () => options.sessions.endAll());
  portalRoutes(app, options);
  welcomeRoutes(app, options);
  mailboxRoutes(app, options);
  await app.register(staticFiles, { root: pages, cacheControl: false });
  app.get("/portal", (_request, reply) => reply.sendFile("portal.html"));
  app.get("/mailbox", (_request, reply) => reply.sendFile("mailbox.html"));
  return app;
}

function codedErrorOf(error: unknown): unknown {
  if (error instanceof RelyingPartyError) return new ProtocolError("unavailable", { cause: error });
  if (error instanceof ProtocolError || !(error instanceof Error) || !("statusCode" in error)) return error;
  // Fastify's own, from a body that it could not read.
  if (error.statusCode === 413) return new ProtocolError("message_too_large", { cause: error });
  if (error.statusCode === 415) return new ProtocolError("unsupported_media_type", { cause: error });
  if (error.statusCode === 403 || error.statusCode === 404)
    return new ProtocolError("not_found", { cause: error });
  const isTheirs = typeof error.statusCode === "number" && error.statusCode >= 400 && error.statusCode < 500;
  return isTheirs ? new ProtocolError("malformed_message", { cause: error }) : error;
}

/** Another site's page must reach neither invitations nor payments, by a forged request or by a name that it points here. */
function guard(app: FastifyInstance, origin: string): void {
  const { host } = new URL(origin);
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "content-security-policy": policy,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    if (request.headers.host !== host) throw new ProtocolError("not_found");
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (!isReading && request.headers.origin !== origin) throw new ProtocolError("not_allowed");
  });
}
