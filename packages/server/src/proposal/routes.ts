/** Proposals, over HTTP: what waits for a second person, and what they do about it. */
import { proposalIdSchema } from "@mtoken/protocol";
import {
  confirmationSchema,
  notedSchema,
  proposalListQuerySchema,
  proposalPageSchema,
  proposalSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { describedBy, type Mount } from "../people/mount.ts";
import { confirmProposal, rejectProposal, withdrawProposal } from "./decide-proposal.ts";
import { listProposalPage, readProposal } from "./list-proposals.ts";

const params = v.strictObject({ proposal: proposalIdSchema });
const done = { 204: v.undefined() };

export function proposalRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/proposals",
    {
      schema: {
        ...{ summary: "List what waits for a second person, or did, the newest first", ...described },
        ...{ querystring: proposalListQuerySchema, response: { 200: proposalPageSchema } },
      },
    },
    (request) => listProposalPage(context, callerOf(request), request.query),
  );

  app.get(
    "/v1/proposals/:proposal",
    { schema: { summary: "A proposal", ...described, params, response: { 200: proposalSchema } } },
    (request) => readProposal(context, callerOf(request), request.params.proposal),
  );

  app.post(
    "/v1/proposals/:proposal/confirm",
    {
      schema: {
        ...{ summary: "Confirm what another person has proposed: it is done", ...described },
        ...{ params, body: confirmationSchema, response: done },
      },
    },
    async (request, reply) => {
      await confirmProposal(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );

  const acts = [
    ["reject", "Reject what another person has proposed", rejectProposal],
    ["withdraw", "Withdraw what one has proposed", withdrawProposal],
  ] as const;
  for (const [name, summary, act] of acts) {
    app.post(
      `/v1/proposals/:proposal/${name}`,
      { schema: { summary, ...described, params, body: notedSchema, response: done } },
      async (request, reply) => {
        await act(context, callerOf(request), { ...request.params, ...request.body });
        return reply.status(204).send();
      },
    );
  }
}
