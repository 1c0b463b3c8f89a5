/** `GET /.well-known/mtoken-keys` (docs/protocol.md §3): what verifies everything that this server signs. */
import { identityJwksSchema } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";

export function keyRoutes(app: App, { identity }: Context): void {
  app.get(
    "/.well-known/mtoken-keys",
    {
      schema: {
        summary: "The identity keys of this server, as a JWKS",
        tags: ["keys"],
        response: { 200: identityJwksSchema },
      },
    },
    async (_request, reply) => {
      // Verifiers anywhere may read it, and a revocation must not hide in a cache.
      reply.header("cache-control", "public, max-age=60").header("access-control-allow-origin", "*");
      return identity.jwks();
    },
  );
}
