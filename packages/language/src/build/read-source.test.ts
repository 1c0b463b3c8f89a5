import { describe, expect, it } from "vitest";
import { parseSource } from "./read-source.ts";

function source(body: string): string {
  return `import { message } from "@mtoken/language";\nexport const english = {${body}} as const;`;
}

describe("the English source", () => {
  it("is read with its keys, placeholders and the comments above it", () => {
    const texts = parseSource(
      source(`
        // On the locked phone.
        unlock: {
          title: "Enter your mPIN", // for developers
          /** {left} is 2 to 4. */
          left: message<{ left: number; name: string }>("{name}: {left, plural, one {# try} other {# tries}}"),
          reasons: { "signed-out": "You are signed out." } satisfies Record<string, string>,
        },`),
    );
    expect(texts).toEqual([
      {
        key: "unlock.title",
        english: "Enter your mPIN",
        placeholders: null,
        comments: ["On the locked phone."],
      },
      {
        key: "unlock.left",
        english: "{name}: {left, plural, one {# try} other {# tries}}",
        placeholders: { left: "number", name: "string" },
        comments: ["On the locked phone.", "{left} is 2 to 4."],
      },
      {
        key: "unlock.reasons.signed-out",
        english: "You are signed out.",
        placeholders: null,
        comments: ["On the locked phone."],
      },
    ]);
  });

  it.each([
    ["a function", "go: () => 'Go'"],
    ["a text that is put together", 'go: "Go" + " on"'],
    ["a text with a hole", "go: `${left} left`"],
    ["a list", 'go: ["Go", "on"]'],
    ["a message without types", 'go: message("{left}")'],
    ["a placeholder of another type", 'go: message<{ left: Date }>("{left}")'],
    ["what is spread from elsewhere", "...other"],
  ])("refuses %s", (_, body) => {
    expect(() => parseSource(source(body))).toThrow(SyntaxError);
  });
});
