/** Computers, over HTTP. */
import { computerIdSchema, userIdSchema } from "@mtoken/protocol";
import {
  addedComputerSchema,
  computerApprovalSchema,
  computerListQuerySchema,
  computerPageSchema,
  computerReasonSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import {
  addComputerTo,
  allowComputerOf,
  approveComputerOf,
  refuseComputerOf,
  revokeComputerOf,
} from "./computer-acts.ts";
import { listComputerPage } from "./list-computers.ts";
import { describedBy, type Mount } from "./mount.ts";

const params = v.strictObject({ computer: computerIdSchema });
const ofUser = v.strictObject({ user: userIdSchema });
const done = { 204: v.undefined() };

export function computerRoutes(app: App, context: Context, mount: Mount): void {
  lettingInRoutes(app, context, mount);
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/computers",
    {
      schema: {
        ...{ summary: "List computers as they stand to users, the newest first", ...described },
        ...{ querystring: computerListQuerySchema, response: { 200: computerPageSchema } },
      },
    },
    (request) => listComputerPage(context, callerOf(request), request.query),
  );

  const acts = [
    ["refuse", "Refuse a computer that waits, for a day", refuseComputerOf],
    ["revoke", "Make a known computer a stranger to its user", revokeComputerOf],
    ["allow", "Allow a computer again that is refused to a user", allowComputerOf],
  ] as const;
  for (const [name, summary, act] of acts) {
    app.post(
      `/v1/computers/:computer/${name}`,
      { schema: { summary, ...described, params, body: computerReasonSchema, response: done } },
      async (request, reply) => {
        await act(context, callerOf(request), { ...request.params, ...request.body });
        return reply.status(204).send();
      },
    );
  }
}

function lettingInRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.post(
    "/v1/computers/:computer/approve",
    {
      schema: {
        ...{ summary: "Let a user use a computer that waits, after comparing its fingerprint", ...described },
        ...{ params, body: computerApprovalSchema, response: done },
      },
    },
    async (request, reply) => {
      await approveComputerOf(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );

  app.post(
    "/v1/users/:user/computers",
    {
      schema: {
        ...{ summary: "Add a computer to a user by the fingerprint that its page shows", ...described },
        ...{ params: ofUser, body: addedComputerSchema, response: done },
      },
    },
    async (request, reply) => {
      await addComputerTo(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );
}
