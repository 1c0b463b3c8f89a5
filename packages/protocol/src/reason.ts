/** Why something was stopped: a word that can be counted, and what its author wants to add. It goes on the record. */
import * as v from "valibot";
import { displayProblem, displayText } from "./display-text.ts";

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

/** A note as its author typed it: as it is sent, and what stands against that. */
export interface TypedNote {
  /** Empty where there is none. */
  note: string;
  problem: "too-long" | "unsafe" | null;
}

/** Longer runs of blanks are refused, and say no more than one. Form C may be longer than what was typed. */
export function readTypedNote(typed: string): TypedNote {
  const note = typed
    .normalize("NFC")
    .replace(/[ \u{a0}\u{202f}\u{3000}]{2,}/gu, " ")
    .trim();
  if (note === "" || v.is(noteSchema, note)) return { note, problem: null };
  return { note, problem: displayProblem(note, "line") === undefined ? "too-long" : "unsafe" };
}

/** The body of each act that stops something, or lets it go on. */
export const reasonSchema = v.strictObject({
  reason: v.picklist(reasons),
  note: v.exactOptional(noteSchema),
});
export type GivenReason = v.InferOutput<typeof reasonSchema>;
