/** Policies and the operator's own affairs, over HTTP. What takes two people is answered with a proposal (202). */
import { companyIdSchema } from "@mtoken/protocol";
import {
  companyPolicyAnswerSchema,
  identityKeysSchema,
  limitsAnswerSchema,
  limitsEffectSchema,
  madeProposalSchema,
  proposedKeySchema,
  proposedLimitsSchema,
  proposedPolicySchema,
  proposedStaffSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { listIdentityKeys } from "./identity-keys.ts";
import { describedBy, type Mount } from "./mount.ts";
import { proposeKey, proposeStaff } from "./operator-acts.ts";
import { previewLimits, proposeLimits, proposePolicy, readCompanyPolicy, readLimits } from "./policy-acts.ts";

const params = v.strictObject({ company: companyIdSchema });
const proposed = { 202: madeProposalSchema };

export function policyRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/companies/:company/policy",
    {
      schema: {
        ...{ summary: "A company's policy, the limits, and what holds: the stricter of both", ...described },
        ...{ params, response: { 200: companyPolicyAnswerSchema } },
      },
    },
    (request) => readCompanyPolicy(context, callerOf(request), request.params.company),
  );

  app.post(
    "/v1/companies/:company/policy",
    {
      schema: {
        ...{ summary: "Propose another policy for a company", ...described },
        ...{ params, body: proposedPolicySchema, response: proposed },
      },
    },
    async (request, reply) => {
      const made = await proposePolicy(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(202).send(made);
    },
  );

  app.get(
    "/v1/limits",
    {
      schema: {
        ...{ summary: "The operator's limits to the policies of all companies", ...described },
        response: { 200: limitsAnswerSchema },
      },
    },
    (request) => readLimits(context, callerOf(request)),
  );
  affairsRoutes(app, context, mount);
}

function affairsRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.post(
    "/v1/limits",
    {
      schema: {
        ...{ summary: "Propose other limits", ...described },
        ...{ body: proposedLimitsSchema, response: proposed },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await proposeLimits(context, callerOf(request), request.body)),
  );

  app.post(
    "/v1/limits/preview",
    {
      schema: {
        ...{ summary: "Count the companies that limits would hold back; nothing is proposed", ...described },
        ...{ body: limitsAnswerSchema, response: { 200: limitsEffectSchema } },
      },
    },
    (request) => previewLimits(context, callerOf(request), request.body.limits),
  );

  app.get(
    "/v1/identity-keys",
    {
      schema: {
        ...{ summary: "The identity keys, the newest first, and which one signs", ...described },
        response: { 200: identityKeysSchema },
      },
    },
    async (request) => listIdentityKeys(context, callerOf(request)),
  );

  app.post(
    "/v1/staff",
    {
      schema: {
        ...{ summary: "Propose somebody to work for the operator", ...described },
        ...{ body: proposedStaffSchema, response: proposed },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await proposeStaff(context, callerOf(request), request.body)),
  );

  app.post(
    "/v1/identity-keys",
    {
      schema: {
        ...{ summary: "Propose a new identity key", ...described },
        ...{ body: proposedKeySchema, response: proposed },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await proposeKey(context, callerOf(request), request.body)),
  );
}
