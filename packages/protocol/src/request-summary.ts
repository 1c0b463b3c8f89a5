/**
 * A request as lists name it (docs/protocol.md §5, §6): enough to choose it, never enough to decide on it. The phone
 * shows what it decides on from the envelope alone.
 */
import * as v from "valibot";
import { nameSchema, timeSchema } from "./fields.ts";
import { clientIdSchema, requestIdSchema } from "./ids.ts";
import { titleSchema } from "./title.ts";

/** What a user can be asked for. */
export const requestKindSchema = v.picklist(["sign-in", "signature"]);
export type RequestKind = v.InferOutput<typeof requestKindSchema>;

/** Schema of who asks. */
export const relyingPartySchema = v.strictObject({ id: clientIdSchema, name: nameSchema });

/** Who asks: a portal, by its registration. */
export type RelyingParty = v.InferOutput<typeof relyingPartySchema>;

/** Schema of a request in a list. */
export const requestSummarySchema = v.strictObject({
  request: requestIdSchema,
  kind: requestKindSchema,
  relying_party: relyingPartySchema,
  title: v.nullable(titleSchema),
  asked_at: timeSchema,
  exp: timeSchema,
});

/** A request in a list; `title` is null for a sign-in. `asked_at` is what the envelope says too: when it was asked for. */
export type RequestSummary = v.InferOutput<typeof requestSummarySchema>;
