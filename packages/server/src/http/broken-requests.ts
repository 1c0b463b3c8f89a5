/**
 * Requests that are broken before any route sees them: not HTTP at all, too slow, headers too large, an address that can't
 * be decoded. Fastify's own answers quote the address and are no problem documents.
 */
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ErrorCode, ProtocolError, toProblem } from "@mtoken/protocol";

const statuses: Readonly<Record<string, { status: number; code: ErrorCode }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: "malformed_message" },
  HPE_HEADER_OVERFLOW: { status: 431, code: "message_too_large" },
};

/** For what Node's parser gives up on: there is a socket and no request. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const { status, code } = statuses[error.code ?? ""] ?? { status: 400, code: "malformed_message" };
  const body = JSON.stringify({ ...toProblem(new ProtocolError(code)), status, title: STATUS_CODES[status] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroy(error);
}

/** For an address that can't be decoded, or has a part that is too long. */
export function refuseAddress(response: ServerResponse): void {
  const body = JSON.stringify(toProblem(new ProtocolError("malformed_message")));
  response.writeHead(400, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  response.end(body);
}
