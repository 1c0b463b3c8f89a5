/**
 * Three HTTP servers in one process, one for each origin: what the phone pins, what browsers and relying parties use to sign
 * in, and the console share no path, cookie or policy.
 */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import underPressure from "@fastify/under-pressure";
import { largestMessage } from "@mtoken/protocol";
import { fastify, LogController } from "fastify";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import type { Logger } from "../log.ts";
import type { App, Routes } from "./app.ts";
import { requireProxy } from "./behind-proxy.ts";
import { refuseAddress, refuseConnection } from "./broken-requests.ts";
import { healthRoutes } from "./health.ts";
import { apiDocument, describeApi } from "./openapi.ts";
import { openapiRoute, type Published } from "./openapi-route.ts";
import { refuseWhenOverloaded } from "./overload.ts";
import { answerProblems } from "./problem.ts";
import { limitRate } from "./rate-limit.ts";
import { refuseWhileClosing } from "./refuse-while-closing.ts";
import { requireContentType } from "./require-content-type.ts";
import { consoleRoutes, phoneRoutes, signInRoutes } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import { consolePages, phonePages, signInPages } from "./static-pages.ts";
import { compileSerializer, compileValidator, type ValibotTypeProvider } from "./valibot.ts";

const requestMilliseconds = 15_000;
const connectionMilliseconds = 60_000;
/**
 * Node looks for slow senders only every half minute unless it is told otherwise, and gives headers a minute: it then takes the longer time
 * of the two for the whole request.
 */
const timeouts = { connectionsCheckingInterval: 5_000, headersTimeout: requestMilliseconds } as const;

/** M29: TLS 1.2 and 1.3, AES-256, and keys that are gone when the connection is. */
const tlsPolicy = {
  minVersion: "TLSv1.2",
  ciphers: "TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384",
  honorCipherOrder: true,
} as const;

export interface Servers {
  server: App;
  signIn: App;
  console: App;
}

export async function buildServers(context: Context): Promise<Servers> {
  const published: Published = {};
  const describing: Routes = (app) => openapiRoute(app, published);
  const servers = {
    server: await buildServer(context, [...phoneRoutes, healthRoutes, describing, phonePages]),
    signIn: await buildServer(context, [...signInRoutes, healthRoutes, describing, signInPages]),
    console: await buildServer(context, [...consoleRoutes, healthRoutes, describing, consolePages]),
  };
  await Promise.all(Object.values(servers).map((app) => app.ready()));
  published.text = JSON.stringify(apiDocument(servers, context.config));
  return servers;
}

/** One of them, with these routes. */
export async function buildServer(context: Context, routes: readonly Routes[]): Promise<App> {
  const { config, log } = context;
  const app = newFastify(config, log);
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(compileSerializer);
  app.removeContentTypeParser("text/plain");
  app.addContentTypeParser("application/jose", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );
  answerProblems(app);
  logRequests(app);
  await addProtections(app, config);
  refuseWhileClosing(app);
  requireContentType(app);
  await app.register(cookie);
  await describeApi(app);
  // In a scope of their own, so that what is above holds for every route.
  await app.register(async (scope) => {
    for (const route of routes) route(scope as App, context);
  });
  return app;
}

function newFastify(config: Config, log: Logger): App {
  const options = {
    loggerInstance: log,
    // Fastify's own lines carry the address; logRequests writes ours.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: largestMessage,
    requestTimeout: requestMilliseconds,
    http: timeouts,
    connectionTimeout: connectionMilliseconds,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (_error: unknown, _request: unknown, reply: { raw: ServerResponse }) =>
      refuseAddress(reply.raw),
    trustProxy: config.trustedProxy ?? false,
    return503OnClosing: false,
    forceCloseConnections: "idle" as const,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
  };
  const tls = config.tls && { ...config.tls, ...tlsPolicy };
  const app = tls ? fastify({ ...options, https: { ...tls, ...timeouts } }) : fastify(options);
  return app.withTypeProvider<ValibotTypeProvider>() as unknown as App;
}

async function addProtections(app: App, config: Config): Promise<void> {
  const headers = securityHeaders(config);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers).header("x-request-id", request.id);
    done();
  });
  if (config.trustedProxy && !config.tls) requireProxy(app, config.trustedProxy);
  app.addHook("onRequest", limitRate({ name: "all", points: config.requestsPerMinute, seconds: 60 }));
  await app.register(underPressure, refuseWhenOverloaded(config.overloadMilliseconds));
}

/** One line per request. The route's pattern and never the address: paths carry ids, queries carry codes. */
function logRequests(app: App): void {
  app.addHook("onResponse", (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? "none",
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      "request",
    );
    done();
  });
}
