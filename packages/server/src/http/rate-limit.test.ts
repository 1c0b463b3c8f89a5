/** Who calls too often is told to wait, and for how long; a proxy's word on the address counts only when it is trusted. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useServer } from "../testing/use-server.ts";
import type { App } from "./app.ts";
import { buildServer } from "./build-server.ts";
import { limitRate } from "./rate-limit.ts";

function testRoutes(app: App): void {
  app.get("/dear", { onRequest: limitRate({ name: "dear", points: 2, seconds: 60 }) }, async () => ({}));
  app.get("/cheap", async () => ({}));
}

describe("rate limits", () => {
  const server = useServer("pglite", { requestsPerMinute: 20 });
  let direct: App;
  let proxied: App;
  beforeAll(async () => {
    direct = await buildServer(server.context, [testRoutes]);
    const config = { ...server.context.config, trustedProxy: ["127.0.0.1", "10.7.0.0/16"] };
    proxied = await buildServer({ ...server.context, config }, [testRoutes]);
  });
  afterAll(() => Promise.all([direct.close(), proxied.close()]));

  const call = (app: App, url: string, from: string, forwarded?: string) =>
    app.inject({
      url,
      remoteAddress: from,
      headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    });

  test("refuse the call after the last that is allowed, and say when to come again", async () => {
    expect((await call(direct, "/dear", "10.0.0.1")).statusCode).toBe(200);
    expect((await call(direct, "/dear", "10.0.0.1")).statusCode).toBe(200);
    const refused = await call(direct, "/dear", "10.0.0.1");
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: "rate_limited" });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(50);
    expect((await call(direct, "/dear", "10.0.0.2")).statusCode).toBe(200);
  });

  test("count an address over all routes too", async () => {
    const answers: number[] = [];
    for (let index = 0; index < 21; index += 1)
      answers.push((await call(direct, "/cheap", "10.0.0.3")).statusCode);
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
  });

  test("can't be escaped within a /64 of IPv6, nor by another spelling of an IPv4 address", async () => {
    const answers: number[] = [];
    for (const from of ["2001:db8::1", "2001:db8::2", "2001:db8::ffff:3", "2001:db8:0:1::1"]) {
      answers.push((await call(direct, "/dear", from)).statusCode);
    }
    for (const from of ["10.0.0.5", "::ffff:10.0.0.5", "::ffff:a00:5"]) {
      answers.push((await call(direct, "/dear", from)).statusCode);
    }
    expect(answers).toEqual([200, 200, 429, 200, 200, 200, 429]);
  });

  test("can't be escaped by a forged X-Forwarded-For", async () => {
    const answers: number[] = [];
    for (const forged of ["1.1.1.1", "2.2.2.2", "3.3.3.3"]) {
      answers.push((await call(direct, "/dear", "10.0.0.4", forged)).statusCode);
    }
    expect(answers).toEqual([200, 200, 429]);
  });

  test("count the client behind a trusted proxy, and not the proxy", async () => {
    const answers: number[] = [];
    for (const client of ["1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2"]) {
      answers.push((await call(proxied, "/dear", "127.0.0.1", client)).statusCode);
    }
    expect(answers).toEqual([200, 200, 429, 200]);
  });

  test("are not reached past the proxy that ends TLS, except from this machine", async () => {
    for (const from of ["10.9.9.9", "2001:db8::1", "::ffff:10.9.9.9", "127.0.0.1.example"]) {
      const answer = await call(proxied, "/cheap", from, "127.0.0.1");
      expect(answer.statusCode).toBe(403);
    }
    for (const from of ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.7.1.2", "::ffff:10.7.1.2"]) {
      expect((await call(proxied, "/cheap", from)).statusCode).toBe(200);
    }
  });
});
