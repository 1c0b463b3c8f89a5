/**
 * The envelope (docs/protocol.md §7): the server's signed statement of what a user is asked. The phone renders from
 * it alone.
 */
import * as v from "valibot";
import { contentSchema } from "./content.ts";
import { displayText } from "./display-text.ts";
import { nameSchema, originSchema, timeSchema } from "./fields.ts";
import { companyIdSchema, computerIdSchema, deviceIdSchema, requestIdSchema, userIdSchema } from "./ids.ts";
import { relyingPartySchema } from "./request-summary.ts";
import { suiteIdSchema } from "./suite.ts";

/** Schema of the browser that asks. */
export const computerSchema = v.strictObject({
  id: computerIdSchema,
  /** Since when the user knows it; null for a stranger. */
  known_since: v.nullable(timeSchema),
  description: v.pipe(v.string(), v.minLength(1), v.maxLength(140), displayText("line")),
});

/** The browser that asks, and since when it is one that the user knows. */
export type Computer = v.InferOutput<typeof computerSchema>;

/** What an approval takes beside the session: nothing, a fresh proof by either factor, or by the mPIN. */
export const freshFactors = ["none", "any", "mpin"] as const;
export type FreshFactor = (typeof freshFactors)[number];

const members = {
  iss: originSchema,
  suite: suiteIdSchema,
  request: requestIdSchema,
  relying_party: relyingPartySchema,
  origin: originSchema,
  company: v.strictObject({ id: companyIdSchema, name: nameSchema }),
  user: v.strictObject({ id: userIdSchema, name: nameSchema }),
  device: deviceIdSchema,
  nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,86}$/, "must be 16 to 64 bytes as base64url")),
  digits: v.boolean(),
  /** Whether it was opened by a link on the device that also browses: then its computer is this very device. */
  same_device: v.boolean(),
  /** When the portal, or the page, asked: before `iat`, which is when the phone claimed it. */
  asked_at: timeSchema,
  iat: timeSchema,
  exp: timeSchema,
};

/** Schema of an envelope of kind `sign-in`: always from a computer, without content. */
export const signInEnvelopeSchema = v.strictObject({
  ...members,
  kind: v.literal("sign-in"),
  fresh_factor: v.picklist(freshFactors),
  computer: computerSchema,
  content: v.null(),
});

/** Schema of an envelope of kind `signature`; `computer` is null when it was taken from the phone's list. */
export const signatureEnvelopeSchema = v.strictObject({
  ...members,
  kind: v.literal("signature"),
  fresh_factor: v.picklist(["any", "mpin"]),
  computer: v.nullable(computerSchema),
  content: contentSchema,
});

/** Schema of `mtoken-envelope+jws`. */
export const envelopeSchema = v.variant("kind", [signInEnvelopeSchema, signatureEnvelopeSchema]);

/** What a user is asked: by whom, from where, on which computer, for what. */
export type Envelope = v.InferOutput<typeof envelopeSchema>;
