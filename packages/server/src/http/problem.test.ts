/** Whatever goes wrong, the answer is one problem document, and nothing internal is in it. */
import { connect } from "node:net";
import { ProtocolError, problemSchema } from "@mtoken/protocol";
import type { InjectOptions } from "fastify";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestServer, useServer } from "../testing/use-server.ts";
import type { App } from "./app.ts";
import { buildServer } from "./build-server.ts";

function testRoutes(app: App): void {
  const body = v.strictObject({ name: v.pipe(v.string(), v.maxLength(5)) });
  app.post("/echo", { schema: { body } }, async (request) => ({ name: request.body.name }));
  app.post("/token", { schema: { body: v.string() } }, async (request) => ({ length: request.body.length }));
  app.get("/things/:thing/part", async () => ({ ok: true }));
  app.get("/gone.js", (_request, reply) => reply.callNotFound());
  app.get("/coded", async () => {
    throw new ProtocolError("wrong_registration_code", {
      details: { attempts_left: 3 },
      cause: new Error("inner"),
    });
  });
  app.get("/broken", async () => {
    throw new Error("the database said: secret-detail");
  });
  app.get("/unbodied", async () => {
    throw Object.assign(new Error("secret-detail"), { statusCode: 418 });
  });
}

describe("problems", () => {
  const server: TestServer = useServer("pglite");
  let app: App;
  beforeAll(async () => {
    app = await buildServer(server.context, [testRoutes]);
    await app.listen({ host: "127.0.0.1", port: 0 });
  });
  afterAll(() => app.close());

  async function expectProblem(request: InjectOptions, status: number, code: string) {
    const answer = await app.inject(request);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.headers["cache-control"]).toBe("no-store");
    const problem = v.parse(problemSchema, answer.json());
    expect(problem).toMatchObject({ status, code });
    expect(answer.body).not.toContain("secret-detail");
    return { answer, problem };
  }

  const json = { "content-type": "application/json" };

  test("answer an unknown address with not_found", async () => {
    await expectProblem({ url: "/nowhere" }, 404, "not_found");
  });

  test("answer a known address with nothing at it any more with not_found", async () => {
    const { answer } = await expectProblem({ url: "/gone.js" }, 404, "not_found");
    expect(answer.headers["allow"]).toBeUndefined();
    expect((await app.inject({ method: "HEAD", url: "/gone.js" })).statusCode).toBe(404);
    await expectProblem({ method: "POST", url: "/gone.js" }, 405, "method_not_allowed");
  });

  test("answer a wrong method with method_not_allowed, and say which are right", async () => {
    const { answer } = await expectProblem(
      { method: "DELETE", url: "/things/7/part" },
      405,
      "method_not_allowed",
    );
    expect(answer.headers["allow"]).toBe("GET, HEAD");
    await expectProblem({ method: "GET", url: "/echo?x=1" }, 405, "method_not_allowed");
    await expectProblem({ method: "DELETE", url: "/things/7/8/part" }, 404, "not_found");
  });

  test("answer what is not JSON, and what the schema refuses, with malformed_message", async () => {
    const post = { method: "POST", url: "/echo", headers: json } as const;
    await expectProblem({ ...post, payload: "{" }, 400, "malformed_message");
    await expectProblem({ ...post, payload: "" }, 400, "malformed_message");
    await expectProblem({ ...post, payload: '{"name": 7}' }, 400, "malformed_message");
    await expectProblem({ ...post, payload: '{"name": "a", "more": 1}' }, 400, "malformed_message");
    await expectProblem({ ...post, payload: '{"name": "secret-detail"}' }, 400, "malformed_message");
    await expectProblem({ ...post, payload: '{"__proto__": {"name": "a"}}' }, 400, "malformed_message");
    expect((await app.inject({ ...post, payload: '{"name": "a"}' })).json()).toEqual({ name: "a" });
  });

  test("answer a content type that nobody asked for with unsupported_media_type", async () => {
    for (const type of ["text/plain", "application/xml", "multipart/form-data"]) {
      const request = {
        method: "POST",
        url: "/echo",
        headers: { "content-type": type },
        payload: "x",
      } as const;
      await expectProblem(request, 415, "unsupported_media_type");
    }
  });

  test("take 64 KiB of a message and not one byte more", async () => {
    const post = { method: "POST", url: "/token", headers: { "content-type": "application/jose" } } as const;
    expect((await app.inject({ ...post, payload: "x".repeat(65_536) })).json()).toEqual({ length: 65_536 });
    await expectProblem({ ...post, payload: "x".repeat(65_537) }, 413, "message_too_large");
  });

  test("answer a coded error with its code, status and details", async () => {
    const { problem } = await expectProblem({ url: "/coded" }, 403, "wrong_registration_code");
    expect(problem.attempts_left).toBe(3);
  });

  test("hide what is internal, under an id that the log names too", async () => {
    const { answer } = await expectProblem({ url: "/broken" }, 500, "internal");
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    await expectProblem({ url: "/unbodied" }, 400, "malformed_message");
  });

  test("answer an address that can't be decoded", async () => {
    await expectProblem({ url: "/things/%zz/part" }, 400, "malformed_message");
    await expectProblem({ url: `/things/${"x".repeat(400)}/part` }, 400, "malformed_message");
  });

  test.each([
    ["what is not HTTP", "hello\r\n\r\n", 400, "malformed_message"],
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(20_000)}\r\n\r\n`,
      431,
      "message_too_large",
    ],
    [
      "a body with two lengths",
      "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
      400,
      "malformed_message",
    ],
  ])("answer %s on the connection itself", async (_name, text, status, code) => {
    const answer = await exchange(app, text);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });
});

function exchange(app: App, text: string): Promise<string> {
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(address.port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (part) => (answer += part));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}
