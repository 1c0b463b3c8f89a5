/** Companies, over HTTP. */
import { companyIdSchema } from "@mtoken/protocol";
import {
  companyListQuerySchema,
  companyPageSchema,
  companySchema,
  endedDevicesSchema,
  reasonSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { deactivateDevicesOfCompany } from "./device-acts.ts";
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

  app.get(
    "/v1/companies/:company",
    { schema: { summary: "A company", ...described, params, response: { 200: companySchema } } },
    (request) => readCompany(context, callerOf(request), request.params.company),
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
}
