/** The people API on the sign-in origin, for portals that act for who has signed in at them (M19). */
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { authenticate } from "../relying-party/access-token.ts";
import { actingUser, actingUserHeader } from "../relying-party/acting-user.ts";
import type { SignedInCaller } from "./caller.ts";
import type { Mount } from "./mount.ts";
import { peopleRoutes } from "./routes.ts";

const mount: Mount = {
  callerOf: (request) => request.getDecorator<SignedInCaller>("acting"),
  security: [{ client: [], acting: [] }],
};

export function portalPeopleRoutes(app: App, context: Context): void {
  void app.register(async (scope) => {
    requireActingUser(scope as App, context);
    peopleRoutes(scope as App, context, mount);
  });
}

/** The portal, and then for whom, before anything else is read. */
function requireActingUser(app: App, context: Context): void {
  app.decorateRequest("acting", null);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("cache-control", "no-store");
    const { authorization, [actingUserHeader]: user } = request.headers;
    const { client } = await authenticate(context, authorization).catch((error: unknown) => {
      reply.header("www-authenticate", "Bearer");
      throw error;
    });
    request.setDecorator<SignedInCaller>("acting", await actingUser(context, client, user));
  });
}
