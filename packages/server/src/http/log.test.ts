/** What a peer sends never reaches the log: a canary goes in everywhere, and must come out nowhere. */
import { PassThrough } from "node:stream";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { useServer } from "../testing/use-server.ts";
import type { App } from "./app.ts";
import { buildServer } from "./build-server.ts";

const canary = "CANARY7f3a";

function testRoutes(app: App): void {
  app.post("/things/:thing", { schema: { body: v.unknown() } }, async (request) => {
    // Careless code, as it will be written one day.
    request.log.info({ req: request, res: request.raw }, "careless");
    return {};
  });
  app.get("/fails/:thing", async () => {
    throw Object.assign(new Error("failed"), { detail: canary, parameters: [canary], code: "23505" });
  });
}

describe("the log", () => {
  const server = useServer("pglite");
  const lines: string[] = [];
  let app: App;
  beforeAll(async () => {
    const stream = new PassThrough().on("data", (line) => lines.push(String(line)));
    const context = { ...server.context, log: createLog("trace", stream) };
    app = await buildServer(context, [testRoutes]);
  });
  afterAll(() => app.close());

  test("names routes by their pattern, and nothing that was sent", async () => {
    const headers = {
      authorization: `Bearer ${canary}`,
      cookie: `__Host-mtoken-browser=${canary}`,
      "content-type": "application/json",
      "x-forwarded-for": canary,
      "user-agent": canary,
      referer: `https://${canary}/`,
      origin: `https://${canary}`,
    };
    const payload = JSON.stringify({ [canary]: canary });
    await app.inject({ method: "POST", url: `/things/${canary}?code=${canary}`, headers, payload });
    await app.inject({ method: "POST", url: `/things/${canary}`, headers, payload: `{${canary}` });
    await app.inject({ url: `/fails/${canary}?x=${canary}`, headers: { ...headers, host: canary } });
    await app.inject({ url: `/${canary}`, headers });
    await app.inject({ url: `/%zz${canary}`, headers });
    const text = lines.join("");
    expect(text).toContain('"route":"/things/:thing"');
    expect(text).toContain('"route":"/fails/:thing"');
    expect(text).toContain('"code":"23505"');
    expect(text).not.toContain(canary);
  });

  test("writes one line of JSON for each request, with its id", async () => {
    lines.length = 0;
    const answer = await app.inject({ url: "/nowhere" });
    expect(lines.length).toBe(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "info",
      method: "GET",
      route: "none",
      status: 404,
      reqId: answer.headers["x-request-id"],
    });
  });
});
