import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  generateSigningKeyPair,
  newRequestId,
  ProtocolError,
  type RequestInfo,
  toProblem,
} from "@mtoken/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ApiConnection, RelyingPartyError } from "./api-connection.ts";
import { followRequest } from "./follow-request.ts";

const request = newRequestId();
const redeemed: RequestInfo = { request, kind: "sign-in", status: "redeemed" };
const over: RequestInfo = { ...redeemed, ended: { at: 1_795_348_800, reason: "device-blocked" } };

type Answer = (response: ServerResponse) => void;
let server: Server;
let answers: Answer[];
let api: ApiConnection;

beforeEach(async () => {
  server = createServer((asked, response) => {
    if (asked.url === "/v1/token") {
      const token = { access_token: "t".repeat(43), token_type: "Bearer", expires_in: 600 };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(token));
    } else answers.shift()?.(response);
  });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const { port } = server.address() as AddressInfo;
  const { privateKey: key } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  const audience = `http://localhost:${port}`;
  api = new ApiConnection({ clientId: "cli_00000000000000000000000000", audience, key, clock: Date });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function told(...states: RequestInfo[]): Answer {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const state of states) response.write(`:\n\nevent: state\ndata: ${JSON.stringify(state)}\n\n`);
    response.end();
  };
}

function refused(code: "client_refused" | "not_found"): Answer {
  return (response) => {
    const problem = toProblem(new ProtocolError(code));
    response.writeHead(problem.status, { "content-type": "application/problem+json" });
    response.end(JSON.stringify(problem));
  };
}

const breaksOff: Answer = (response) => void response.destroy();
const waits = [0, 0, 0];

it("goes on after events that end, break off or want another token, and tells each state once", async () => {
  answers = [
    told(redeemed),
    breaksOff,
    refused("client_refused"),
    told(redeemed),
    breaksOff,
    told(redeemed, over),
  ];
  const states: RequestInfo[] = [];
  for await (const info of followRequest(api, request, { waits })) states.push(info);
  expect(states).toEqual([redeemed, over]);
  expect(answers).toEqual([]);
});

it("says so when nothing is heard for longer, so that nobody takes silence for a session that stands", async () => {
  answers = [told(redeemed), breaksOff, breaksOff, breaksOff];
  const followed = followRequest(api, request, { waits });
  expect(await followed.next()).toMatchObject({ value: redeemed });
  await expect(followed.next()).rejects.toBeInstanceOf(RelyingPartyError);
});

it("does not ask again for what there is not", async () => {
  answers = [refused("not_found"), told(over)];
  await expect(followRequest(api, request, { waits }).next()).rejects.toMatchObject({ code: "not_found" });
  expect(answers).toHaveLength(1);
});

it("stops while it waits to ask again when nobody wants to know any more", async () => {
  const gone = new AbortController();
  answers = [told(redeemed)];
  const followed = followRequest(api, request, { waits: [60_000], signal: gone.signal });
  await followed.next();
  const next = followed.next();
  gone.abort(new Error("signed out"));
  await expect(next).rejects.toThrow("signed out");
});

it("stops, too, where nobody wants to know any more in the moment in which it begins to wait", async () => {
  const gone = new AbortController();
  const waits = Object.defineProperty([0], 0, {
    get() {
      gone.abort(new Error("signed out"));
      return 60_000;
    },
  });
  answers = [told(redeemed)];
  const followed = followRequest(api, request, { waits, signal: gone.signal });
  await followed.next();
  await expect(followed.next()).rejects.toThrow("signed out");
});
