/**
 * Four eyes: what is dangerous one person proposes, and another one who may do it confirms (docs/console-api.md). A proposal's kind is
 * the act that it asks for, of the table of permissions.
 */
import * as v from "valibot";
import { nameSchema, timeSchema } from "../fields.ts";
import { companyIdSchema, deviceIdSchema, proposalIdSchema } from "../ids.ts";
import { noteSchema } from "../reason.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";
import { mailAddressSchema } from "./mail-address.ts";
import type { Act } from "./permissions.ts";
import { companyPolicySchema, policyLimitsSchema } from "./policy.ts";
import { operatorRoles } from "./roles.ts";
import { actorSchema, languageSchema, userNameSchema } from "./users.ts";

/** Each is an act that takes two people. */
export const proposalKinds = [
  "administrator.make",
  "policy.change",
  "company.resume",
  "limits.change",
  "staff.create",
  "operator-keys.rotate",
] as const satisfies readonly Act[];
export type ProposalKind = (typeof proposalKinds)[number];

export const proposalStatuses = [
  ...(["open", "confirmed", "rejected", "withdrawn", "expired"] as const),
  /** Its author may not propose it any more, or what it was about has changed since. */
  "void",
] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

/** Whoever is to work for the operator, and as what. */
const newStaffEntries = {
  name: nameSchema,
  role: v.picklist(operatorRoles),
  mail: v.exactOptional(mailAddressSchema),
  language: v.exactOptional(languageSchema),
};

/** What would come of it, and where something is changed, from what: that is what a second person looks at. */
const proposedSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("administrator.make"),
    user: userNameSchema,
    /** Those that they could sign in with when it was proposed. */
    phones: v.array(deviceIdSchema),
  }),
  v.strictObject({ kind: v.literal("policy.change"), from: companyPolicySchema, to: companyPolicySchema }),
  v.strictObject({ kind: v.literal("company.resume"), stopped: timeSchema }),
  v.strictObject({ kind: v.literal("limits.change"), from: policyLimitsSchema, to: policyLimitsSchema }),
  v.strictObject({ kind: v.literal("staff.create"), ...newStaffEntries }),
  v.strictObject({ kind: v.literal("operator-keys.rotate"), begins: v.nullable(timeSchema) }),
]);
export type Proposed = v.InferOutput<typeof proposedSchema>;

/** One of whom it is about, as it is now: whoever confirms compares it with what its user reads out. */
const proposalPhoneSchema = v.strictObject({
  id: deviceIdSchema,
  fingerprint: v.nullable(v.string()),
  activated: v.nullable(timeSchema),
  /** Null: the command line did. */
  invited_by: v.nullable(actorSchema),
  /** Null where nobody had to, or the command line did. */
  approved_by: v.nullable(actorSchema),
});
export type ProposalPhone = v.InferOutput<typeof proposalPhoneSchema>;

export const proposalSchema = v.strictObject({
  id: proposalIdSchema,
  /** Whose it is; the operator's own where it is about no client. */
  company: companyNameSchema,
  proposed: proposedSchema,
  /** Of whom it is about, where that counts. */
  phones: v.array(proposalPhoneSchema),
  by: actorSchema,
  note: v.nullable(v.string()),
  created: timeSchema,
  expires: timeSchema,
  status: v.picklist(proposalStatuses),
  decided: v.nullable(
    v.strictObject({
      /** Null where nobody did. */
      by: v.nullable(actorSchema),
      at: timeSchema,
      note: v.nullable(v.string()),
    }),
  ),
  /** What the caller may do about it now. */
  may: v.strictObject({ decide: v.boolean(), withdraw: v.boolean() }),
  /** The caller could decide it, but has invited to a phone that it names, named the mail address for it, or let it in. */
  behind: v.boolean(),
  /** It is open, and nobody is left who could confirm it: whoever may has proposed it, stands behind a phone that it names, or has none that works. */
  unconfirmable: v.boolean(),
});
export type Proposal = v.InferOutput<typeof proposalSchema>;

export const proposalListQuerySchema = v.strictObject({
  cursor: listEntries.cursor,
  limit: listEntries.limit,
  company: v.exactOptional(companyIdSchema),
  kind: v.exactOptional(v.picklist(proposalKinds)),
  status: v.exactOptional(v.picklist(proposalStatuses)),
});
export type ProposalListQuery = v.InferOutput<typeof proposalListQuerySchema>;

export const proposalPageSchema = pageSchema(proposalSchema);

/** The answer to an act that takes two people: nothing has changed yet. */
export const madeProposalSchema = v.strictObject({ proposal: proposalIdSchema, expires: timeSchema });
export type MadeProposal = v.InferOutput<typeof madeProposalSchema>;

const noted = { note: v.exactOptional(noteSchema) };

/** The body of each act that says nothing but, if at all, why; and of each decision. */
export const notedSchema = v.strictObject(noted);
export type Noted = v.InferOutput<typeof notedSchema>;

/** Of a proposal that names phones: that their control codes were compared with what they show. */
export const confirmationSchema = v.strictObject({ ...noted, compared: v.exactOptional(v.literal(true)) });
export type Confirmation = v.InferOutput<typeof confirmationSchema>;

export const proposedPolicySchema = v.strictObject({ policy: companyPolicySchema, ...noted });
export const proposedLimitsSchema = v.strictObject({ limits: policyLimitsSchema, ...noted });
export const proposedStaffSchema = v.strictObject({ ...newStaffEntries, ...noted });
export const proposedKeySchema = v.strictObject({
  /** When it begins to sign; at once when left out. Later is kinder to phones that are seldom opened. */
  begins: v.exactOptional(timeSchema),
  ...noted,
});
