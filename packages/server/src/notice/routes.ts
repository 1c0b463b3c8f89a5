/** What could not be delivered, over HTTP. */
import { deliveryIdSchema, deliveryListQuerySchema, deliveryPageSchema } from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { describedBy, type Mount } from "../people/mount.ts";
import { listDeliveries, retryDelivery } from "./dead-letters.ts";

const params = v.strictObject({ delivery: deliveryIdSchema });

export function deliveryRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/deliveries",
    {
      schema: {
        ...{
          summary: "List mails, push messages and registration codes that were given up, or that fail",
          ...described,
        },
        ...{ querystring: deliveryListQuerySchema, response: { 200: deliveryPageSchema } },
      },
    },
    (request) => listDeliveries(context, callerOf(request), request.query),
  );

  app.post(
    "/v1/deliveries/:delivery/retry",
    {
      schema: {
        ...{ summary: "Try again what was given up", ...described },
        ...{ params, response: { 204: v.undefined() } },
      },
    },
    async (request, reply) => {
      await retryDelivery(context, callerOf(request), request.params.delivery);
      return reply.status(204).send();
    },
  );
}
