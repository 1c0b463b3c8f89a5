/** Why something was stopped: a word that can be counted, and what its author wants to add. It goes on the record. */
import * as v from "valibot";
import { displayText } from "./display-text.ts";
import { readTypedLine, type TypedLine } from "./typed-line.ts";

export const reasons = [
  "lost",
  "stolen",
  "replaced",
  "left-company",
  "suspicious",
  "mistake",
  "other",
] as const;
export type Reason = (typeof reasons)[number];

/** In UTF-16 code units, as fields of a form count them. */
export const longestNote = 500;

export const noteSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(longestNote), displayText("line"));

/** As its author typed it. */
export function readTypedNote(typed: string): TypedLine {
  return readTypedLine(typed, noteSchema);
}

/** The body of each act that stops something, or lets it go on. */
export const reasonSchema = v.strictObject({
  reason: v.picklist(reasons),
  note: v.exactOptional(noteSchema),
});
export type GivenReason = v.InferOutput<typeof reasonSchema>;
