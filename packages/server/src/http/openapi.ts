/**
 * OpenAPI 3.1 from the routes' own schemas: there is no second description that could drift. docs/openapi.json is
 * written from it by `npm run openapi -w @mtoken/server`, and a test holds the two against each other.
 */
import swagger from "@fastify/swagger";
import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import type { Config } from "../config.ts";
import type { App } from "./app.ts";

export async function describeApi(app: App, _config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: "mtoken", version: "1" } },
    transform: ({ schema, url }) => ({ schema: describeRoute(schema), url }),
  });
}

function describeRoute(schema: object = {}): Record<string, unknown> {
  const described: Record<string, unknown> = { ...schema };
  for (const part of ["body", "params", "querystring", "headers"]) {
    if (isSchema(described[part])) described[part] = describe(described[part]);
  }
  const responses = described["response"];
  if (typeof responses === "object" && responses !== null) {
    described["response"] = Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        isSchema(response) ? describe(response) : response,
      ]),
    );
  }
  return described;
}

function isSchema(value: unknown): value is GenericSchema {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "schema";
}

function describe(schema: GenericSchema): object {
  const { $schema, ...described } = toJsonSchema(schema, { errorMode: "ignore" });
  return described;
}
