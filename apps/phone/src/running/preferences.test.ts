import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePreferences } from "./preferences.ts";

describe("the preferences", () => {
  it.each([
    [null, {}],
    ["", {}],
    ["null", {}],
    ['{"appearance":"dark"}', { appearance: "dark" }],
    ['{"appearance":"dark","language":"pt-BR"}', { appearance: "dark", language: "pt-BR" }],
    ['{"appearance":"pink","language":"nl"}', { language: "nl" }],
    ['{"language":"../nl"}', {}],
    ['{"language":7,"name":"Johanna"}', {}],
  ])("are read from %j as %j", (text, preferences) => {
    expect(parsePreferences(text)).toEqual(preferences);
  });

  it("are read from anything at all without a complaint", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const names = Object.keys(parsePreferences(text));
        expect(["appearance", "language"]).toEqual(expect.arrayContaining(names));
      }),
    );
  });
});
