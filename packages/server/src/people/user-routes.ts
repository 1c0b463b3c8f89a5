/** Users, over HTTP. */
import { userIdSchema } from "@mtoken/protocol";
import {
  changedUserSchema,
  createdUserSchema,
  endedDevicesSchema,
  entitlementSchema,
  madeProposalSchema,
  newUserSchema,
  notedSchema,
  oneUserSchema,
  reasonSchema,
  userListQuerySchema,
  userPageSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { endAdministrator, proposeAdministrator } from "./administrator-acts.ts";
import { deactivateDevicesOfUser } from "./device-acts.ts";
import { freezeUserOf, unfreezeUserOf } from "./freeze-acts.ts";
import { listUserPage, readUser } from "./list-users.ts";
import { describedBy, type Mount } from "./mount.ts";
import { addUser, changeUser, entitleUser, removeUser } from "./user-acts.ts";

const params = v.strictObject({ user: userIdSchema });
const done = { 204: v.undefined() };

export function userRoutes(app: App, context: Context, mount: Mount): void {
  readingRoutes(app, context, mount);
  changingRoutes(app, context, mount);
  entitlingRoutes(app, context, mount);
  stoppingRoutes(app, context, mount);
}

function readingRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/users",
    {
      schema: {
        ...{ summary: "List users", ...described },
        ...{ querystring: userListQuerySchema, response: { 200: userPageSchema } },
      },
    },
    (request) => listUserPage(context, callerOf(request), request.query),
  );

  app.get(
    "/v1/users/:user",
    { schema: { summary: "A user", ...described, params, response: { 200: oneUserSchema } } },
    (request) => readUser(context, callerOf(request), request.params.user),
  );
}

function changingRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.post(
    "/v1/users",
    {
      schema: {
        ...{ summary: "Add a user", ...described },
        ...{ body: newUserSchema, response: { 201: createdUserSchema } },
      },
    },
    async (request, reply) => {
      const user = await addUser(context, callerOf(request), request.body);
      return reply.status(201).send({ user });
    },
  );

  app.post(
    "/v1/users/:user/make-administrator",
    {
      schema: {
        ...{ summary: "Propose to make a user an administrator", ...described },
        ...{ params, body: notedSchema, response: { 202: madeProposalSchema } },
      },
    },
    async (request, reply) => {
      const made = await proposeAdministrator(context, callerOf(request), {
        ...request.params,
        ...request.body,
      });
      return reply.status(202).send(made);
    },
  );

  app.post(
    "/v1/users/:user/change",
    {
      schema: {
        ...{ summary: "Change a user's name, mail address or language", ...described },
        ...{ params, body: changedUserSchema, response: done },
      },
    },
    async (request, reply) => {
      await changeUser(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );
}

function entitlingRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  app.post(
    "/v1/users/:user/entitle",
    {
      schema: {
        ...{ summary: "Say which functions of the app a user has", ...describedBy(mount) },
        ...{ params, body: entitlementSchema, response: done },
      },
    },
    async (request, reply) => {
      await entitleUser(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );
}

function stoppingRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const body = reasonSchema;
  const described = describedBy(mount);

  app.post(
    "/v1/users/:user/devices/deactivate",
    {
      schema: {
        ...{ summary: "Deactivate all devices of a user, at once and for good", ...described },
        ...{ params, body, response: { 200: endedDevicesSchema } },
      },
    },
    async (request) => ({
      devices: await deactivateDevicesOfUser(context, callerOf(request), {
        ...request.params,
        ...request.body,
      }),
    }),
  );

  const acts = [
    ["end-administrator", "Make an administrator a user again, at once", endAdministrator],
    ["remove", "Remove a user: devices, computers and invitations end", removeUser],
    ["freeze", "Stop a user's sign-ins and signatures", freezeUserOf],
    ["unfreeze", "Let a user go on who was stopped", unfreezeUserOf],
  ] as const;
  for (const [name, summary, act] of acts) {
    app.post(
      `/v1/users/:user/${name}`,
      { schema: { summary, ...described, params, body, response: done } },
      async (request, reply) => {
        await act(context, callerOf(request), { ...request.params, ...request.body });
        return reply.status(204).send();
      },
    );
  }
}
