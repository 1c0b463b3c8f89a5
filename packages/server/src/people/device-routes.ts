/** Devices, over HTTP. */
import { deviceIdSchema } from "@mtoken/protocol";
import {
  approvalSchema,
  deactivationSchema,
  deviceListQuerySchema,
  devicePageSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { approveDeviceOf, deactivateDeviceOf } from "./device-acts.ts";
import { listDevicePage } from "./list-devices.ts";
import { describedBy, type Mount } from "./mount.ts";

const params = v.strictObject({ device: deviceIdSchema });
const done = { 204: v.undefined() };

export function deviceRoutes(app: App, context: Context, mount: Mount): void {
  const { callerOf } = mount;
  const described = describedBy(mount);

  app.get(
    "/v1/devices",
    {
      schema: {
        ...{ summary: "List devices, the newest first", ...described },
        ...{ querystring: deviceListQuerySchema, response: { 200: devicePageSchema } },
      },
    },
    (request) => listDevicePage(context, callerOf(request), request.query),
  );

  app.post(
    "/v1/devices/:device/approve",
    {
      schema: {
        ...{ summary: "Approve a device that waits, after comparing its fingerprint", ...described },
        ...{ params, body: approvalSchema, response: done },
      },
    },
    async (request, reply) => {
      await approveDeviceOf(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );

  app.post(
    "/v1/devices/:device/deactivate",
    {
      schema: {
        ...{ summary: "Deactivate a device, at once and for good; refuse one that waits", ...described },
        ...{ params, body: deactivationSchema, response: done },
      },
    },
    async (request, reply) => {
      await deactivateDeviceOf(context, callerOf(request), { ...request.params, ...request.body });
      return reply.status(204).send();
    },
  );
}
