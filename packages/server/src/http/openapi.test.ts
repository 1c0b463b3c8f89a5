/** The checked-in document is the one that the routes make, and it is whole. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useServer } from "../testing/use-server.ts";
import { apiDocument, exampleOrigins } from "./openapi.ts";

const file = join(import.meta.dirname, "../../../../docs/openapi.json");

describe("docs/openapi.json", () => {
  const server = useServer("pglite");

  test("is what the routes make (else: npm run openapi -w @mtoken/server)", () => {
    const made = apiDocument(
      { server: server.phone, signIn: server.signIn, console: server.console },
      exampleOrigins,
    );
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(made)));
  });

  test("is served on every origin, with this server's own addresses", async () => {
    const [phone, signIn, console] = await Promise.all(
      [server.phone, server.signIn, server.console].map(async (app) =>
        (await app.inject({ url: "/openapi.json" })).json(),
      ),
    );
    expect(phone).toEqual(signIn);
    expect(phone).toEqual(console);
    expect(phone.openapi).toBe("3.1.0");
    expect(phone.paths["/v1/calls"].servers[0].url).toBe(server.context.config.serverOrigin);
    expect(phone.paths["/v1/token"].servers[0].url).toBe(server.context.config.signInOrigin);
  });

  test("says of every operation what it does, what it answers and how it fails", () => {
    const { paths } = JSON.parse(readFileSync(file, "utf8"));
    for (const [path, operations] of Object.entries<Record<string, unknown>>(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (method === "servers") continue;
        expect(operation, `${method} ${path}`).toMatchObject({
          summary: expect.any(String),
          tags: [expect.any(String)],
          responses: { default: { content: { "application/problem+json": expect.anything() } } },
        });
      }
    }
  });
});
