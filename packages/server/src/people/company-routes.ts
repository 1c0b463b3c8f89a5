/** Companies, over HTTP. */
import { companyIdSchema } from "@mtoken/protocol";
import {
  companyListQuerySchema,
  companyPageSchema,
  companySchema,
  createdCompanySchema,
  endedDevicesSchema,
  madeProposalSchema,
  newCompanySchema,
  notedSchema,
  reasonSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import {
  addCompany,
  deactivateDevicesOfCompany,
  proposeResumption,
  renameCompany,
  stopCompany,
} from "./company-acts.ts";
import { listCompanyPage, readCompany } from "./list-companies.ts";
import { describedBy, type Mount } from "./mount.ts";

const params = v.strictObject({ company: companyIdSchema });

export function companyRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/companies",
    {
      schema: {
        ...{ summary: "List companies", ...described },
        ...{ querystring: companyListQuerySchema, response: { 200: companyPageSchema } },
      },
    },
    (request) => listCompanyPage(context, callerOf(request), request.query),
  );

  app.post(
    "/v1/companies",
    {
      schema: {
        ...{ summary: "Add a company", ...described },
        ...{ body: newCompanySchema, response: { 201: createdCompanySchema } },
      },
    },
    async (request, reply) => {
      const company = await addCompany(context, callerOf(request), request.body);
      return reply.status(201).send({ company });
    },
  );

  app.get(
    "/v1/companies/:company",
    { schema: { summary: "A company", ...described, params, response: { 200: companySchema } } },
    (request) => readCompany(context, callerOf(request), request.params.company),
  );

  app.post(
    "/v1/companies/:company/rename",
    {
      schema: {
        ...{ summary: "Give a company another name", ...described },
        ...{ params, body: newCompanySchema, response: { 204: v.undefined() } },
      },
    },
    async (request, reply) => {
      await renameCompany(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );

  app.post(
    "/v1/companies/:company/devices/deactivate",
    {
      schema: {
        ...{ summary: "Deactivate all devices of a company, at once and for good", ...described },
        ...{ params, body: reasonSchema, response: { 200: endedDevicesSchema } },
      },
    },
    async (request) => ({
      devices: await deactivateDevicesOfCompany(context, callerOf(request), {
        ...request.params,
        ...request.body,
      }),
    }),
  );

  app.post(
    "/v1/companies/:company/stop",
    {
      schema: {
        ...{ summary: "Stop a company, at once: nobody of it signs in or signs", ...described },
        ...{ params, body: reasonSchema, response: { 204: v.undefined() } },
      },
    },
    async (request, reply) => {
      await stopCompany(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );

  app.post(
    "/v1/companies/:company/resume",
    {
      schema: {
        ...{ summary: "Propose to let a stopped company go on", ...described },
        ...{ params, body: notedSchema, response: { 202: madeProposalSchema } },
      },
    },
    async (request, reply) => {
      const made = await proposeResumption(context, callerOf(request), {
        ...request.params,
        ...request.body,
      });
      return reply.status(202).send(made);
    },
  );
}
