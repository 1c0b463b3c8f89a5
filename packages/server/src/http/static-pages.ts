/**
 * The built pages: the phone app on the server origin, the sign-in page on the sign-in origin, the console on its own. Hashed assets may be
 * kept for ever, the pages themselves are asked for anew each time; each page has its own Content-Security-Policy.
 */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import fastifyStatic from "@fastify/static";
import { ProtocolError } from "@mtoken/protocol";
import type { FastifyReply } from "fastify";
import type { Context } from "../context.ts";
import type { App } from "./app.ts";
import { pageHeaders } from "./page-headers.ts";

const notBuilt = 'This page has not been built yet: run "npm run build", then start the server again.\n';

export function phonePages(app: App, { config }: Context): void {
  const page = serveFolder(app, { root: config.pages.phone, headers: pageHeaders("phone") });
  // The app finds its way by itself: activation links, links to requests, QR texts opened by the phone's camera app.
  for (const path of ["/", "/a", "/r", "/S/*", "/s/*"]) {
    app.get(path, { schema: { hide: true } }, (_request, reply) => page(reply));
  }
}

export function signInPages(app: App, { config }: Context): void {
  const page = serveFolder(app, { root: config.pages.signIn, headers: pageHeaders("sign-in") });
  app.get("/i/:interaction", { schema: { hide: true } }, (_request, reply) => page(reply));
  // Whoever types the origin by hand is told by the page where sign-ins begin; programs get the usual answer.
  app.get("/", { schema: { hide: true } }, (request, reply) => {
    if (!request.headers.accept?.includes("text/html")) throw new ProtocolError("not_found");
    return page(reply);
  });
}

export function consolePages(app: App, { config }: Context): void {
  const page = serveFolder(app, { root: config.pages.console, headers: pageHeaders("console") });
  // The console finds its way by itself, so every address under it can be kept and sent to a colleague.
  for (const path of ["/", "/c/*"]) {
    app.get(path, { schema: { hide: true } }, (_request, reply) => page(reply));
  }
}

interface Folder {
  root: string;
  headers: Record<string, string>;
}

function serveFolder(app: App, { root, headers }: Folder): (reply: FastifyReply) => FastifyReply {
  if (!existsSync(join(root, "index.html"))) {
    return (reply) =>
      reply.status(503).header("cache-control", "no-store").type("text/plain; charset=utf-8").send(notBuilt);
  }
  void app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    cacheControl: false,
    // The build lays a smaller form beside what is worth it (scripts/prepare.mjs): .br and .gz, by what a browser takes.
    preCompressed: true,
    globIgnore: ["**/*.br", "**/*.gz"],
    setHeaders(reply, path) {
      for (const [name, value] of Object.entries(headers)) reply.header(name, value);
      reply.header("cache-control", cachingOf(path));
    },
  });
  return (reply) => reply.sendFile("index.html");
}

/** Vite puts a hash of the content into the names under assets/. */
function cachingOf(path: string): string {
  const isHashed = path.includes("/assets/") && /-[\w-]{8,}\.\w+(\.br|\.gz)?$/.test(basename(path));
  return isHashed ? "public, max-age=31536000, immutable" : "no-cache";
}
