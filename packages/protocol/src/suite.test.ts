import { describe, expect, it } from "vitest";
import { sha512, utf8 } from "./bytes.ts";
import { suiteOf } from "./suite.ts";

describe("the suite", () => {
  it("mtoken-1 is the one there is", async () => {
    const suite = suiteOf("mtoken-1");
    expect(suite.id).toBe("mtoken-1");
    expect(suite.srpBits[0]).toBe(3072);
    expect(await suite.hash(utf8("abc"))).toEqual(await sha512(utf8("abc")));
  });

  it.each(["mtoken-0", "mtoken-2", "", "toString", "__proto__", undefined, null, 1])("%j is none", (id) => {
    expect(() => suiteOf(id)).toThrow(expect.objectContaining({ code: "unsupported_suite" }));
  });
});
