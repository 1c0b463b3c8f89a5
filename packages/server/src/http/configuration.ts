/** `GET /configuration.json`: what the phone app of this server carries, its origin and its pins (docs/protocol.md §3). */
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "./app.ts";

const configurationSchema = v.object({ origin: v.string(), pins: v.array(v.string()) });

export function configurationRoutes(app: App, { config, identity }: Context): void {
  app.get(
    "/configuration.json",
    {
      schema: {
        summary: "The server origin, and the thumbprints of the identity keys that the phone app trusts",
        tags: ["keys"],
        response: { 200: configurationSchema },
      },
    },
    async (_request, reply) => {
      reply.header("cache-control", "no-store");
      return { origin: config.serverOrigin, pins: identity.pins() };
    },
  );
}
