/**
 * "This wasn't me" (docs/protocol.md §7): a user whose requests are all stopped, until an administrator or the operator lets
 * them go on. What the phone is told of it, in message 4 and in answers.
 */
import * as v from "valibot";
import { timeSchema, wholeNumber } from "./fields.ts";

/** Schema of {@link Frozen}. */
export const frozenSchema = v.strictObject({ at: timeSchema, stopped: wholeNumber(0, 1_000_000) });

/** Since when, and how many open requests were stopped with it, the refused one not counted. */
export type Frozen = v.InferOutput<typeof frozenSchema>;
