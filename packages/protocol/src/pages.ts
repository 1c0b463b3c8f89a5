/**
 * What the sign-in page and the sign-in origin exchange (docs/protocol.md §8): the page API and its events. Times
 * are NumericDate, as everywhere.
 */
import * as v from "valibot";
import { digitsSchema } from "./approval.ts";
import { isDeskPhone } from "./desk-phone.ts";
import { nameSchema, originSchema, timeSchema, tokenSchema, urlSchema, wholeNumber } from "./fields.ts";
import { challengeIdSchema, requestIdSchema } from "./ids.ts";
import { rsaBitsSchema } from "./jwk.ts";
import { parseRequestLink } from "./request-link.ts";
import { requestKindSchema } from "./request-summary.ts";
import { returnCodeSchema } from "./return-code.ts";
import { titleSchema } from "./title.ts";

/** Schema of the number of the operator's round-the-clock desk. */
export const deskPhoneSchema = v.pipe(v.string(), v.check(isDeskPhone, "must be a telephone number"));

/** Schema of `GET /v1/interactions/{int}`. */
export const interactionInfoSchema = v.strictObject({
  kind: requestKindSchema,
  relying_party: v.strictObject({ name: nameSchema, origin: originSchema }),
  status: v.picklist(["open", "done", "cancelled", "expired"]),
  title: v.nullable(titleSchema),
  return_to: v.nullable(urlSchema),
  decided: v.nullable(v.strictObject({ status: v.picklist(["approved", "refused"]), at: timeSchema })),
  desk_phone: v.exactOptional(deskPhoneSchema),
});

/** What a visit to the page is about, where it goes back to when it is over, how a signature was decided, and whom to call at any hour. */
export type InteractionInfo = v.InferOutput<typeof interactionInfoSchema>;

/** Schema of the answer to `POST …/challenge`. */
export const challengeSchema = v.strictObject({ challenge: challengeIdSchema, rsa_bits: rsaBitsSchema });
/** What the computer key signs next, and how large it must be to begin. */
export type Challenge = v.InferOutput<typeof challengeSchema>;

/** Schema of the body of `POST …/requests`: `mtoken-computer+jws`. */
export const proofBodySchema = v.strictObject({ proof: tokenSchema() });
/** A computer's proof on its way. */
export type ProofBody = v.InferOutput<typeof proofBodySchema>;

/** Schema of the body of `POST …/redeem`: with the return code, where the app gave this browser one. */
export const redemptionBodySchema = v.strictObject({
  proof: tokenSchema(),
  return_code: v.exactOptional(returnCodeSchema),
});

/** Schema of the answer to `POST …/requests`. */
export const begunSchema = v.strictObject({
  request: requestIdSchema,
  expires_at: timeSchema,
  return_to: v.nullable(urlSchema),
});
/** The request that the page now shows, and the way back, which only the browser that began is told. */
export type Begun = v.InferOutput<typeof begunSchema>;

/** Schema of the answer to `POST …/redeem`. */
export const redeemedSchema = v.strictObject({ return_to: urlSchema });
/** Where the browser goes with its sign-in. */
export type Redeemed = v.InferOutput<typeof redeemedSchema>;

/** Schema of the answer to `POST …/cancel`. */
export const cancelledSchema = v.strictObject({ return_to: v.nullable(urlSchema) });
/** Where the browser goes without one. */
export type Cancelled = v.InferOutput<typeof cancelledSchema>;

/** A typed code as it is shown. */
const shownCodeSchema = v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{3}(-[0-9A-HJKMNP-TV-Z]{3}){2}$/));

/** What opens the app on the device that shows the page. */
const linkSchema = v.pipe(
  v.string(),
  v.maxLength(512),
  v.check((text) => parseRequestLink(text) !== undefined, "must be a link to a request"),
);

/** Schema of the data of `event: state`. */
export const pageStateSchema = v.variant("status", [
  v.strictObject({
    status: v.literal("waiting"),
    request: requestIdSchema,
    typed_code: v.nullable(shownCodeSchema),
    link: linkSchema,
    expires_at: timeSchema,
  }),
  v.strictObject({
    status: v.literal("claimed"),
    digits: v.nullable(digitsSchema),
    same_device: v.boolean(),
  }),
  v.strictObject({
    status: v.literal("approved"),
    user_name: nameSchema,
    same_device: v.boolean(),
    /** Whether the page may ask for an enrolment: not where the user knows the computer. */
    may_remember: v.boolean(),
  }),
  v.strictObject({
    status: v.literal("refused"),
    wrong_digits: v.boolean(),
    /** Refused by the company's policy for unknown computers: an administrator was asked, or has to add it. */
    computer: v.nullable(v.picklist(["waiting", "unknown"])),
  }),
  v.strictObject({ status: v.literal("expired") }),
  /** Its phone was deactivated, its user stopped, or the portal took it back. */
  v.strictObject({ status: v.literal("withdrawn") }),
  v.strictObject({ status: v.literal("redeemed") }),
  v.strictObject({ status: v.literal("signed"), return_to: v.nullable(urlSchema) }),
]);

/**
 * What the page shows. `redeemed` names no address: the one with the code goes only to who signed for it, as the
 * answer to `POST …/redeem`.
 */
export type PageState = v.InferOutput<typeof pageStateSchema>;

/** Schema of the data of `event: frame`. */
export const pageFrameSchema = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(180)),
  tick: wholeNumber(0, Number.MAX_SAFE_INTEGER),
});

/** The QR code to show now. */
export type PageFrame = v.InferOutput<typeof pageFrameSchema>;
