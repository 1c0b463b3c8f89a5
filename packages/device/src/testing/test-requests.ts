/** Requests at the test server (docs/protocol.md §7). */
import type { Content, FreshFactor, RequestSummary } from "@mtoken/protocol";
import {
  b64,
  computerIdOf,
  formatQrText,
  formatRequestLink,
  newRequestId,
  newTypedCode,
  randomBytes,
  tickAt,
  titleOf,
} from "@mtoken/protocol";
import type { TestDevice, TestRequest } from "./test-records.ts";
import type { TestServer } from "./test-server.ts";

/** What a request is asked with: a sign-in without content, a signature with it. */
export interface AskOptions {
  content?: Content;
  digits?: string;
}

/** A computer asks for something. */
export function ask(server: TestServer, { content, digits }: AskOptions = {}): TestRequest {
  const request: TestRequest = {
    id: newRequestId(),
    content: content ?? null,
    key: randomBytes(32),
    code: newTypedCode(),
    createdAt: server.clock.now(),
    digits: digits ?? null,
    sameDevice: false,
    status: "waiting",
  };
  server.requests.set(request.id, request);
  return request;
}

/** What the computer shows now. */
export function frame(server: TestServer, request: TestRequest): Promise<string> {
  const tick = tickAt({ createdAt: request.createdAt, now: server.clock.now() });
  return formatQrText({ origin: server.origin, request: request.id, tick, key: request.key });
}

/** What the computer's page has for the device that it is shown on. */
export function linkTo(server: TestServer, request: TestRequest): Promise<string> {
  return formatRequestLink({ origin: server.origin, request: request.id, key: request.key });
}

/** What saying yes to it takes. */
export function freshFactorOf(server: TestServer, { content }: TestRequest): FreshFactor {
  return content === null && server.freshFactor === undefined ? "none" : (server.freshFactor ?? "any");
}

/** The members of an honest envelope; tests change one at a time. */
export async function envelopeMembers(server: TestServer, request: TestRequest, device: TestDevice) {
  return {
    iss: server.origin,
    suite: "mtoken-1",
    request: request.id,
    kind: request.content === null ? "sign-in" : "signature",
    relying_party: server.relyingParty,
    origin: "https://portal.example.com",
    company: server.company,
    user: server.user,
    device: device.id,
    nonce: b64(randomBytes(16)),
    computer: {
      id: await computerIdOf(device.deviceKey),
      known_since: null,
      description: "Firefox on Linux",
    },
    digits: request.digits !== null,
    same_device: request.sameDevice,
    fresh_factor: freshFactorOf(server, request),
    asked_at: Math.floor(request.createdAt / 1000),
    content: request.content,
    iat: server.now,
    exp: server.now + 120,
  };
}

/** What waits for approval. */
export function summaries(server: TestServer): RequestSummary[] {
  return [...server.requests.values()].flatMap(({ id, content, createdAt, status }) =>
    content === null || status !== "waiting"
      ? []
      : [
          {
            request: id,
            kind: "signature" as const,
            relying_party: server.relyingParty,
            title: titleOf(content),
            asked_at: Math.floor(createdAt / 1000),
            exp: server.now + 120,
          },
        ],
  );
}
