import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "./bytes.ts";
import { parseJson } from "./compact.ts";

function parse(text: string): unknown {
  return parseJson(utf8(text));
}

describe("parseJson", () => {
  it.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"a":2}'],
    ['{"a":1,"\\u0061":2}'],
    ['{ "a" : 1 ,\n "b" : 2, "a" : 3 }'],
    ['[{"b":{"a":"x:y","a":{}}}]'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"a:\\":":1,"a:\\":":1}'],
    ['{"":0,"":0}'],
  ])("refuses a member that is there twice: %s", (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "malformed_message" }));
  });

  it.each([
    ['{ "a" : 1, "b" : { "a" : 2 } }'],
    ['[{"a":1},{"a":1}]'],
    ['{"a":":\\":\\\\","b":"\\u003a"}'],
    ['{"2":0,"1":0,"__proto__":{"a":1.0}}'],
    ['"a:b"'],
    ["1e2"],
  ])("takes what has each member once, however it is written: %s", (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it("takes whatever JavaScript writes, also with blanks in it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, wide) => {
        const text = JSON.stringify(value, null, wide ? 2 : 0);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses any object that names one of its members again", () => {
    const member = fc.tuple(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(member, { minLength: 1 }), fc.nat(), fc.jsonValue(), (members, at, value) => {
        const [name = ""] = members[at % members.length] ?? [];
        const written = [...members, [name, value]].map(
          ([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`,
        );
        expect(() => parse(`{${written.join(",")}}`)).toThrow();
      }),
    );
  });

  it("refuses what is nested too deep to be counted", () => {
    const depth = 30_000;
    const text = `${"[ ".repeat(depth)}${"]".repeat(depth)}`;
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "malformed_message" }));
  });
});
