/**
 * What relying parties exchange with the sign-in origin (docs/protocol.md §8). Times are NumericDate, as everywhere.
 */
import * as v from "valibot";
import { refusalReasonSchema } from "./approval.ts";
import { contentSchema } from "./content.ts";
import { nameSchema, timeSchema, tokenSchema, urlSchema, wholeNumber } from "./fields.ts";
import { companyIdSchema, interactionIdSchema, requestIdSchema, userIdSchema } from "./ids.ts";
import { requestKindSchema } from "./request-summary.ts";

/** Schema of the form body of `POST /v1/token` (RFC 6749 §4.4 with RFC 7523 §2.2). */
export const tokenRequestSchema = v.strictObject({
  grant_type: v.literal("client_credentials"),
  client_assertion_type: v.literal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
  client_assertion: tokenSchema(),
});
/** A relying party shows who it is. */
export type TokenRequest = v.InferOutput<typeof tokenRequestSchema>;

/** Schema of the answer to `POST /v1/token`. */
export const tokenAnswerSchema = v.strictObject({
  access_token: v.pipe(v.string(), v.minLength(22), v.maxLength(512)),
  token_type: v.literal("Bearer"),
  expires_in: wholeNumber(1, 86_400),
});
/** An access token; `expires_in` counts seconds. */
export type TokenAnswer = v.InferOutput<typeof tokenAnswerSchema>;

const stateSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(512), v.regex(/^[!-~]+$/));

/** Schema of the body of `POST /v1/sign-ins`. `code_challenge` is PKCE's, S256 (RFC 7636). */
export const signInRequestSchema = v.strictObject({
  redirect_uri: urlSchema,
  state: stateSchema,
  code_challenge: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
});
/** A relying party begins a sign-in. */
export type SignInRequest = v.InferOutput<typeof signInRequestSchema>;

/** Schema of the answer to `POST /v1/sign-ins`. */
export const signInAnswerSchema = v.strictObject({
  interaction: interactionIdSchema,
  uri: urlSchema,
  expires_at: timeSchema,
});
/** Where to send the browser. */
export type SignInAnswer = v.InferOutput<typeof signInAnswerSchema>;

/** Schema of the body of `POST /v1/sign-ins/exchange`. */
export const exchangeRequestSchema = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,128}$/)),
  code_verifier: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._~-]{43,128}$/)),
});
/** The code that the browser brought back, and what shows that it is for who began. */
export type ExchangeRequest = v.InferOutput<typeof exchangeRequestSchema>;

/** Schema of the answer to `POST /v1/sign-ins/exchange`. */
export const exchangeAnswerSchema = v.strictObject({
  request: requestIdSchema,
  user: v.strictObject({ id: userIdSchema, name: nameSchema }),
  company: v.strictObject({ id: companyIdSchema, name: nameSchema }),
  acr: v.pipe(v.string(), v.maxLength(128)),
  amr: v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(8)),
  auth_time: timeSchema,
});
/** Who has signed in, how strongly, and when. */
export type ExchangeAnswer = v.InferOutput<typeof exchangeAnswerSchema>;

/** How long a signature may wait: a minute to a day, in seconds. */
export const signatureLife = { least: 60, most: 86_400 } as const;

/**
 * Schema of the body of `POST /v1/signatures`. Its `content` is opened by `readContent`, which says what is wrong
 * with it.
 */
export const signatureRequestSchema = v.strictObject({
  user: userIdSchema,
  content: v.unknown(),
  expires_in: v.exactOptional(wholeNumber(signatureLife.least, signatureLife.most)),
  redirect_uri: v.exactOptional(urlSchema),
  state: v.exactOptional(stateSchema),
});

/** Schema of `POST /v1/signatures` as documentation shows it, content and all. */
export const signatureRequestDocumentSchema = v.strictObject({
  ...signatureRequestSchema.entries,
  content: contentSchema,
});
/** A relying party asks a user to sign. */
export type SignatureRequest = v.InferOutput<typeof signatureRequestDocumentSchema>;

/** Where a request stands. */
export const requestStatusSchema = v.picklist([
  "waiting",
  "claimed",
  "approved",
  "refused",
  "expired",
  "withdrawn",
  "redeemed",
]);
export type RequestStatus = v.InferOutput<typeof requestStatusSchema>;

/** Schema of the answer to `POST /v1/signatures`. */
export const signatureAnswerSchema = v.strictObject({
  request: requestIdSchema,
  interaction: interactionIdSchema,
  uri: urlSchema,
  expires_at: timeSchema,
  status: requestStatusSchema,
});
/** The request to follow, and a page to show the user; the phone's list has it too. */
export type SignatureAnswer = v.InferOutput<typeof signatureAnswerSchema>;

/** Why the company's policy for unknown computers refuses a sign-in: an administrator is asked, or has to add the computer. */
export const unknownComputerReasonSchema = v.picklist(["computer-waits", "computer-unknown"]);
export type UnknownComputerReason = v.InferOutput<typeof unknownComputerReasonSchema>;

/**
 * Why a request was refused, by the user, because the digits were wrong, or by the policy for unknown computers; or, of one that
 * was withdrawn, that its user is frozen, or has no phone any more that could decide it.
 */
export const decisionReasonSchema = v.picklist([
  ...refusalReasonSchema.options,
  "wrong-digits",
  ...unknownComputerReasonSchema.options,
  "frozen",
  "no-device",
]);
export type DecisionReason = v.InferOutput<typeof decisionReasonSchema>;

/** What ended all that a sign-in has opened: its portal ends its own session too. */
export const signInEndSchema = v.picklist([
  "device-blocked",
  "device-deactivated",
  "mpin-changed",
  "user-frozen",
  "user-removed",
  "role-changed",
  "company-stopped",
  "computer-revoked",
  "computer-copied",
  "computer-lost",
]);
export type SignInEnd = v.InferOutput<typeof signInEndSchema>;

/** Schema of `GET /v1/requests/{req}` and of the data of its events. `ended` is of a sign-in that was redeemed. */
export const requestInfoSchema = v.strictObject({
  request: requestIdSchema,
  kind: requestKindSchema,
  status: requestStatusSchema,
  decided_at: v.exactOptional(timeSchema),
  reason: v.exactOptional(decisionReasonSchema),
  ended: v.exactOptional(v.strictObject({ at: timeSchema, reason: signInEndSchema })),
});
/** Where a request stands, as its relying party sees it. */
export type RequestInfo = v.InferOutput<typeof requestInfoSchema>;
