/** What the portal's page asks of the portal. */
import { companyIdSchema, deviceIdSchema, signInEndSchema, timeSchema, userIdSchema } from "@mtoken/protocol";
import * as v from "valibot";
import { call, doneSchema } from "./call.ts";
import { type AskedPayment, askedPaymentSchema } from "./payments.ts";

const notSignedIn = [
  v.object({ status: v.literal("signed-out") }),
  v.object({ status: v.literal("pending") }),
  /** The sign-in is over that opened it. */
  v.object({ status: v.literal("ended"), reason: v.nullable(signInEndSchema) }),
] as const;

const sessionSchema = v.variant("status", [
  ...notSignedIn,
  v.object({
    status: v.literal("signed-in"),
    user: v.object({ id: userIdSchema, name: v.string() }),
    company: v.object({ id: companyIdSchema, name: v.string() }),
    since: timeSchema,
  }),
]);
export type Session = v.InferOutput<typeof sessionSchema>;
export type SignedIn = Extract<Session, { status: "signed-in" }>;

const accountSchema = v.object({
  kind: v.picklist(["current", "savings", "foreign"]),
  iban: v.string(),
  currency: v.string(),
  balance: v.string(),
});
export type Account = v.InferOutput<typeof accountSchema>;

const phoneSchema = v.object({
  id: deviceIdSchema,
  status: v.picklist(["pending", "awaiting-approval", "active", "blocked", "deactivated"]),
  fingerprint: v.nullable(v.string()),
  activated: v.nullable(timeSchema),
  used: v.nullable(timeSchema),
});
export type Phone = v.InferOutput<typeof phoneSchema>;

/** What changes while its user is signed in, or that nobody is any more. */
const overviewSchema = v.variant("status", [
  ...notSignedIn,
  v.object({
    status: v.literal("signed-in"),
    /** The newest first. */
    payments: v.array(askedPaymentSchema),
    /** One's own, the newest first, without those that have ended. */
    devices: v.array(phoneSchema),
  }),
]);
export type Overview = v.InferOutput<typeof overviewSchema>;

export type LossReason = "lost" | "stolen" | "replaced" | "other";

/** The form as it is sent. */
export interface PaymentDraft {
  amount: string;
  currency: string;
  payee: string;
  account: string;
  reference: string;
}

export function fetchSession(): Promise<Session> {
  return call({ path: "/api/session", schema: sessionSchema });
}

/** Gives the address to send the browser to. */
export function beginSignIn(): Promise<{ uri: string }> {
  return call({ path: "/api/sign-in", body: {}, schema: v.object({ uri: v.pipe(v.string(), v.url()) }) });
}

export function signOut(): Promise<object> {
  return call({ path: "/api/sign-out", body: {}, schema: doneSchema });
}

export function fetchAccounts(): Promise<Account[]> {
  return call({ path: "/api/accounts", schema: v.array(accountSchema) });
}

export function fetchOverview(signal: AbortSignal): Promise<Overview> {
  return call({ path: "/api/overview", schema: overviewSchema, signal });
}

export function deactivatePhone({ id: device }: Phone, reason: LossReason): Promise<object> {
  return call({ path: "/api/devices/deactivate", body: { device, reason }, schema: doneSchema });
}

export function askForSignature(draft: PaymentDraft): Promise<AskedPayment> {
  return call({ path: "/api/payments", body: draft, schema: askedPaymentSchema });
}
