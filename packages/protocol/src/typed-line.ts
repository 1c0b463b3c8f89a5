/** A line of free text as its author typed it: as it is sent, and what stands against that. */
import * as v from "valibot";
import { displayProblem } from "./display-text.ts";

export interface TypedLine {
  /** Empty where there is none. */
  line: string;
  problem: "too-long" | "unsafe" | null;
}

/** Longer runs of blanks are refused, and say no more than one. Form C may be longer than what was typed. */
export function readTypedLine(typed: string, schema: v.GenericSchema<unknown, string>): TypedLine {
  const line = typed
    .normalize("NFC")
    .replace(/[ \u{a0}\u{202f}\u{3000}]{2,}/gu, " ")
    .trim();
  if (line === "" || v.is(schema, line)) return { line, problem: null };
  return { line, problem: displayProblem(line, "line") === undefined ? "too-long" : "unsafe" };
}
