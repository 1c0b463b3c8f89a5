/** How long a connection may take, and what becomes of it as the server ends: a request that comes then gets a problem document. */
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { useServer } from "../testing/use-server.ts";
import type { App } from "./app.ts";
import { buildServer } from "./build-server.ts";

const server = useServer("pglite");

test("who comes while the server ends is told so, in a problem document", async () => {
  const arrived = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const closing = Promise.withResolvers<void>();
  const routes = (app: App) => {
    app.addHook("preClose", async () => closing.resolve());
    app.get("/slow", async () => {
      arrived.resolve();
      await finish.promise;
      return { finished: true };
    });
  };
  const app = await buildServer(server.context, [routes]);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("not listening");

  const socket = connect(address.port, "127.0.0.1");
  let answers = "";
  socket.on("data", (part) => (answers += part));
  const ended = once(socket, "close");
  socket.write("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
  await arrived.promise;
  const closed = app.close();
  await closing.promise;
  const second = once(app.server, "request");
  socket.write("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
  await second;
  finish.resolve();
  await Promise.all([closed, ended]);

  expect(answers).toContain('{"finished":true}');
  const [head = "", body = ""] = answers.slice(answers.lastIndexOf("HTTP/1.1")).split("\r\n\r\n");
  expect(head).toContain("HTTP/1.1 503 ");
  expect(head.toLowerCase()).toContain("content-type: application/problem+json");
  expect(JSON.parse(body)).toMatchObject({ status: 503, code: "unavailable" });
});

test.each(["without", "with"])("whoever sends slowly has 15 seconds, %s TLS", async (tls) => {
  const { config } = server.context;
  const tlsOf = tls === "with" ? { tls: { cert: undefined, key: undefined } as never } : {};
  const app = await buildServer({ ...server.context, config: { ...config, ...tlsOf } }, []);
  const { headersTimeout, requestTimeout } = app.server;
  // The longer one holds for the whole request: a body that is held back, or comes drop by drop.
  expect(Math.max(headersTimeout, requestTimeout)).toBe(15_000);
  await app.close();
});
