import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { largestEnvelope } from "@mtoken/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { fetchTransport } from "./fetch-transport.ts";

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Listener = Parameters<typeof createServer>[1];

async function serve(listener: Listener): Promise<string> {
  const server = createServer({}, listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("fetchTransport", () => {
  test("brings a message there and the answer back, whatever its status", async () => {
    const origin = await serve(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.writeHead(403, { "content-type": "application/jose" });
      response.end(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
    });
    const transport = fetchTransport({ origin });
    expect(await transport.post("/v1/calls", "a.b.c", "application/jose")).toEqual({
      status: 403,
      contentType: "application/jose",
      body: "POST /v1/calls application/jose a.b.c",
    });
    expect((await transport.get("/v1/activations/act_1")).body).toBe("GET /v1/activations/act_1 undefined ");
  });

  test("sends no cookies, no languages and no page that it comes from", async () => {
    const sent: string[] = [];
    const origin = await serve((request, response) => {
      sent.push(...Object.keys(request.headers), `any of ${request.headers["accept-language"]}`);
      response.end();
    });
    const transport = fetchTransport({ origin });
    await transport.get("/");
    await transport.post("/v1/calls", "a.b.c", "application/jose");
    expect(sent.filter((line) => line === "any of *")).toHaveLength(2);
    for (const name of ["cookie", "referer", "authorization"]) expect(sent).not.toContain(name);
  });

  test("gives up on a server that does not answer in time", async () => {
    const origin = await serve(() => undefined);
    await expect(fetchTransport({ origin, timeout: 50 }).get("/")).rejects.toThrow();
  });

  test("gives up on an answer that never ends in time", async () => {
    const origin = await serve((_, response) => {
      response.write("and then");
    });
    await expect(fetchTransport({ origin, timeout: 50 }).get("/")).rejects.toThrow();
  });

  test("follows nobody to another place", async () => {
    const elsewhere = await serve((_, response) => response.end("elsewhere"));
    const origin = await serve((_, response) => response.writeHead(307, { location: elsewhere }).end());
    await expect(fetchTransport({ origin }).post("/v1/calls", "a.b.c", "application/jose")).rejects.toThrow();
  });

  test("reads no answer beyond what the protocol knows", async () => {
    const origin = await serve((_, response) => response.end("x".repeat(largestEnvelope + 1)));
    await expect(fetchTransport({ origin }).get("/")).rejects.toThrow(RangeError);
  });

  test("is made for an origin and for nothing else", () => {
    for (const origin of ["https://app.example.com/", "https://app.example.com/a", "app.example.com", ""]) {
      expect(() => fetchTransport({ origin })).toThrow(TypeError);
    }
  });
});
