/** The cookie that names a browser's session at the portal. */
import type { FastifyReply, FastifyRequest } from "fastify";

const name = "portal-session";

/** What the browser brought, if anything. */
export function cookieOf(request: FastifyRequest): string | undefined {
  return request.cookies[name];
}

/** Lax: the browser comes back from the sign-in page with it. */
export function setCookie(reply: FastifyReply, value: string): void {
  reply.setCookie(name, value, { httpOnly: true, sameSite: "lax", path: "/" });
}
