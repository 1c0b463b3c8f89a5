/**
 * The welcome page's own calls: how everybody stands, an invitation on request, and the administrator's hand on a lost
 * phone. Link and code come together here, since in a demonstration one person plays everybody; in earnest they
 * never share a channel (M10).
 */
import { ProtocolError, parseWith } from "@mtoken/protocol";
import { organizationOf } from "@mtoken/protocol/people";
import type { Caller, Context, ListedUser } from "@mtoken/server";
import { deactivateDeviceOf, inviteUser, listUsers } from "@mtoken/server";
import type { FastifyInstance } from "fastify";
import * as v from "valibot";
import type { Cast, Person } from "./cast.ts";
import { personSchema } from "./cast.ts";
import { cookieOf } from "./portal-cookie.ts";
import type { Portal } from "./portal-routes.ts";
import { follow } from "./portal-routes.ts";
import type { PortalSession } from "./portal-sessions.ts";

/** What the welcome page leads through. */
export interface Welcome {
  context: Context;
  cast: Cast;
  /** The folder as the command line names it. */
  folder: string;
}

const chosenSchema = v.strictObject({ person: personSchema });

/** The routes of the welcome page. */
export function welcomeRoutes(app: FastifyInstance, welcome: Welcome & Portal): void {
  const { context, cast, folder, sessions, payments } = welcome;

  app.get("/api/cast", async (request) => {
    const { serverOrigin: phone, signInOrigin: signIn, consoleOrigin: console } = context.config;
    const users = await listUsers(context);
    return {
      ...{ phone, signIn, console, portal: `${cast.portal}/portal`, folder },
      users: users.map((user) => ({ ...user, person: personOf(cast, user.id) })),
      browser: browserState(sessions.find(cookieOf(request))),
      signedInOnce: sessions.signedInOnce,
      payments: await Promise.all(payments.list().map((asked) => follow(welcome, asked))),
    };
  });

  app.post("/api/invitations", async (request) => {
    const { person } = parseWith(chosenSchema, request.body);
    const { link, code, expiresAt } = await inviteUser(context, { user: cast.people[person] });
    return { link, code, expiresAt: Math.floor(expiresAt.getTime() / 1000) };
  });

  app.post("/api/deactivations", async (request) => {
    const { person } = parseWith(chosenSchema, request.body);
    const users = await listUsers(context);
    const devices = users.find(({ id }) => id === cast.people[person])?.devices ?? [];
    const device = devices.find(({ status }) => status === "active" || status === "awaiting-approval");
    if (device === undefined) throw new ProtocolError("not_found");
    const administrator = users.find(({ id }) => id === cast.people.administrator);
    if (administrator === undefined) throw new ProtocolError("not_found");
    await deactivateDeviceOf(context, atThePortal(cast, administrator), {
      device: device.id,
      reason: "lost",
    });
    return {};
  });

  // The public keys that evidence is checked with, as they also stand in the open at the server's own address.
  app.get("/api/keys", async () => context.identity.jwks());
}

/** The administrator as the portal would name them, without having signed in there: who looks at the welcome page plays everybody. */
function atThePortal({ client: via }: Cast, { id: user, company, role }: ListedUser): Caller {
  return { user, company: company.id, role, organization: organizationOf(role), via };
}

function browserState(session: PortalSession | undefined): "signed-out" | "pending" | "signed-in" {
  return session === undefined || session.status === "ended" ? "signed-out" : session.status;
}

function personOf({ people }: Cast, id: string): Person | null {
  return personSchema.options.find((person) => people[person] === id) ?? null;
}
