/** Invitations to activate a device, as they are listed and sent. */
import * as v from "valibot";
import { timeSchema } from "../fields.ts";
import { activationIdSchema, deviceIdSchema } from "../ids.ts";
import { pageSchema } from "./list.ts";

export const invitationStatuses = ["open", "complete", "revoked", "expired"] as const;

/**
 * How the registration code gets to the user: `shown` to who invited, to hand it over; else by the operator's service, which has not been
 * given it yet (`waiting`), has not taken it (`failing`: it is tried again), or has it (`taken`).
 */
export const codeStates = ["shown", "waiting", "failing", "taken"] as const;

export const invitationSchema = v.strictObject({
  id: activationIdSchema,
  /** Its time may be over before anybody has written that down: then it is `expired` here too. */
  status: v.picklist(invitationStatuses),
  created: timeSchema,
  expires: timeSchema,
  code: v.picklist(codeStates),
  /** The one that it has activated, or begun to. */
  device: v.nullable(deviceIdSchema),
});
export type ListedInvitation = v.InferOutput<typeof invitationSchema>;

export const invitationPageSchema = pageSchema(invitationSchema);

/** Nothing at all is `shown`. */
export const newInvitationSchema = v.nullish(
  v.strictObject({ code: v.exactOptional(v.picklist(["shown", "service"])) }),
  {},
);
export type NewInvitation = v.InferOutput<typeof newInvitationSchema>;

/** Shown once, and kept nowhere: link and code go to the user by two ways. */
export const sentInvitationSchema = v.strictObject({
  activation: activationIdSchema,
  /** Null when it has gone to the user by mail. */
  link: v.nullable(v.string()),
  /** Null when the operator's service brings it. */
  code: v.nullable(v.string()),
  expires: timeSchema,
});
