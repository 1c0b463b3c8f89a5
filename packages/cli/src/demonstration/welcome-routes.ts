/**
 * The welcome page's own calls: who is there, and an invitation on request. Link and code come together here, since
 * in a demonstration one person plays everybody; in earnest they never share a channel (M10).
 */
import { parseWith } from "@mtoken/protocol";
import type { Context } from "@mtoken/server";
import { inviteUser, listUsers } from "@mtoken/server";
import type { FastifyInstance } from "fastify";
import * as v from "valibot";
import type { Cast } from "./cast.ts";

/** What the welcome page leads through. */
export interface Welcome {
  context: Context;
  cast: Cast;
}

const invitationSchema = v.strictObject({ person: v.picklist(["user", "administrator"]) });

/** The routes of the welcome page. */
export function welcomeRoutes(app: FastifyInstance, { context, cast }: Welcome): void {
  app.get("/api/cast", async () => {
    const { serverOrigin, signInOrigin } = context.config;
    const users = await listUsers(context);
    return { phone: serverOrigin, signIn: signInOrigin, portal: `${cast.portal}/portal`, users };
  });

  app.post("/api/invitations", async (request) => {
    const { person } = parseWith(invitationSchema, request.body);
    const { link, code, expiresAt } = await inviteUser(context, { user: cast[person] });
    return { link, code, expires_at: Math.floor(expiresAt.getTime() / 1000) };
  });
}
