/**
 * OpenAPI 3.1 from the routes' own schemas: there is no second description that could drift. One document for all
 * origins, each path with its own server. docs/openapi.json is written from it (`npm run openapi -w @mtoken/server`),
 * and a test holds the two against each other.
 */
import swagger from "@fastify/swagger";
import { problemSchema } from "@mtoken/protocol";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { Config } from "../config.ts";
import { consoleCookie } from "../console/console-cookie.ts";
import { actingUserHeader } from "../relying-party/acting-user.ts";
import type { App } from "./app.ts";

type Json = Record<string, unknown>;
export type Origins = Pick<Config, "serverOrigin" | "signInOrigin" | "consoleOrigin">;

/** The origins that the checked-in document names. */
export const exampleOrigins: Origins = {
  serverOrigin: "https://key.example.com",
  signInOrigin: "https://sign-in.example.com",
  consoleOrigin: "https://console.example.com",
};

const problemAnswer = {
  description: "What went wrong (RFC 9457); `code` is one of docs/protocol.md §10",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

const securitySchemes = {
  client: { type: "http", scheme: "bearer", description: "From POST /v1/token" },
  acting: {
    type: "apiKey",
    in: "header",
    name: actingUserHeader,
    description: "The user for whom a portal acts, who has signed in there",
  },
  console: { type: "apiKey", in: "cookie", name: consoleCookie.name, description: "From GET /callback" },
} as const;

/** Has every route that is registered from now on described. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "mtoken", version: "1" },
      components: { securitySchemes },
    },
    convertConstToEnum: false,
    transform: ({ schema, url }) => ({ schema: describeRoute(schema), url }),
  });
}

/** All servers' routes; call it when they are ready. */
export function apiDocument(apps: { server: App; signIn: App; console: App }, origins: Origins): Json {
  const paths: Record<string, Json> = {};
  addPaths(paths, apps.server, { url: origins.serverOrigin, description: "server origin" });
  addPaths(paths, apps.signIn, { url: origins.signInOrigin, description: "sign-in origin" });
  addPaths(paths, apps.console, { url: origins.consoleOrigin, description: "console origin" });
  return {
    openapi: "3.1.0",
    info: {
      title: "mtoken",
      version: "1",
      description:
        "The calls of the phone (server origin), of the sign-in page and of relying parties (sign-in origin), and of the console (console origin). docs/protocol.md says what the messages mean.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Problem: describe(problemSchema) },
      securitySchemes,
    },
  };
}

function addPaths(paths: Record<string, Json>, app: App, server: Json): void {
  const document: unknown = JSON.parse(JSON.stringify(app.swagger()));
  for (const [path, operations] of Object.entries(members(members(document)["paths"]))) {
    const known = paths[path];
    // All origins answer to their health and to this document, two to the people API, each with its own proof of who calls.
    if (known) addServer(known, members(operations), server);
    else paths[path] = { servers: [server], ...withProblems(members(operations)) };
  }
}

function addServer(known: Json, operations: Json, server: Json): void {
  known["servers"] = [...(known["servers"] as Json[]), server];
  for (const [method, operation] of Object.entries(operations)) {
    const security = members(operation)["security"] as Json[] | undefined;
    const described = members(known[method]);
    if (security === undefined) continue;
    known[method] = { ...described, security: [...((described["security"] ?? []) as Json[]), ...security] };
  }
}

function withProblems(operations: Json): Json {
  return Object.fromEntries(
    Object.entries(operations).map(([method, operation]) => {
      const described = members(operation);
      return [
        method,
        { ...described, responses: { ...members(described["responses"]), default: problemAnswer } },
      ];
    }),
  );
}

function describeRoute(schema: object = {}): Json {
  const described: Json = { ...schema };
  for (const part of ["body", "params", "querystring", "headers"]) {
    if (isSchema(described[part])) described[part] = describe(described[part]);
  }
  const responses = Object.entries(members(described["response"]));
  described["response"] = Object.fromEntries(
    responses.map(([status, response]) => [status, isSchema(response) ? describeAnswer(response) : response]),
  );
  return described;
}

/** An answer that is a text is a token of ours; everything else is JSON. */
function describeAnswer(response: GenericSchema): Json {
  const schema = describe(response);
  const type = schema["type"] === "string" ? "application/jose" : "application/json";
  return { description: schema["description"] ?? "As asked", content: { [type]: { schema } } };
}

function isSchema(value: unknown): value is GenericSchema {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "schema";
}

function describe(schema: GenericSchema): Json {
  const { $schema, ...described } = toJsonSchema(schema, { errorMode: "ignore", target: "draft-2020-12" });
  return described;
}

function members(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
