/** Invitations to activate a device, as they are listed and sent. */
import * as v from "valibot";
import { timeSchema } from "../fields.ts";
import { activationIdSchema, deviceIdSchema } from "../ids.ts";
import { pageSchema } from "./list.ts";

export const invitationStatuses = ["open", "complete", "revoked", "expired"] as const;

export const invitationSchema = v.strictObject({
  id: activationIdSchema,
  /** Its time may be over before anybody has written that down: then it is `expired` here too. */
  status: v.picklist(invitationStatuses),
  created: timeSchema,
  expires: timeSchema,
  /** The one that it has activated, or begun to. */
  device: v.nullable(deviceIdSchema),
});
export type ListedInvitation = v.InferOutput<typeof invitationSchema>;

export const invitationPageSchema = pageSchema(invitationSchema);

/** Shown once, and kept nowhere: link and code go to the user by two ways. */
export const sentInvitationSchema = v.strictObject({
  activation: activationIdSchema,
  /** Null when it has gone to the user by mail. */
  link: v.nullable(v.string()),
  code: v.string(),
  expires: timeSchema,
});
