import { describe, expect, it } from "vitest";
import { findUses, isUsed } from "./find-uses.ts";

function uses(code: string) {
  return findUses(`import { messages } from "../language/catalogue.ts";\n${code}`, "screen.tsx");
}

function used(code: string, key: string): boolean {
  return isUsed(key, uses(code).paths);
}

describe("a key is used", () => {
  it.each([
    ["read by its name", "function a() { return messages.unlock.title; }"],
    ["read of a group", "function a() { const words = messages.unlock; return words.title; }"],
    ["taken out of a group", "function a() { const { title } = messages.unlock; return title; }"],
    ["read by a computed name", "function a(key) { return messages.unlock[key]; }"],
    ["passed on with its group", "function a() { return b(messages.unlock); }"],
    ["spread with its group", "function A() { return <B {...messages.unlock} />; }"],
    [
      "read in an inner function",
      "function A() { const words = messages.unlock; return () => words.title; }",
    ],
    ["drawn", "function A() { const words = messages.unlock; return <p title={words.title} />; }"],
  ])("when it is %s", (_, code) => {
    expect(used(code, "unlock.title")).toBe(true);
  });

  it.each([
    ["another key of its group is read", "function a() { return messages.unlock.hint; }"],
    ["only its group is named", "function a() { const words = messages.unlock; return words.hint; }"],
    [
      "a name stands for another group in another function",
      "function a() { const words = messages.unlock; return words.hint; } function b() { const words = messages.home; return words.title; }",
    ],
    ["something else has its name", "function a(words) { return words.unlock.title; }"],
  ])("not when %s", (_, code) => {
    expect(used(code, "unlock.title")).toBe(false);
  });
});

describe("a function that is given the catalogue", () => {
  it.each([
    "function f(a, messages) { return messages.unlock.title; }",
    "const f = ({ messages }) => messages.unlock.title;",
    "function f(messages) { g(messages); return messages.unlock.title; }",
    "function f() { const messages = textsIn(language); return messages.unlock.title; }",
    "function f({ texts: messages }) { const { unlock } = messages; return unlock.title; }",
  ])("uses its texts: %s", (code) => {
    expect(findUses(code, "a.ts").paths).toEqual(new Set(["unlock.title"]));
  });

  it("is no reason to take another's for a text", () => {
    expect(
      findUses("function f(messages) {} function g(words) { return words.unlock; }", "a.ts").paths,
    ).toEqual(new Set());
  });
});

describe("the code of a page", () => {
  it("may not read texts when it loads, since they change with the language", () => {
    expect(uses("const title = messages.unlock.title;").problems).toHaveLength(1);
    expect(uses("const { title } = messages.unlock;").problems).toHaveLength(1);
    expect(uses("export const title = f(messages.unlock.title);").problems).toHaveLength(1);
  });

  it.each([
    '<button aria-label="Back" />',
    "<img alt={`Picture of ${name}`} />",
    '<Screen title="Unlock" />',
    '<MpinEntry enterLabel={busy ? "Wait" : words.go} />',
    "<p>Unlock</p>",
    "<p>{words.total}, {words.count}</p>",
    '<p>{done && "Done"}</p>',
    "<p>{`${words.total}: ${words.count}`}</p>",
  ])("may hold no text of its own: %s", (jsx) => {
    expect(uses(`function A() { return ${jsx}; }`).problems).toHaveLength(1);
  });

  it("may not name the page by a text of its own", () => {
    expect(uses('function a() { document.title = "Unlock"; }').problems).toHaveLength(1);
  });

  it.each(['<p class="dot full">{words.title}</p>', '<Icon name="back" />', "<p>{`${scheme}//`}</p>"])(
    "may hold what nobody reads: %s",
    (jsx) => {
      expect(uses(`function A() { return ${jsx}; }`).problems).toEqual([]);
    },
  );
});
