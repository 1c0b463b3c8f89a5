/** `GET /configuration.json`: what the phone app of this server carries, and which of its versions are withdrawn (docs/protocol.md §4). */
import { deskPhoneSchema } from "@mtoken/protocol";
import * as v from "valibot";
import type { Context } from "../context.ts";
import { withdrawnApps } from "../integrity/withdraw-app.ts";
import type { App } from "./app.ts";

const configurationSchema = v.object({
  origin: v.string(),
  pins: v.array(v.string()),
  withdrawn: v.array(v.string()),
  desk_phone: v.exactOptional(deskPhoneSchema),
});

export function configurationRoutes(app: App, context: Context): void {
  const { config, identity } = context;
  app.get(
    "/configuration.json",
    {
      schema: {
        summary:
          "The server origin, the thumbprints of the identity keys that the phone app trusts, its withdrawn versions, and the number of the desk",
        tags: ["keys"],
        response: { 200: configurationSchema },
      },
    },
    async (_request, reply) => {
      reply.header("cache-control", "no-store");
      return {
        origin: config.serverOrigin,
        pins: identity.pins(),
        withdrawn: await withdrawnApps(context),
        ...(config.deskPhone !== undefined && { desk_phone: config.deskPhone }),
      };
    },
  );
}
