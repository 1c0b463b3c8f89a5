/** Users, as they are listed, made and changed. */
import * as v from "valibot";
import { displayText } from "../display-text.ts";
import { appFunctions } from "../features.ts";
import { nameSchema, timeSchema, wholeNumber } from "../fields.ts";
import { companyIdSchema, userIdSchema } from "../ids.ts";
import { readTypedLine, type TypedLine } from "../typed-line.ts";
import { companyNameSchema } from "./companies.ts";
import { listEntries, pageSchema } from "./list.ts";
import { mailAddressSchema } from "./mail-address.ts";
import { roleSchema } from "./roles.ts";

/** A tag of BCP 47, such as `de` or `pt-BR`. */
export const languageSchema = v.pipe(
  v.string(),
  v.maxLength(35),
  v.regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "must be the tag of a language"),
);

/** What of the app somebody has besides mToken itself; none of it is mToken only. */
export const functionsSchema = v.pipe(
  v.array(v.picklist(appFunctions)),
  v.maxLength(appFunctions.length),
  v.check((functions) => new Set(functions).size === functions.length, "must name each once"),
);

/** Whom something is about. */
export const userNameSchema = v.strictObject({ id: userIdSchema, name: nameSchema });

/** Who did something. The operator's people have no names for clients: to them it was the operator. */
export const actorSchema = v.strictObject({
  id: v.nullable(userIdSchema),
  name: v.nullable(nameSchema),
  operator: v.boolean(),
});
export type Actor = v.InferOutput<typeof actorSchema>;

export const userSchema = v.strictObject({
  ...userNameSchema.entries,
  role: roleSchema,
  mail: v.nullable(v.string()),
  language: v.nullable(v.string()),
  /** What the app offers them besides mToken itself; empty: mToken only (M16). */
  functions: v.array(v.string()),
  company: companyNameSchema,
  created: timeSchema,
  /** Since when their sign-ins and signatures are stopped; null when they are not. */
  frozen: v.nullable(timeSchema),
  /** Since when they are gone; null while they are not. */
  removed: v.nullable(timeSchema),
  /** Devices that can sign in now, and those that wait for somebody to approve them. */
  devices: v.strictObject({ active: wholeNumber(0, 1_000_000), waiting: wholeNumber(0, 1_000_000) }),
  /** When the invitation that is open now runs out; null when there is none. */
  invited_until: v.nullable(timeSchema),
  /** When their newest invitation ran out unused; null unless they have neither a device nor an invitation that is open. */
  lapsed: v.nullable(timeSchema),
});
export type User = v.InferOutput<typeof userSchema>;

/** Who could let in the phone that came of it, if the caller invited the user now. */
const ifInvitedSchema = v.strictObject({
  /** `none`: it works at once. `nobody`: all who could would stand behind it. */
  approval: v.picklist(["none", "company", "operator", "nobody"]),
  /** In that case, who should invite in the caller's place; null where only the command line could. */
  instead: v.nullable(actorSchema),
});

/** One user, as they are asked for by themselves. */
export const oneUserSchema = v.strictObject({
  ...userSchema.entries,
  /** Null for who may not invite them. */
  if_invited: v.nullable(ifInvitedSchema),
});
export type OneUser = v.InferOutput<typeof oneUserSchema>;

/**
 * `ending`: invited, and the invitation runs out within the next hours. `lapsed`: it ran out, and they have no device. `administrator`: who
 * oversees a company.
 */
export const userStatuses = [
  "waiting",
  "invited",
  "ending",
  "lapsed",
  "frozen",
  "administrator",
  "removed",
] as const;

/** An invitation that has no longer to live than this, in seconds, is about to end. */
export const invitationEnding = 6 * 3600;

export const userListQuerySchema = v.strictObject({
  ...listEntries,
  company: v.exactOptional(companyIdSchema),
  status: v.exactOptional(v.picklist(userStatuses)),
});
export type UserListQuery = v.InferOutput<typeof userListQuerySchema>;

export const userPageSchema = pageSchema(userSchema);

/** In UTF-16 code units, as fields of a form count them. */
export const longestReference = 140;

/** Names the company's request that the bank does something on. */
export const referenceSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(longestReference),
  displayText("line"),
);

/** As its author typed it. */
export function readTypedReference(typed: string): TypedLine {
  return readTypedLine(typed, referenceSchema);
}

/** A plain user; who makes an administrator asks a second person. */
export const newUserSchema = v.strictObject({
  company: companyIdSchema,
  name: nameSchema,
  mail: v.exactOptional(mailAddressSchema),
  language: v.exactOptional(languageSchema),
  /** All of them, when it is left out. The bank gives any on the company's request alone, and names that request. */
  functions: v.exactOptional(functionsSchema),
  reference: v.exactOptional(referenceSchema),
});
export type NewUser = v.InferOutput<typeof newUserSchema>;

/** What is left out stays. */
export const changedUserSchema = v.pipe(
  v.strictObject({
    name: v.exactOptional(nameSchema),
    mail: v.exactOptional(v.nullable(mailAddressSchema)),
    language: v.exactOptional(v.nullable(languageSchema)),
  }),
  v.check((changes) => Object.keys(changes).length > 0, "must change something"),
);
export type ChangedUser = v.InferOutput<typeof changedUserSchema>;

/** All that the user has from now on. The bank changes it on the company's request alone, and names that request. */
export const entitlementSchema = v.strictObject({
  functions: functionsSchema,
  reference: v.exactOptional(referenceSchema),
});
export type Entitlement = v.InferOutput<typeof entitlementSchema>;

export const createdUserSchema = v.strictObject({ user: userIdSchema });
