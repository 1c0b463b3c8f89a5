/** Invitations to activate a device, as they are listed and sent. */
import * as v from "valibot";
import { timeSchema } from "../fields.ts";
import { activationIdSchema, companyIdSchema, deviceIdSchema } from "../ids.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";
import { actorSchema, userNameSchema } from "./users.ts";

/**
 * `open`: nobody has opened it on a device yet. `begun`: a device has shown link and code, and is not activated. `waiting`: it is activated, and
 * waits for somebody to approve it. `complete`: it was used.
 */
export const invitationStatuses = ["open", "begun", "waiting", "complete", "revoked", "expired"] as const;

/**
 * How the registration code gets to the user: `shown` to who invited, to hand it over; else by the operator's service, which has not been
 * given it yet (`waiting`), has not taken it (`failing`: it is tried again), or has it (`taken`).
 */
export const codeStates = ["shown", "waiting", "failing", "taken"] as const;

/**
 * How the link does: `shown` to who invited; else by a mail that has not left yet (`waiting`), was not taken (`failing`: it is tried again), was
 * given up (`dead`), is with the user's mail server (`taken`), or never left (`unsent`), since the invitation was over before.
 */
export const linkStates = ["shown", "waiting", "failing", "dead", "taken", "unsent"] as const;

/** Why a mail was not taken: it or its address was refused, no mail server could be reached, or its time ran out. */
export const mailFailures = ["refused", "unreachable", "late", "other"] as const;

export const invitationSchema = v.strictObject({
  id: activationIdSchema,
  /** Its time may be over before anybody has written that down: then it is `expired` here too. */
  status: v.picklist(invitationStatuses),
  created: timeSchema,
  expires: timeSchema,
  code: v.picklist(codeStates),
  /** Null where nobody wrote that down. */
  link: v.nullable(v.picklist(linkStates)),
  /** Of a mail that fails or was given up; null else. */
  failure: v.nullable(v.picklist(mailFailures)),
  /** The one that it has activated, or begun to. */
  device: v.nullable(deviceIdSchema),
  user: userNameSchema,
  /** The user's address as it is now. */
  mail: v.nullable(v.string()),
  company: companyNameSchema,
  /** Who invited; null where the command line did. */
  by: v.nullable(actorSchema),
});
export type ListedInvitation = v.InferOutput<typeof invitationSchema>;

export const invitationPageSchema = pageSchema(invitationSchema);

/** `undelivered`: those that nobody has used, and whose mail or code is refused or fails. */
export const invitationFilters = [
  "undelivered",
  "open",
  "begun",
  "waiting",
  "expired",
  "complete",
  "revoked",
] as const;

export const invitationListQuerySchema = v.strictObject({
  ...listEntries,
  company: v.exactOptional(companyIdSchema),
  status: v.exactOptional(v.picklist(invitationFilters)),
});
export type InvitationListQuery = v.InferOutput<typeof invitationListQuerySchema>;

/** Nothing at all is `shown`. */
export const newInvitationSchema = v.nullish(
  v.strictObject({
    code: v.exactOptional(v.picklist(["shown", "service"])),
    /** Only as long as this one is the user's newest, and was not used. */
    instead_of: v.exactOptional(activationIdSchema),
  }),
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
