import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { longestReference, readTypedReference, referenceSchema } from "./people/index.ts";
import { longestNote, noteSchema, readTypedNote } from "./reason.ts";

describe.each([
  { what: "a note", read: readTypedNote, schema: noteSchema, longest: longestNote },
  {
    ...{ what: "the reference of a request", read: readTypedReference },
    ...{ schema: referenceSchema, longest: longestReference },
  },
])("$what as it was typed", ({ read, schema, longest }) => {
  test.each([
    ["has no blanks around it", "  Seen by Éva ", "Seen by Éva"],
    ["is in form C", "Seen by E\u0301va", "Seen by Éva"],
    ["has one blank for many", `a${" ".repeat(20)}b\u00a0\u3000c`, "a b c"],
    ["of blanks alone is none", " \u00a0 ", ""],
  ])("%s", (_what, typed, line) => {
    expect(read(typed)).toEqual({ line, problem: null });
  });

  test.each([
    ["Devanagari letters that form C takes apart", "\u0958\u0915".repeat(longest / 2)],
    ["Hebrew presentation forms", "\ufb1d\u05d0".repeat(longest / 2)],
  ])("is too long where form C is: %s", (_what, typed) => {
    expect(typed).toHaveLength(longest);
    expect(read(typed).problem).toBe("too-long");
  });

  test("is told of what can't be shown safely before its length", () => {
    expect(read("a\u202eb").problem).toBe("unsafe");
    expect(read(`\u200b${"x".repeat(longest)}`).problem).toBe("unsafe");
  });

  test.each(["x", "a\nb", "\ud800", "=1+1", "x".repeat(longest), "\u0958".repeat(longest), " ".repeat(17)])(
    "has no problem exactly where the server takes it: %j",
    (typed) => {
      const { line, problem } = read(typed);
      expect(problem === null).toBe(line === "" || v.is(schema, line));
    },
  );
});
