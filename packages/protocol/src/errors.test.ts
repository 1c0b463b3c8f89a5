import { readFile } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "./errors.ts";
import { errorCatalogue, fromProblem, ProtocolError, problemSchema, toProblem } from "./errors.ts";

const codes = Object.keys(errorCatalogue) as ErrorCode[];

describe("the error catalogue", () => {
  it.each(codes)("%s says in whole sentences what happened", (code) => {
    expect(errorCatalogue[code].message).toMatch(/^[A-Z][^\n]*\.$/);
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  it("is the one in docs/protocol.md, code by code and status by status", async () => {
    const document = await readFile(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
    const rows = [...document.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
      code,
      Number(status),
    ]);
    expect(rows).toEqual(Object.entries(errorCatalogue).map(([code, { status }]) => [code, status]));
  });
});

describe("a problem document", () => {
  it.each(codes)("of %s has the form of its schema, and the phrase of its status", (code) => {
    const problem = toProblem(new ProtocolError(code));
    expect(v.parse(problemSchema, problem)).toEqual(problem);
    expect(problem.title).toBe(phraseOf(problem.status));
    expect(problem.detail).toBe(errorCatalogue[code].message);
  });

  it("is read back as the same error", () => {
    const error = new ProtocolError("wrong_registration_code", { details: { attempts_left: 3 } });
    const read = fromProblem(JSON.parse(JSON.stringify(toProblem(error))));
    expect(read).toMatchObject({ code: error.code, status: 403, details: { attempts_left: 3 } });
  });

  it("hides what is not of the catalogue", () => {
    const problem = JSON.stringify(toProblem(new Error("select * from secrets")));
    expect(problem).toContain('"internal"');
    expect(problem).not.toContain("secrets");
  });

  it("hides the cause", () => {
    const error = new ProtocolError("message_refused", { cause: new Error("wrong tag") });
    expect(JSON.stringify(toProblem(error))).not.toContain("tag");
  });

  it.each([undefined, null, "internal", {}, { code: "no_such_code" }, { ...toProblem(0), status: 200 }])(
    "is not %j",
    (problem) => {
      expect(fromProblem(problem)).toBeUndefined();
    },
  );
});

/** Node still says of 413 and 422 what they were called before RFC 9110. */
function phraseOf(status: number): string | undefined {
  return STATUS_CODES[status]?.replace("Payload", "Content").replace("Entity", "Content");
}
