/** "My phones" in the portal (M19): what its user may do in the console they may do here, and the portal's session ends with the phone. */
import { deviceIdSchema, parseWith, type UserId } from "@mtoken/protocol";
import { reasons } from "@mtoken/protocol/people";
import type { RelyingParty } from "@mtoken/relying-party";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as v from "valibot";

export interface Devices {
  mtoken: RelyingParty;
  /** Whose session it is; throws where there is none. */
  userOf(request: FastifyRequest): UserId;
}

const deactivationSchema = v.strictObject({ device: deviceIdSchema, reason: v.picklist(reasons) });

export function deviceRoutes(app: FastifyInstance, { mtoken, userOf }: Devices): void {
  app.post("/api/devices/deactivate", async (request) => {
    const user = userOf(request);
    const { device, reason } = parseWith(deactivationSchema, request.body);
    await mtoken.actingFor(user).deactivateDevice(device, { reason });
    return {};
  });
}

/** The user's own that have not ended, the newest first. */
export async function listDevices(mtoken: RelyingParty, user: UserId) {
  const { items } = await mtoken.actingFor(user).devices({ user });
  return items
    .filter(({ ended }) => ended === null)
    .map(({ id, status, fingerprint, activated, used }) => ({ id, status, fingerprint, activated, used }));
}
