/** The people API on the console origin, for who is signed in there. */
import { personOf, requirePage, requireUser } from "../console/routes.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import type { Mount } from "./mount.ts";
import { peopleRoutes } from "./routes.ts";

const mount: Mount = {
  callerOf(request) {
    const { user, company, role, organization, device, session } = personOf(request);
    return { user, company, role, organization, device, via: "console", signIn: { session } };
  },
  security: [{ console: [] }],
};

export function consolePeopleRoutes(app: App, context: Context): void {
  void app.register(async (scope) => {
    requirePage(scope as App, context);
    requireUser(scope as App, context);
    peopleRoutes(scope as App, context, mount);
  });
}
