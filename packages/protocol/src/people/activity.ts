/** What happened: the audit log's entries, for people to read. Never a secret: what an entry says here is named one by one. */
import * as v from "valibot";
import { nameSchema, timeSchema, wholeNumber } from "../fields.ts";
import { clientIdSchema, companyIdSchema, deviceIdSchema, userIdSchema } from "../ids.ts";
import { companyNameSchema } from "./companies.ts";
import { counted, listEntries, pageSchema } from "./list.ts";
import { companyPolicySchema } from "./policy.ts";
import { actorSchema, userNameSchema } from "./users.ts";

/** The id of an entry of the log, with a prefix of its own. */
const eventIdSchema = v.pipe(v.string(), v.regex(/^evt_[0-9a-f-]{36}$/, "must be the id of an event"));

/** By which way something was done. */
export const activityWays = ["phone", "console", "portal", "browser", "command-line", "server"] as const;
export type ActivityWay = (typeof activityWays)[number];

/** What the server's log tells of, as it names it. */
export const activityKinds = [
  "activation.completed",
  "activation.invited",
  "activation.revoked",
  "activation.wrong-code",
  "administrator.ended",
  "administrator.made",
  "app.allowed",
  "app.withdrawn",
  "biometric.wrong",
  "client.ended",
  "client.registered",
  "company.changed",
  "company.created",
  "company.devices-ended",
  "company.devices-ending",
  "company.renamed",
  "company.resumed",
  "company.stopped",
  "computer.allowed",
  "computer.approved",
  "computer.copied",
  "computer.declined",
  "computer.enrolled",
  "computer.expired",
  "computer.lost",
  "computer.refused",
  "computer.revoked",
  "computer.unknown",
  "computer.waiting",
  "console.opened",
  "delivery.retried",
  "device.approved",
  "device.blocked",
  "device.deactivated",
  "device.pending",
  "factor.enrolled",
  "factor.removed",
  "identity.added",
  "identity.revoked",
  "import.codes-taken",
  "import.stopped",
  "limits.changed",
  "log.checkpoint",
  "mpin.changed",
  "mpin.wrong",
  "proposal.confirmed",
  "proposal.created",
  "proposal.expired",
  "proposal.rejected",
  "proposal.void",
  "proposal.withdrawn",
  "push.key-added",
  "request.approved",
  "request.created",
  "request.redeemed",
  "request.refused",
  "request.withdrawn",
  "request.wrong-digits",
  "request.wrong-return-code",
  "session.opened",
  "user.changed",
  "user.created",
  "user.entitled",
  "user.frozen",
  "user.removed",
  "user.unfrozen",
  "users.imported",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

const kindSchema = v.pipe(v.string(), v.maxLength(60), v.regex(/^[a-z]+(?:[.-][a-z]+)*$/, "must be a kind"));

const { mpin } = companyPolicySchema.entries;
/** Bounds of digits come in their own order, which a file of the log has. */
const fieldValueSchema = v.union([
  v.string(),
  v.number(),
  v.boolean(),
  mpin,
  v.array(v.unknown()),
  v.record(v.string(), v.unknown()),
]);

/** Of a field of a company's policy, or of the limits. Who shows it must bear with fields, and values of them, that are new to them. */
export const policyChangeSchema = v.strictObject({
  field: v.pipe(v.string(), v.regex(/^[a-z]+(?:_[a-z]+)*$/, "must be a field of a policy")),
  from: fieldValueSchema,
  to: fieldValueSchema,
});
export type PolicyChange = v.InferOutput<typeof policyChangeSchema>;

export const eventSchema = v.strictObject({
  id: eventIdSchema,
  at: timeSchema,
  /** What happened, as the log names it: `device.deactivated`. Who shows it must bear with kinds that are new to them. */
  kind: kindSchema,
  company: v.nullable(companyNameSchema),
  /** Whom it is about. */
  user: v.nullable(userNameSchema),
  device: v.nullable(deviceIdSchema),
  /** Who did it, where somebody else did than the user with the phone. */
  by: v.nullable(actorSchema),
  via: v.nullable(v.picklist(activityWays)),
  /** The portal that asked, or through which it was done. */
  client: v.nullable(v.strictObject({ id: clientIdSchema, name: nameSchema })),
  reason: v.nullable(v.string()),
  /** Not for whom it is about, who reaches only themselves. */
  note: v.nullable(v.string()),
  /** What else the entry says: ids, counts, and names of what was changed. */
  details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  /** Of a company's policy, or of the limits: each field that differs since, as it was and as it is. */
  changes: v.array(policyChangeSchema),
});
export type ActivityEvent = v.InferOutput<typeof eventSchema>;

export const activityPageSchema = pageSchema(eventSchema);

const instantText = v.pipe(v.string(), v.regex(/^[0-9]{1,11}$/, "must be a time in seconds since 1970"));

/** What is looked for; of lists and of the export. */
const filterEntries = {
  company: v.exactOptional(companyIdSchema),
  user: v.exactOptional(userIdSchema),
  /** Who did it. */
  by: v.exactOptional(userIdSchema),
  device: v.exactOptional(deviceIdSchema),
  kind: v.exactOptional(kindSchema),
  /** In seconds since 1970; `to` itself is left out. */
  from: v.exactOptional(instantText),
  to: v.exactOptional(instantText),
};

export const activityFilterSchema = v.strictObject(filterEntries);
export type ActivityFilter = v.InferOutput<typeof activityFilterSchema>;

export const activityQuerySchema = v.strictObject({
  ...filterEntries,
  cursor: listEntries.cursor,
  limit: listEntries.limit,
});
export type ActivityQuery = v.InferOutput<typeof activityQuerySchema>;

/** Figures of what waits for somebody, and of the last 30 days; a figure of what the caller may not see is null. */
export const overviewSchema = v.strictObject({
  waiting: v.strictObject({
    /** Devices that wait to be let in; for who approves any, by them. */
    devices: counted,
    /** Those of them that nobody may let in: their users are to be invited anew. */
    devices_unapprovable: counted,
    /** Computers that wait for approval: of whoever approves any, those that wait for them. */
    computers: counted,
    /** What waits for a second person: of whoever decides any, what waits for them. */
    proposals: v.nullable(counted),
    /** Invitations that are open, and those of them that end within six hours. */
    invitations: v.nullable(counted),
    invitations_ending: v.nullable(counted),
    /** Invitations whose mail or code is refused or fails, of users who have not used them. */
    invitations_undelivered: v.nullable(counted),
    /** Notices that were given up. */
    deliveries: v.nullable(counted),
  }),
  odd: v.strictObject({
    /** Devices that were blocked within the last 30 days, of users who have none that works since. */
    blocked: counted,
    frozen: counted,
  }),
  /** Of each of the last 30 days in UTC, the last one being today; null for who reaches only themselves. */
  days: v.nullable(
    v.array(
      v.strictObject({
        day: v.pipe(v.string(), v.isoDate()),
        sign_ins: wholeNumber(0, Number.MAX_SAFE_INTEGER),
        refusals: wholeNumber(0, Number.MAX_SAFE_INTEGER),
        blocks: wholeNumber(0, Number.MAX_SAFE_INTEGER),
      }),
    ),
  ),
});
export type Overview = v.InferOutput<typeof overviewSchema>;
