/**
 * What people do about users, devices and companies: one list of routes, mounted wherever a caller is known (docs/console-api.md).
 * On the console origin that is who is signed in there.
 */
import { activityRoutes } from "../activity/routes.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { importRoutes } from "../import/routes.ts";
import { deliveryRoutes } from "../notice/routes.ts";
import { proposalRoutes } from "../proposal/routes.ts";
import { companyRoutes } from "./company-routes.ts";
import { computerRoutes } from "./computer-routes.ts";
import { deviceRoutes } from "./device-routes.ts";
import { invitationRoutes } from "./invitation-routes.ts";
import type { Mount } from "./mount.ts";
import { operatorRoutes } from "./operator-routes.ts";
import { policyRoutes } from "./policy-routes.ts";
import { userRoutes } from "./user-routes.ts";

/** In a scope whose hooks have found out who calls. */
export function peopleRoutes(app: App, context: Context, mount: Mount): void {
  companyRoutes(app, context, mount);
  userRoutes(app, context, mount);
  invitationRoutes(app, context, mount);
  deviceRoutes(app, context, mount);
  computerRoutes(app, context, mount);
  policyRoutes(app, context, mount);
  operatorRoutes(app, context, mount);
  proposalRoutes(app, context, mount);
  activityRoutes(app, context, mount);
  importRoutes(app, context, mount);
  deliveryRoutes(app, context, mount);
}
