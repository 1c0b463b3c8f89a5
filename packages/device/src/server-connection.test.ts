/** What an answer that is no message of the protocol means to the phone. */
import { ProtocolError, toProblem } from "@mtoken/protocol";
import { expect, test } from "vitest";
import type { TransportAnswer } from "./ports.ts";
import { ServerConnection } from "./server-connection.ts";

function connectionTo(answer: TransportAnswer): ServerConnection {
  const exchange = async () => answer;
  return new ServerConnection({ origin: "https://app.example.com", get: exchange, post: exchange });
}

async function codeOf(answer: TransportAnswer): Promise<unknown> {
  const connection = connectionTo(answer);
  const [posted, got] = await Promise.allSettled([connection.post("/v1/calls", ""), connection.get("/")]);
  expect(posted).toEqual(got);
  return posted.status === "rejected" ? posted.reason.code : undefined;
}

test("a problem document has the server's own code", async () => {
  const body = JSON.stringify(toProblem(new ProtocolError("rate_limited")));
  expect(await codeOf({ status: 429, contentType: "application/problem+json", body })).toBe("rate_limited");
});

test("a 503 of whoever answers for the server says that it can't answer now, not that nobody did", async () => {
  const page = "<h1>503 Service Unavailable</h1>";
  expect(await codeOf({ status: 503, contentType: "text/html", body: page })).toBe("unavailable");
});

test.each([302, 404, 502, 504])("anybody else's page (%d) is no answer of the server", async (status) => {
  expect(await codeOf({ status, contentType: "text/html", body: "<h1>Hotel</h1>" })).toBe("offline");
});
