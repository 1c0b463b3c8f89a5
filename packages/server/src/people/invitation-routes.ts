/** Invitations to activate a device, over HTTP. */
import { activationIdSchema, userIdSchema } from "@mtoken/protocol";
import {
  invitationListQuerySchema,
  invitationPageSchema,
  listEntries,
  newInvitationSchema,
  reasonSchema,
  sentInvitationSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { inviteUserOf, revokeInvitation } from "./invitation-acts.ts";
import { listInvitationPage, listInvitations } from "./list-invitations.ts";
import { describedBy, type Mount } from "./mount.ts";

const ofUser = v.strictObject({ user: userIdSchema });
const params = v.strictObject({ activation: activationIdSchema });
const querystring = v.strictObject({ cursor: listEntries.cursor, limit: listEntries.limit });

export function invitationRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/invitations",
    {
      schema: {
        ...{ summary: "List each user's newest invitation, the newest first", ...described },
        ...{ querystring: invitationListQuerySchema, response: { 200: invitationPageSchema } },
      },
    },
    (request) => listInvitationPage(context, callerOf(request), request.query),
  );

  app.get(
    "/v1/users/:user/invitations",
    {
      schema: {
        ...{ summary: "List a user's invitations, the newest first", ...described },
        ...{ params: ofUser, querystring, response: { 200: invitationPageSchema } },
      },
    },
    (request) => listInvitations(context, callerOf(request), { ...request.params, ...request.query }),
  );

  app.post(
    "/v1/users/:user/invitations",
    {
      schema: {
        ...{ summary: "Invite a user, also anew: the one before is worth nothing then", ...described },
        ...{ params: ofUser, body: newInvitationSchema, response: { 201: sentInvitationSchema } },
      },
    },
    async (request, reply) => {
      const sent = await inviteUserOf(context, callerOf(request), { ...request.params, ...request.body });
      const { activation, link, code, expiresAt } = sent;
      return reply.status(201).send({ activation, link, code, expires: toNumericDate(expiresAt) });
    },
  );

  app.post(
    "/v1/invitations/:activation/revoke",
    {
      schema: {
        ...{ summary: "Take an invitation back", ...described },
        ...{ params, body: reasonSchema, response: { 204: v.undefined() } },
      },
    },
    async (request, reply) => {
      await revokeInvitation(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );
}
