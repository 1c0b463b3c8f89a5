/** What the operator has registered, over HTTP, and what one officer withdraws of it, at once. */
import { clientIdSchema, thumbprintSchema } from "@mtoken/protocol";
import {
  endedPortalSchema,
  portalListQuerySchema,
  portalPageSchema,
  reasonSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { revokeKeyOf } from "./identity-keys.ts";
import { describedBy, type Mount } from "./mount.ts";
import { endPortal, listPortals } from "./portals.ts";

const ofPortal = v.strictObject({ portal: clientIdSchema });
const ofKey = v.strictObject({ key: thumbprintSchema });

export function operatorRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/portals",
    {
      schema: {
        ...{ summary: "List portals, the newest first, and those that have ended", ...described },
        ...{ querystring: portalListQuerySchema, response: { 200: portalPageSchema } },
      },
    },
    (request) => listPortals(context, callerOf(request), request.query),
  );

  app.post(
    "/v1/portals/:portal/end",
    {
      schema: {
        ...{ summary: "End a portal, at once and for good: nobody signs in or signs there", ...described },
        ...{ params: ofPortal, body: reasonSchema, response: { 200: endedPortalSchema } },
      },
    },
    (request) => endPortal(context, callerOf(request), { ...request.params, ...request.body }),
  );

  app.post(
    "/v1/identity-keys/:key/revoke",
    {
      schema: {
        ...{ summary: "Revoke an identity key, at once: nothing by it is believed any more", ...described },
        ...{ params: ofKey, body: reasonSchema, response: { 204: v.undefined() } },
      },
    },
    async (request, reply) => {
      await revokeKeyOf(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );
}
