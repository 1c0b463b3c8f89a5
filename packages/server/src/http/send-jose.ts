/** Signed and sealed messages on their way out: `application/jose` (RFC 7515 §9.2.1), and kept by nobody. */
import type { FastifyReply } from "fastify";

export function sendJose(reply: FastifyReply, token: string, status = 200): FastifyReply {
  return reply
    .status(status)
    .header("cache-control", "no-store")
    .type("application/jose")
    .serializer((text: string) => text)
    .send(token);
}
