/** Every operation of the OpenAPI document, for tests that must not leave out one that is added later. */
import type { App } from "../http/app.ts";
import type { Servers } from "../http/build-server.ts";
import { apiDocument, exampleOrigins } from "../http/openapi.ts";

export interface Operation {
  /** As in `POST /v1/handshakes/{handshake}`. */
  name: string;
  method: "GET" | "POST";
  path: string;
  /** The names of what the path takes. */
  params: string[];
  /** What it reads, when it reads a body. */
  contentType: string | undefined;
  /** What it belongs to. */
  tags: string[];
  apps: App[];
}

export function listOperations(apps: Servers): Operation[] {
  const { paths } = JSON.parse(JSON.stringify(apiDocument(apps, exampleOrigins)));
  return Object.entries<Record<string, unknown>>(paths).flatMap(([path, { servers, ...operations }]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: methodOf(method),
      path,
      params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
      contentType: Object.keys((operation as Described).requestBody?.content ?? {})[0],
      tags: (operation as Described).tags ?? [],
      apps: (servers as { url: string }[]).map(({ url }) => appAt(apps, url)),
    })),
  );
}

function appAt({ server, signIn, console }: Servers, origin: string): App {
  switch (origin) {
    case exampleOrigins.serverOrigin:
      return server;
    case exampleOrigins.signInOrigin:
      return signIn;
    default:
      return console;
  }
}

interface Described {
  tags?: string[];
  requestBody?: { content: object };
}

function methodOf(text: string): Operation["method"] {
  const method = text.toUpperCase();
  if (method === "GET" || method === "POST") return method;
  throw new Error(`the tests don't know the method ${method} yet`);
}
