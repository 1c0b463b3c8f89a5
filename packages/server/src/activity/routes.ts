/** What happened, and how things stand, over HTTP. */
import { Readable } from "node:stream";
import {
  activityFilterSchema,
  activityPageSchema,
  activityQuerySchema,
  overviewSchema,
} from "@mtoken/protocol/people";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { describedBy, type Mount } from "../people/mount.ts";
import { exportActivity } from "./export-activity.ts";
import { listActivity } from "./list-activity.ts";
import { readOverview } from "./read-overview.ts";

export function activityRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/activity",
    {
      schema: {
        ...{ summary: "What happened, the newest first", ...described },
        ...{ querystring: activityQuerySchema, response: { 200: activityPageSchema } },
      },
    },
    (request) => listActivity(context, callerOf(request), request.query),
  );

  app.get(
    "/v1/activity.csv",
    {
      // To know its head is to read it whole.
      exposeHeadRoute: false,
      schema: {
        ...{ summary: "The same as CSV, whole", ...described },
        ...{ querystring: activityFilterSchema, produces: ["text/csv"] },
      },
    },
    (request, reply) =>
      reply
        .type("text/csv; charset=utf-8; header=present")
        .header("content-disposition", 'attachment; filename="activity.csv"')
        .send(Readable.from(exportActivity(context, callerOf(request), request.query))),
  );

  app.get(
    "/v1/overview",
    {
      schema: {
        ...{ summary: "What waits for somebody, what is odd, and the last 30 days", ...described },
        ...{ response: { 200: overviewSchema } },
      },
    },
    (request) => readOverview(context, callerOf(request)),
  );
}
