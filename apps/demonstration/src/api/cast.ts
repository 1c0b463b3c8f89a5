/** How everybody in the demonstration stands, and what the welcome page can do for them. */
import { companyIdSchema, deviceIdSchema, originSchema, timeSchema, userIdSchema } from "@mtoken/protocol";
import * as v from "valibot";
import { call, doneSchema } from "./call.ts";
import { askedPaymentSchema } from "./payments.ts";

const deviceSchema = v.object({
  id: deviceIdSchema,
  status: v.picklist(["pending", "awaiting-approval", "active", "blocked", "deactivated"]),
  fingerprint: v.nullable(v.string()),
});
export type Device = v.InferOutput<typeof deviceSchema>;

const personSchema = v.picklist(["user", "administrator", "officer", "secondOfficer", "helpdesk", "auditor"]);
/** Who is played. */
export type Person = v.InferOutput<typeof personSchema>;

const userSchema = v.object({
  id: userIdSchema,
  name: v.string(),
  person: v.nullable(personSchema),
  company: v.object({ id: companyIdSchema, name: v.string() }),
  /** Since when nothing is signed in to or signed in this name ("This wasn't me"); null while it is. */
  frozenAt: v.nullable(v.string()),
  /** Every device there ever was, the oldest first. */
  devices: v.array(deviceSchema),
});
export type User = v.InferOutput<typeof userSchema>;

const castSchema = v.object({
  phone: originSchema,
  signIn: originSchema,
  console: originSchema,
  portal: v.pipe(v.string(), v.url()),
  /** Where the demonstration keeps its data. */
  folder: v.string(),
  users: v.array(userSchema),
  /** How this browser stands at the portal. */
  browser: v.picklist(["signed-out", "pending", "signed-in"]),
  signedInOnce: v.boolean(),
  /** Everybody's, the newest first. */
  payments: v.array(askedPaymentSchema),
});
export type Cast = v.InferOutput<typeof castSchema>;

const invitationSchema = v.object({ link: v.string(), code: v.string(), expiresAt: timeSchema });
/** The two secrets that activate a phone; in earnest they never travel together. */
export type Invitation = v.InferOutput<typeof invitationSchema>;

export function fetchCast(signal: AbortSignal): Promise<Cast> {
  return call({ path: "/api/cast", schema: castSchema, signal });
}

export function invite(person: Person): Promise<Invitation> {
  return call({ path: "/api/invitations", body: { person }, schema: invitationSchema });
}

/** The administrator ends the device of a user. */
export function deactivate(person: Person): Promise<object> {
  return call({ path: "/api/deactivations", body: { person }, schema: doneSchema });
}
