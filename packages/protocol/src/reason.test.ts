import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { longestNote, noteSchema, readTypedNote } from "./reason.ts";

describe("a note as it was typed", () => {
  test.each([
    ["has no blanks around it", "  Seen by Éva ", "Seen by Éva"],
    ["is in form C", "Seen by E\u0301va", "Seen by Éva"],
    ["has one blank for many", `a${" ".repeat(20)}b\u00a0\u3000c`, "a b c"],
    ["of blanks alone is none", " \u00a0 ", ""],
  ])("%s", (_what, typed, note) => {
    expect(readTypedNote(typed)).toEqual({ note, problem: null });
  });

  test.each([
    ["Devanagari letters that form C takes apart", "\u0958\u0915".repeat(longestNote / 2)],
    ["Hebrew presentation forms", "\ufb1d\u05d0".repeat(longestNote / 2)],
  ])("is too long where form C is: %s", (_what, typed) => {
    expect(typed).toHaveLength(longestNote);
    expect(readTypedNote(typed).problem).toBe("too-long");
  });

  test("is told of what can't be shown safely before its length", () => {
    expect(readTypedNote("a\u202eb").problem).toBe("unsafe");
    expect(readTypedNote(`\u200b${"x".repeat(longestNote)}`).problem).toBe("unsafe");
  });

  test.each([
    "x",
    "a\nb",
    "\ud800",
    "=1+1",
    "x".repeat(longestNote),
    "\u0958".repeat(longestNote),
    " ".repeat(17),
  ])("has no problem exactly where the server takes it: %j", (typed) => {
    const { note, problem } = readTypedNote(typed);
    expect(problem === null).toBe(note === "" || v.is(noteSchema, note));
  });
});
